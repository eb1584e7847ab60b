import pytest

from accounts import services
from accounts.models import Organisation, OrganisationAlias
from accounts.services import merging
from core.errors import Refused
from core.models import Change
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
SIREN = "200068229"


def test_references_names_and_gaps_go_to_the_one_that_stays(referent_drome):
    kept = OrganisationFactory(name="CC des Baronnies", kind="epci", siren="")
    merged = OrganisationFactory(name="CCBDP", kind="other", siren=SIREN, sector="planning")
    merged.aliases.create(name="Baronnies en Drôme")
    earlier = OrganisationFactory(name="Vieux nom", merged_into=merged)
    member = UserFactory(organisation=merged)

    done = services.merge_organisations(kept=kept, merged=merged, actor=referent_drome)

    kept, merged, earlier = (Organisation.objects.get(pk=row.pk) for row in (kept, merged, earlier))
    member.refresh_from_db()
    assert member.organisation == kept
    assert (kept.kind, kept.sector, kept.siren) == ("epci", "planning", SIREN)
    assert {alias.name for alias in kept.aliases.all()} == {"CCBDP", "Baronnies en Drôme"}
    assert merged.merged_into == earlier.merged_into == kept
    assert done.moved["comptes"] == 1
    assert services.find_organisation(name="ccbdp") == services.find_organisation(name="x", siren=SIREN) == kept
    assert Change.objects.get_for_object(merged).filter(actor=referent_drome).exists()


def test_merging_into_ones_own_alias_leaves_no_alias_equal_to_the_name(referent_drome):
    kept, merged = OrganisationFactory(name="Nyons"), OrganisationFactory(name="Mairie de Nyons")
    merged.aliases.create(name="NYONS")
    services.merge_organisations(kept=kept, merged=merged, actor=referent_drome)
    assert [alias.name for alias in OrganisationAlias.objects.all()] == ["Mairie de Nyons"]


def test_what_was_merged_meanwhile_is_refused(referent_drome):
    kept, merged, third = OrganisationFactory.create_batch(3)
    services.merge_organisations(kept=third, merged=merged, actor=referent_drome)
    for pair in [{"kept": kept, "merged": merged}, {"kept": merged, "merged": kept}]:
        with pytest.raises(Refused, match="vient d’être fusionnée"):
            services.merge_organisations(actor=referent_drome, **pair)
    assert Organisation.objects.get(pk=merged.pk).merged_into == third


def test_an_organisation_is_not_merged_with_itself(referent_drome):
    one = OrganisationFactory()
    with pytest.raises(Refused):
        services.merge_organisations(kept=one, merged=one, actor=referent_drome)


def test_rows_that_must_stay_stay_and_the_preview_says_so(referent_drome, monkeypatch):
    monkeypatch.setattr(merging, "_stays", {"accounts.user": lambda rows: rows.filter(is_active=False)})
    kept, merged = OrganisationFactory.create_batch(2)
    moving, staying = UserFactory(organisation=merged), UserFactory(organisation=merged, is_active=False)
    preview = services.merge_preview(merged=merged)
    assert (preview.moved["comptes"], preview.left["comptes"]) == (1, 1)
    services.merge_organisations(kept=kept, merged=merged, actor=referent_drome)
    moving.refresh_from_db()
    staying.refresh_from_db()
    assert (moving.organisation, staying.organisation) == (kept, merged)
