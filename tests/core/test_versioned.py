"""What no longer is: whoever saves it, or acts on it, is told so in French."""

import pytest

from contracts import writing
from contracts.models import Axis
from core.errors import Gone
from core.versioned import bump, lock
from tests.factories.contracts import AxisFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gesture", [lock, bump, lambda row: writing.edit(row, actor=None, title="Autre titre")])
def test_a_row_that_somebody_removed_is_told_as_gone(gesture):
    axis = AxisFactory()
    Axis.objects.filter(pk=axis.pk).delete()
    with pytest.raises(Gone, match="vient de retirer cet élément"):
        gesture(axis)


def test_so_is_a_contract():
    axis = AxisFactory()
    contract = axis.contract
    axis.delete()
    type(contract).objects.filter(pk=contract.pk).delete()
    with pytest.raises(Gone, match="contrat"):
        writing.hold(contract)
