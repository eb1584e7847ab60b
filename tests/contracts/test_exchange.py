"""The exchange file: what goes in comes out; what is wrong is named by its path; nothing is half-applied."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Organisation
from actions.models import Action, Funding, Indicator
from actions.services.catalogue import add_entry
from contracts.exchange import canonical, export_contract, import_contract, parse, preview_import
from contracts.exchange.places import place_in_words
from contracts.exchange.renewal import without_years
from contracts.models import Contract, Passage, Signatory
from contracts.services.schemes import register_scheme
from core.errors import Invalid
from core.history import Change
from territories.models import Region
from tests.exchange_sample import sample
from tests.factories.accounts import OrganisationFactory, referent, siege
from tests.factories.contracts import ContractFactory
from tests.factories.territories import small_cog

pytestmark = pytest.mark.django_db
MEETINGS = ("meetings", "other_meetings")


@pytest.fixture(autouse=True)
def cog():
    small_cog()
    register_scheme(actor=None, kind="ptsm", name="PTSM de la Drôme")
    add_entry(region=Region.objects.get(pk="84"), actor=None, title="Délai d’un rendez-vous de médecine générale")


def problems_of(document):
    with pytest.raises(Invalid) as refusal:
        import_contract(parse(json.dumps(document).encode()))
    return refusal.value.fields


def changed(*path, to):
    """The sample with one value replaced, found by keys and indexes."""
    document = sample()
    node = document["contract"]
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = to
    return document


def test_round_trip_loses_nothing():
    first = export_contract(import_contract(sample()).contract)
    assert first["contract"] == sample()["contract"]
    again = copy.deepcopy(first)
    again["contract"]["reference"] = "AUTRE-1"
    second = export_contract(import_contract(again).contract)
    second["contract"]["reference"] = first["contract"]["reference"]
    taken = [_forget_uids(first), _forget_uids(second)]
    assert set(taken[0]).isdisjoint(taken[1])
    assert canonical(second) == canonical(first)


def _forget_uids(document) -> list[str]:
    """What calendars know the meetings by: kept where it is free, and two meetings of one site never share it."""
    meetings = [each for body in document["contract"]["bodies"] for key in MEETINGS for each in body.get(key, ())]
    return [each.pop("uid") for each in meetings]


def test_everything_of_the_schema_is_in_the_sample():
    """The round trip proves something only if the sample says everything that the format can say."""
    from contracts.exchange.schema import schema

    said = json.dumps(sample())
    for name, node in schema()["$defs"].items():
        for key in node.get("properties", {}):
            assert f'"{key}":' in said, f"{name}.{key} is not in the sample"


def test_preview_writes_nothing_and_announces_the_import():
    preview = preview_import(sample())
    assert not Contract.objects.exists() and not Change.objects.filter(channel="import").exists()
    result = import_contract(sample())
    assert (preview.created, preview.doubts, preview.title) == (result.created, result.doubts, result.title)


def test_an_import_is_in_the_journal():
    contract = import_contract(sample()).contract
    passage = Passage.objects.get(contract=contract)
    assert (passage.source, passage.target, passage.channel) == ("", "in_force", "import")
    lines = Change.objects.filter(scope=contract.pk)
    assert set(lines.values_list("channel", flat=True)) == {"import"}
    assert lines.filter(object_repr__contains="Consultation avancée").exists()


def test_taken_up_again_as_a_draft():
    import_contract(sample())
    result = import_contract(sample(), as_draft=True)
    draft = result.contract
    assert draft.reference != sample()["contract"]["reference"]
    assert (draft.stage, draft.signed_on, draft.entered_live) == ("drafting", None, False)
    assert not draft.amendments.exists() and not draft.suspensions.exists()
    assert set(Signatory.objects.filter(contract=draft).values_list("signed_on", flat=True)) == {None}
    assert draft.actions.count() == Contract.objects.first().actions.count()
    assert (draft.starts_on, draft.ends_on) == (None, None)
    assert set(draft.actions.values_list("status", "starts_on", "ends_on")) == {("planned", None, None)}
    assert set(Funding.objects.filter(action__contract=draft).values_list("year", "granted", "spent")) == {
        (None, None, None)
    }
    assert not draft.opinions.exclude(given_on=None).exists()
    assert {"contract.amendments", "contract.axes"} <= set(dict(result.doubts))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n", "UTF-8"),
        (b"{", "JSON"),
        (b"[]", "format"),
        (b'{"format": "autre/1"}', "format"),
        (b'{"format": "cls-exchange/1", "contract": {"title": NaN}}', "NaN"),
        (b"[" * 100_000, "imbriqué"),
    ],
)
def test_not_one_of_our_files(content, sentence):
    with pytest.raises(Invalid, match=sentence):
        parse(content)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("axes", 0, "objectives", 0, "actions", 0, "title"), 12, "contract.axes[0].objectives[0].actions[0].title"),
        (("signed_on",), "2025-02-30", "contract.signed_on"),
        (("starts_on",), "20250101", "contract.starts_on"),
        (("starts_on",), "0025-01-01", "contract.starts_on"),
        (("axes", 0, "actions", 0, "ends_on"), "9999-12-31", "contract.axes[0].actions[0].ends_on"),
        (("ends_on",), "2020-01-01", "contract.ends_on"),
        (("title",), "", "contract.title"),
        (("title",), "x" * 301, "contract.title"),
        (("generation",), 10**20, "contract.generation"),
        (("reference",), "a b", "contract.reference"),
        (("reference",), "Importer", "contract.reference"),
        (("preamble",), "a\x00b", "contract.preamble"),
        (("territory", "members", 0, "code"), "99999", "contract.territory.members[0].code"),
        (("amendments", 1, "number"), 1, "contract.amendments[1].number"),
        (("carrier", "siren"), "123456789", "contract.carrier.siren"),
        (
            ("axes", 0, "actions", 0, "funding", 0, "planned"),
            -5,
            "contract.axes[0].actions[0].funding[0].planned",
        ),
        (
            ("axes", 0, "actions", 0, "funding", 0, "planned"),
            0.001,
            "contract.axes[0].actions[0].funding[0].planned",
        ),
    ],
)
def test_refused_with_the_path_and_nothing_written(path, value, where):
    assert where in problems_of(changed(*path, to=value))
    assert not Contract.objects.exists() and not Action.objects.exists()


def test_several_problems_are_said_at_once():
    document = changed("signed_on", to="hier")
    document["contract"]["axes"][0]["title"] = None
    assert {"contract.signed_on", "contract.axes[0].title"} <= set(problems_of(document))


def test_a_reference_already_taken():
    import_contract(sample())
    assert "contract.reference" in problems_of(sample())
    assert Contract.objects.count() == 1


def test_unknown_keys_and_predecessors_are_doubts():
    document = changed("couleur", to="bleu")
    doubts = dict(import_contract(document).doubts)
    assert "contract.couleur" in doubts and "contract.predecessors[0]" in doubts


def test_a_file_tells_nobody_which_contracts_exist_elsewhere():
    """The draft of another département is as unknown to the one who imports as a contract that never was."""
    places = small_cog()
    hidden = ContractFactory(reference="CLS-84-2026-SECRET", territory__departments=[places.vaucluse])
    document = changed("predecessors", to=[hidden.reference, "CLS-84-2026-JAMAIS"])
    result = import_contract(document, actor=siege(places.aura))
    secret, never = (sentence for path, sentence in result.doubts if "predecessors" in path)
    assert secret.replace("SECRET", "JAMAIS") == never
    assert not result.contract.predecessors.filter(known__isnull=False).exists()
    again = changed("reference", to="CLS-AUTRE-1")
    again["contract"]["predecessors"] = [result.contract.reference]
    known = import_contract(again, actor=siege(places.aura)).contract.predecessors.get().known
    assert known == result.contract


def test_a_reference_that_is_taken_elsewhere_is_said_in_no_more_words():
    places = small_cog()
    ContractFactory(reference="CLS-84-2026-SECRET", title="CLS caché", territory__departments=[places.vaucluse])
    document = changed("reference", to="CLS-84-2026-SECRET")
    with pytest.raises(Invalid) as refusal:
        import_contract(document, actor=siege(places.aura))
    assert refusal.value.fields == {"contract.reference": ["La référence «\xa0CLS-84-2026-SECRET\xa0» est déjà prise."]}


def test_the_keys_that_we_add_are_checked_as_the_others():
    document = sample()
    document["contract"]["funding_agreements"][0]["starts_on"] = "hier"
    document["contract"]["funding_agreements"][0]["couleur"] = "bleu"
    assert "contract.funding_agreements[0].starts_on" in problems_of(document)
    document["contract"]["funding_agreements"][0]["starts_on"] = "2026-01-01"
    doubts = dict(import_contract(document).doubts)
    assert [path for path in doubts if "agreement" in path] == ["contract.funding_agreements[0].couleur"]


def test_a_line_of_money_may_not_follow_a_convention_that_is_not_there():
    document = changed("axes", 0, "actions", 0, "funding", 0, "agreement_number", to=9)
    assert "contract.axes[0].actions[0].funding[0].agreement_number" in dict(import_contract(document).doubts)


def with_look_alikes():
    document = sample()
    document["contract"]["axes"][0]["lead"] = {"name": "CPTS des Baronnies Provençales"}
    document["contract"]["axes"][0]["actions"][0]["partners"] = [{"name": "CPTS Baronnies provençale"}]
    return document


def test_look_alike_organisations_are_said():
    [alike] = import_contract(with_look_alikes()).alike
    assert (alike.path, alike.name) == ("contract.axes[0].actions[0].partners[0]", "CPTS Baronnies provençale")
    assert alike.others == [(None, "CPTS des Baronnies Provençales")]


def test_a_look_alike_recognised_in_the_same_file_becomes_another_name():
    result = import_contract(
        with_look_alikes(), same_as={"CPTS Baronnies provençale": "CPTS des Baronnies Provençales"}
    )
    assert not result.alike
    known = Organisation.objects.get(name="CPTS des Baronnies Provençales")
    assert known.aliases.get().name == "CPTS Baronnies provençale"


def test_a_look_alike_recognised_in_the_register_follows_a_merge():
    known, survivor = (
        OrganisationFactory(name="CPTS Baronnies provençales"),
        OrganisationFactory(name="CPTS du Nyonsais"),
    )
    Organisation.objects.filter(pk=known.pk).update(merged_into=survivor)
    import_contract(with_look_alikes(), same_as={"CPTS Baronnies provençale": known.pk})
    assert survivor.aliases.filter(name="CPTS Baronnies provençale").exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("contract.axes[0].actions[0].lead_organisations[0]", "Axe 1, fiche 1.2, structure pilote"),
        ("contract.signatories[1].commitments[0].due_on", "Signataire 2, engagement 1, due_on"),
        ("contract.title", "Titre"),
        ("contract", "Contrat"),
        ("contract.axes[99].nouveau", "Axe 100, nouveau"),
    ],
)
def test_a_place_in_words(path, words):
    node = {"axes": [{"number": "1", "actions": [{"number": "1.2", "lead_organisations": [{"name": "CCAS"}]}]}]}
    assert place_in_words(path, {"contract": node}) == words


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("CLS du Diois (2020-2025)", "CLS du Diois"),
        ("CLS 2019-2023 du Diois", "CLS du Diois"),
        ("CLS 3 du Pays d’Apt, 2021 à 2026", "CLS 3 du Pays d’Apt"),
        ("CLS du Diois", "CLS du Diois"),
        ("2020-2025", "2020-2025"),
    ],
)
def test_a_title_without_its_years(title, kept):
    assert without_years(title) == kept


def test_amounts_are_exact():
    document = changed("axes", 0, "actions", 0, "funding", 0, "planned", to=1234567.89)
    import_contract(document)
    assert str(Funding.objects.order_by("pk").first().planned) == "1234567.89"


def test_indicators_hang_where_the_file_hangs_them():
    contract = import_contract(sample()).contract
    homes = {(bool(i.axis_id), bool(i.objective_id), bool(i.action_id)) for i in contract.indicators.all()}
    assert homes == {(False, False, False), (True, False, False), (False, True, False), (False, False, True)}
    assert Indicator.objects.filter(measures__text="Bonne").exists()


def test_commands(tmp_path, capsys):
    source, back = tmp_path / "in.json", tmp_path / "out.json"
    source.write_text(json.dumps(sample()))
    call_command("import_contract", source, "--dry-run")
    assert not Contract.objects.exists()
    call_command("import_contract", source)
    assert capsys.readouterr().out.splitlines()[-1]
    call_command("export_contract", sample()["contract"]["reference"], "-o", back)
    assert json.loads(back.read_text())["contract"] == sample()["contract"]
    with pytest.raises(CommandError, match=r"contract\.reference"):
        call_command("import_contract", source)
    with pytest.raises(CommandError, match="Aucun contrat"):
        call_command("export_contract", "INCONNU-1")


def test_import_asks_a_bounded_number_of_queries(django_assert_max_num_queries):
    """Rows come in bulk: ten times the fiches do not make ten times the queries."""
    document = sample()
    home = document["contract"]["axes"][0]
    home["actions"] = [{"number": str(n), "title": f"Fiche {n}", "steps": [{"title": "Étape"}]} for n in range(200)]
    document["contract"].pop("findings")
    # SQLite takes fewer rows a statement than PostgreSQL.
    with django_assert_max_num_queries(340 if connection.vendor == "postgresql" else 355):
        import_contract(document)


def test_nobody_brings_in_a_contract_of_elsewhere():
    places = small_cog()
    with pytest.raises(Invalid) as refusal:
        import_contract(sample(), actor=referent(places.vaucluse))
    assert "contract.territory" in refusal.value.fields and not Contract.objects.exists()


def test_the_siege_that_brings_one_in_holds_the_pen():
    user = siege(small_cog().aura)
    contract = import_contract(sample(), actor=user).contract
    assert list(contract.roles.values_list("user", "role")) == [(user.pk, "pen")]
