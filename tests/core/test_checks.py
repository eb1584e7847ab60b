"""Check constraints read without a query say what the database says."""

from datetime import date

import pytest

from actions.models import Action, Funding
from core.checks import refuse_unless_holding
from core.errors import Invalid
from governance.models import FollowUp


@pytest.mark.parametrize(
    "row",
    [
        Action(starts_on=date(2026, 2, 1), ends_on=date(2026, 1, 1)),
        Funding(planned=-1),
        FollowUp(done_on=date(2026, 1, 1), dropped_reason="Non"),
    ],
)
def test_what_the_database_refuses_is_refused(row):
    with pytest.raises(Invalid):
        refuse_unless_holding(row)


@pytest.mark.parametrize(
    "row",
    [
        Action(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)),
        Action(starts_on=date(2026, 1, 1)),
        Funding(planned=0),
        Funding(),
        FollowUp(dropped_reason="Non"),
    ],
)
def test_what_holds_or_is_not_known_passes(row):
    refuse_unless_holding(row)
