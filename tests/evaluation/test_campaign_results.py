"""What was answered, counted: percentages that add up to 100, on the page, in files, in print and by REST."""

import csv
import io
import json
import re
import shutil
import subprocess

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from rest_framework.test import APIClient

from accounts.enums import KeyScope, OrganisationKind
from accounts.services import create_api_key
from contracts.models import Contract
from contracts.services.region import change_region_settings
from core.charts import Drawings
from core.errors import Refused
from core.jobs import Job
from core.shares import percents
from evaluation.figures import campaign_cross as crossing
from evaluation.figures import campaigns as figures
from evaluation.figures.campaigns import BLANK
from evaluation.models import Answer, Campaign, Reply
from evaluation.services import campaign_exports as exports
from evaluation.services import campaign_replies, campaigns
from territories.models import Territory
from tests.factories.accounts import OrganisationFactory

from .campaigns import SATISFIED, TODAY, add, contract_with_coordinator, draft_campaign, open_to, opened, people, say

pytestmark = pytest.mark.django_db
#: The 21 answers kept by the Île-de-France evaluation of 2018: very satisfying, satisfying, little, no answer.
HEALTH, OTHERS = (4, 12, 4, 1), (2, 13, 5, 1)
PERCENTS = {"health": [19, 57, 19, 5], "others": [9, 62, 24, 5]}


def spread(counts):
    given = [label for label, count in zip([*SATISFIED, None], counts, strict=True) for _ in range(count)]
    assert len(given) == 21
    return given


@pytest.fixture
def published():
    """A campaign of 25 contracts: 21 replies kept, one set aside, the rest missing; its results published."""
    who = people()
    campaign = draft_campaign(who)
    who.health = add(campaign, who, text="Mobilisation des acteurs de santé")
    who.others = add(campaign, who, text="Mobilisation des autres secteurs")
    pairs = [contract_with_coordinator(f"Personne {n}") for n in range(25)]
    who.contracts, who.coordinators = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    open_to(campaign, who, who.contracts)
    replies = list(campaign.replies.order_by("contract_id"))
    for reply, one, two in zip(replies, spread(HEALTH), spread(OTHERS), strict=False):
        for question, value in ((who.health, one), (who.others, two)):
            Answer.objects.create(reply=reply, question=question, value=value)
        campaign_replies.submit(reply=reply, actor=None)
    campaign_replies.submit(reply=replies[21], actor=None)
    campaign_replies.refuse(reply=replies[21], actor=who.siege, reason="Vide.")
    for target in ("closed", "published"):
        who.campaign = campaigns.pass_campaign(campaign, target, actor=who.siege, today=TODAY)
    return who


def test_the_percentages_that_a_report_printed():
    keys = "abcd"
    for counts, printed in ((HEALTH, PERCENTS["health"]), (OTHERS, PERCENTS["others"]), ((315, 143, 34), [64, 29, 7])):
        assert list(percents(dict(zip(keys, counts, strict=False)), decimals=0).values()) == printed


def printed_of(content):
    return [[line["percent"] for line in question["lines"]] for question in content["questions"]]


def test_a_published_table_found_again_on_the_page_in_print_in_the_workbook_and_by_rest(published, client, tmp_path):
    who, wanted = published, [PERCENTS["health"], PERCENTS["others"]]
    assert figures.turnout(who.campaign) == figures.Turnout(sent_to=25, kept=21, refused=1, begun=0, waiting=3)
    client.force_login(who.coordinators[0])
    page = client.get(reverse("evaluation:campaign_results", args=[who.campaign.pk])).content.decode()
    assert [int(words) for words in _shares(page)] == [*wanted[0], *wanted[1]]
    rest = client.get(reverse("api:campaign-results", args=[who.campaign.pk])).json()
    assert printed_of(rest) == wanted
    assert printed_of(json.loads(exports.as_json(who.campaign))) == wanted
    book = load_workbook(io.BytesIO(exports.as_xlsx(who.campaign, actor=who.siege)))
    rows = list(book["Résultats"].iter_rows(min_row=2, values_only=True))
    assert [row[5] for row in rows] == [*wanted[0], *wanted[1]]
    assert [row[3] for row in rows] == [*HEALTH, *OTHERS]
    lines = list(csv.reader(io.StringIO(exports.as_csv(who.campaign).decode("utf-8-sig")), delimiter=";"))
    assert [int(line[5]) for line in lines[1:]] == [*wanted[0], *wanted[1]]
    client.post(reverse("evaluation:campaign_pdf", args=[who.campaign.pk]))
    job = Job.objects.get(kind=exports.KIND)
    made = exports.make_pdf(job.params, on=TODAY, progress=lambda *_: None)
    text = printed_text(made.content, tmp_path)
    found = [int(share) for share in re.findall(r"\n ?[A-Z][\w ]+ \d+ (\d+) ?%", text)]
    assert found == [*wanted[0], *wanted[1]]
    assert not made.message


def printed_text(content, folder):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    (folder / "c.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", "-layout", folder / "c.pdf", "-"], capture_output=True, text=True, check=True)
    return re.sub(r"[ \xa0\u202f]+", " ", done.stdout)


def _shares(page):
    """The shares of the tables, « 19 % » each, in the order of the page."""
    return re.findall(r'data-label="Part">(\d+)\u202f%</td>', page)


def test_no_answer_counts_or_not_as_the_question_says(published):
    who = published
    who.health.blank_counts = False
    kept = figures.kept_replies(who.campaign)
    lines = figures.lines_of(who.health, kept.of(who.health))
    assert [(line.share.count, line.share.total, int(line.share.percent)) for line in lines] == [
        *((4, 20, 20), (12, 20, 60), (4, 20, 20)),
    ]
    result = figures.result_of(who.health, kept)
    assert "seules réponses données" in result.whole and result.blank == 1


def test_small_counts_never_pretend():
    who = opened(contracts=2)
    say(who.replies[0], who.questions[0], SATISFIED[0])
    for reply in who.replies:
        campaign_replies.submit(reply=reply, actor=None)
    (result,) = figures.results(who.campaign)
    assert [str(line.share) for line in result.lines] == ["1 sur 2", "0 sur 2", "0 sur 2", "1 sur 2"]


def test_each_kind_is_told_in_its_way():
    table = {"rows": "axes", "columns": [{"label": "Avance", "kind": "yes_no"}, {"label": "Heures", "kind": "number"}]}
    who = opened(("multiple", {}), ("scale", {}), ("number", {"unit": "ETP"}), ("table", table), contracts=3)
    many, scale, number, grid = who.questions
    said = [([SATISFIED[0], SATISFIED[1]], 2, "0.5"), ([SATISFIED[1]], 5, "1.5"), (None, None, None)]
    cells = {
        "7": {"label": "1. Axe", "cells": {"Avance": "Oui", "Heures": "3"}},
        "8": {"label": "2.", "cells": {"Heures": "5"}},
    }
    for reply, (some, degree, count) in zip(who.replies, said, strict=True):
        for question, value in ((many, some), (scale, degree), (number, count)):
            Answer.objects.create(reply=reply, question=question, value=value)
        campaign_replies.submit(reply=reply, actor=None)
    Answer.objects.create(reply=who.replies[0], question=grid, value=cells)
    several, degrees, numbers, lines = figures.results(who.campaign)
    assert [line.share.count for line in several.lines] == [1, 2, 0, 1] and not several.adds_up
    assert "ne s’additionnent pas" in several.whole
    assert [line.share.count for line in degrees.lines] == [0, 1, 0, 0, 1, 1]
    assert (str(degrees.summary.mean), str(degrees.summary.median)) == ("3.5", "3.5")
    assert (str(numbers.summary.total), str(numbers.summary.least), numbers.blank) == ("2.0", "0.5", 1)
    avance, hours = lines.columns
    assert [(line.label, line.share.count) for line in avance.lines] == [("Oui", 1), ("Non", 0), ("Sans réponse", 1)]
    assert str(hours.summary.total) == "8"


def test_a_question_that_was_not_asked_is_not_without_answer():
    who = opened(("single", {}), contracts=2)
    asked = who.questions[0]
    why = who.campaign.questions.create(
        kind="single",
        text="Pourquoi ?",
        choices=["Temps", "Argent"],
        position=2,
        condition=asked,
        condition_answers=[SATISFIED[2]],
    )
    for reply, value in zip(who.replies, (SATISFIED[2], SATISFIED[0]), strict=True):
        say(reply, asked, value)
    # An answer left behind by a change of mind does not count.
    Answer.objects.create(reply=who.replies[1], question=why, value="Temps")
    for reply in who.replies:
        campaign_replies.submit(reply=reply, actor=None)
    result = figures.results(who.campaign)[1]
    assert (result.asked, result.answered, result.blank) == (1, 0, 1)


def test_crossed_with_what_is_known_of_the_contracts(published):
    who = published
    carrier = OrganisationFactory(kind=OrganisationKind.EPCI)
    first = list(who.campaign.replies.kept().order_by("contract_id").values_list("contract", flat=True))[:5]
    Contract.objects.filter(pk__in=first).update(carrier=carrier, generation=2)
    groups = crossing.cross(who.campaign, who.health, "carrier")
    assert [(group.label, group.size) for group in groups] == [("EPCI", 5), ("Non dit", 16)]
    assert sum(line.share.count for group in groups for line in group.lines) == 21
    assert [line.share.count for line in groups[0].lines] == [4, 1, 0, 0]
    by_place = crossing.cross(who.campaign, who.health, "department")
    assert [(group.label, group.size) for group in by_place] == [("Drôme", 21)]


def test_each_number_opens_on_the_replies_that_make_it_for_who_conducts_the_campaign(published, client):
    who = published
    url = reverse("evaluation:campaign_answers", args=[who.campaign.pk, who.health.pk])
    client.force_login(who.siege)
    results = client.get(reverse("evaluation:campaign_results", args=[who.campaign.pk])).content.decode()
    assert f"{url}?reponse=Tr%C3%A8s%20satisfaisante" in results and "?state=refused" in results
    counts = [client.get(url, {"reponse": each}).context["page"].paginator.count for each in [*SATISFIED, BLANK, ""]]
    assert counts == [*HEALTH, 21]
    page = client.get(url, {"reponse": SATISFIED[2]}).content.decode()
    assert page.count("Peu satisfaisante</td>") == 4 and "/reponses/" in page
    client.force_login(who.coordinators[3])
    shown = client.get(reverse("evaluation:campaign_results", args=[who.campaign.pk])).content.decode()
    assert url not in shown and client.get(url).status_code == 403


def test_numbers_are_crossed_and_each_reply_leaves_beside_what_is_known_of_its_contract():
    who = opened(("number", {"text": "Combien d’habitants reçus ?", "unit": "personnes"}), contracts=3)
    for reply, given, size in zip(who.replies, ("10", "20", "60"), (5000, 9000, 200_000), strict=True):
        say(reply, who.questions[0], given)
        campaign_replies.submit(reply=reply, actor=None)
        Territory.objects.filter(pk=reply.contract.territory_id).update(population=size)
    large, small = crossing.cross(who.campaign, who.questions[0], "population")
    assert (large.size, large.summary.mean, small.size, small.summary.total) == (1, 60, 2, 30)
    kinds = crossing.cross(who.campaign, who.questions[0], "kind")
    assert [(group.size, group.summary.median) for group in kinds] == [(3, 20)]
    page = load_workbook(io.BytesIO(exports.as_xlsx(who.campaign, actor=who.siege)))["Réponses"]
    head, *rows = page.iter_rows(values_only=True)
    assert head[2:-1] == tuple(attribute.label for attribute in crossing.ATTRIBUTES)
    assert {row[-1] for row in rows} == {10, 20, 60} and len(
        {row[head.index("Population du périmètre")] for row in rows}
    ) == 2


# --- No subtraction tells the answer of one contract ----------------------------------------------
@pytest.fixture
def parted():
    """Nine contracts: generation 1 is A B C D, 2 is E F G, 3 is H I; carried by an EPCI: A B C, and nobody else."""
    who = opened(("single", {}), ("number", {"text": "Combien ?"}), ("text", {"text": "Pourquoi ?"}), contracts=9)
    epci = OrganisationFactory(kind=OrganisationKind.EPCI)
    for rank, contract in enumerate(who.contracts):
        generation = 1 if rank < 4 else 2 if rank < 7 else 3
        carrier = epci if rank < 3 else None
        Contract.objects.filter(pk=contract.pk).update(generation=generation, carrier=carrier)
    who.by_contract = {reply.contract_id: reply for reply in who.replies}
    who.replies = [who.by_contract[contract.pk] for contract in who.contracts]
    return who


def publish(who, by="generation"):
    for reply in who.campaign.replies.missing():
        campaign_replies.submit(reply=reply, actor=None)
    campaigns.edit_campaign(who.campaign, actor=who.siege, crossed_by=by)
    for target in ("closed", "published"):
        who.campaign = campaigns.pass_campaign(who.campaign, target, actor=who.siege, today=TODAY)


def groups_of(who, question):
    kept = figures.kept_replies(who.campaign)
    return {group.label: group for group in crossing.published_cross(question, crossing.parting(who.campaign), kept)}


def test_one_crossing_alone_is_published_so_that_none_is_subtracted_from_another(parted, client):
    """Generation 1 (A B C D) less those of an EPCI (A B C) would be the answer of D."""
    who, question = parted, parted.questions[0]
    for reply in who.replies:
        say(reply, question, SATISFIED[0])
    say(who.replies[3], question, SATISFIED[2], version=1)
    for reply in who.replies:
        campaign_replies.submit(reply=reply, actor=None)
    first, ours = (crossing.cross(who.campaign, question, by)[0] for by in ("generation", "carrier"))
    assert (first.label, first.size, ours.label, ours.size) == ("Génération 1", 4, "EPCI", 3)
    assert first.lines[2].share.count - ours.lines[2].share.count == 1, "Both together would tell what D answered"
    publish(who)
    url = reverse("evaluation:campaign_cross", args=[who.campaign.pk])
    client.force_login(who.coordinators[0])
    page = client.get(url, {"question": question.pk, "by": "generation"})
    assert [(group.label, group.size) for group in page.context["groups"]] == [
        ("Génération 1", 4),
        ("Autres, réunis", 5),
    ]
    assert client.get(url, {"question": question.pk, "by": "carrier"}).context["groups"] is None
    client.force_login(who.siege)
    assert len(client.get(url, {"question": question.pk, "by": "carrier"}).context["groups"]) == 2
    for content in (
        json.loads(exports.as_json(who.campaign)),
        client.get(reverse("api:campaign-results", args=[who.campaign.pk])).json(),
    ):
        assert content["crossing"]["by"] == "generation" and "EPCI" not in json.dumps(content)
    book = load_workbook(io.BytesIO(exports.as_xlsx(who.campaign, actor=who.coordinators[0])))
    assert {row[1] for row in book["Croisement publié"].iter_rows(min_row=2, values_only=True)} == {
        "Génération 1",
        "Autres, réunis",
    }
    assert "Génération 1" in exports.pdf_html(exports.content_of(who.campaign), Drawings(), on=TODAY)
    with pytest.raises(Refused):
        campaigns.edit_campaign(who.campaign, actor=who.siege, crossed_by="carrier")


def test_what_becomes_of_the_contracts_since_parts_the_replies_in_no_other_way(parted):
    """D leaves generation 1: were the groups read again, what moved with it would be its answer."""
    publish(parted)
    before = {label: group.size for label, group in groups_of(parted, parted.questions[0]).items()}
    Contract.objects.filter(pk=parted.contracts[3].pk).update(generation=2)
    change_region_settings(region=parted.region, actor=parted.siege, fewest_shown=4)
    assert {label: group.size for label, group in groups_of(parted, parted.questions[0]).items()} == before


def test_a_question_that_depends_on_another_is_never_parted_more_finely(parted):
    """Its size in a group is how many gave the answer that leads to it.

    Generation 2 is joined to 3 in the first question: told alone in the second, it would leave H and I by subtraction.
    """
    who, first = parted, parted.questions[0]
    then = who.campaign.questions.create(
        kind="single", text="Et ?", choices=["A", "B"], position=9, condition=first, condition_answers=[SATISFIED[0]]
    )
    for reply in who.replies[:7]:
        say(reply, first, SATISFIED[0])
        Answer.objects.create(reply=reply, question=then, value="A")
    for reply in who.replies[7:]:
        say(reply, first, SATISFIED[2])
    publish(who)
    assert {label: group.size for label, group in groups_of(who, first).items()} == {
        "Génération 1": 4,
        "Autres, réunis": 5,
    }
    assert {label: group.size for label, group in groups_of(who, then).items()} == {
        "Génération 1": 4,
        "Autres, réunis": 3,
    }
    assert "Génération 2" not in json.dumps(exports.content_of(who.campaign), ensure_ascii=False)


def test_the_sum_of_a_group_does_not_leave_the_number_of_one_contract(parted):
    """Of generation 3 nobody gives a number: generation 2 stands for both, and is not told finer than its parts."""
    who, number = parted, parted.questions[1]
    for reply, value in zip(who.replies, ["1", "2", "3", "4", "5", "6", "7", "", ""], strict=True):
        if value:
            say(reply, number, value)
    publish(who)
    told = groups_of(who, number)
    assert {label: (group.size, group.summary.total) for label, group in told.items()} == {
        "Génération 1": (4, 10),
        "Autres, réunis": (3, 18),
    }


def test_a_number_of_one_contract_alone_in_its_groups_is_crossed_with_nothing(parted):
    who, number = parted, parted.questions[1]
    for reply, value in zip(who.replies, ["1", "2", "3", "4", "", "", "", "", "70"], strict=True):
        if value:
            say(reply, number, value)
    publish(who)
    assert groups_of(who, number) == {}
    summary = exports.content_of(who.campaign)["questions"][1]["summary"]
    assert summary["total"] == "80", "All together they are five"


@pytest.mark.parametrize(("given", "shown"), [(2, False), (3, True)])
def test_what_rests_on_too_few_replies_is_withheld_by_every_door(parted, client, given, shown):
    """A number that two contracts gave: whoever gave one reads the other."""
    who, number = parted, parted.questions[1]
    for reply, value in zip(who.replies, ["8141", "8143", "8147"][:given], strict=False):
        say(reply, number, value)
    publish(who)
    node = exports.content_of(who.campaign)["questions"][1]
    assert (node["withheld"], bool(node["summary"]), node["answered"]) == (not shown, shown, given)
    client.force_login(who.coordinators[8])
    page = client.get(reverse("evaluation:campaign_results", args=[who.campaign.pk])).content.decode()
    rest = client.get(reverse("api:campaign-results", args=[who.campaign.pk])).content.decode()
    book = load_workbook(io.BytesIO(exports.as_xlsx(who.campaign, actor=who.coordinators[8])))
    sheets = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    doors = [
        page,
        rest,
        exports.as_json(who.campaign).decode(),
        exports.as_csv(who.campaign).decode("utf-8-sig"),
        exports.pdf_html(exports.content_of(who.campaign), Drawings(), on=TODAY),
        " ".join(sheets),
    ]
    assert ["8143" in re.sub(r"\s", "", door) for door in doors] == [shown] * len(doors)
    client.force_login(who.siege)
    mine = client.get(reverse("evaluation:campaign_results", args=[who.campaign.pk])).content.decode()
    assert "8143" in re.sub(r"\s", "", mine), "Who conducts the campaign reads everything"


def test_a_table_that_one_contract_filled_is_withheld_whatever_its_lines(parted):
    grid = parted.campaign.questions.create(
        kind="table", text="Par axe", rows="axes", position=8, columns=[{"label": "Heures", "kind": "number"}]
    )
    cells = {str(n): {"label": f"{n}.", "cells": {"Heures": str(n)}} for n in range(5)}
    Answer.objects.create(reply=parted.replies[0], question=grid, value=cells)
    publish(parted)
    (column,) = exports.content_of(parted.campaign)["questions"][-1]["columns"]
    assert column["withheld"] and column["summary"] is None and column["answered"] == 5


def test_the_region_says_from_how_many_contracts_a_group_is_shown(parted):
    change_region_settings(region=parted.region, actor=parted.siege, fewest_shown=5)
    publish(parted)
    assert parted.campaign.published_as["fewest"] == 5
    assert [[label, len(pks)] for label, pks in parted.campaign.published_as["groups"]] == [["Autres, réunis", 9]]
    assert groups_of(parted, parted.questions[0]) == {}


def test_published_results_are_read_by_who_answered_and_the_ars_of_the_region(published, client):
    who = published
    url = reverse("evaluation:campaign_results", args=[who.campaign.pk])
    for person, status in ((who.coordinators[3], 200), (who.referent, 200), (who.siege, 200), (who.stranger, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status, person
    client.force_login(who.coordinators[3])
    workbook = client.get(reverse("evaluation:campaign_export", args=[who.campaign.pk, "xlsx"]))
    assert "Réponses" not in load_workbook(io.BytesIO(workbook.content)).sheetnames
    crossing = client.get(
        reverse("evaluation:campaign_cross", args=[who.campaign.pk]), {"question": who.health.pk, "by": "department"}
    )
    assert "moins de 3 contrats" in crossing.content.decode().replace("\xa0", " ")


def test_results_are_not_read_before_they_are_published(client):
    who = opened()
    client.force_login(who.coordinator)
    for name in ("campaign_results", "campaign_cross"):
        assert client.get(reverse(f"evaluation:{name}", args=[who.campaign.pk])).status_code == 403
    assert client.get(reverse("api:campaign-results", args=[who.campaign.pk])).status_code == 403
    assert client.get(reverse("api:campaign-list")).json()["count"] == 1
    client.force_login(who.referent)
    assert client.get(reverse("api:campaign-list")).json()["count"] == 0


def test_a_key_for_signed_contracts_reads_published_campaigns_alone():
    who = opened()
    _key, secret = create_api_key(user=who.siege, name="SI", scope=KeyScope.SIGNED, read_only=True)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    assert client.get(reverse("api:campaign-list")).json()["count"] == 0
    assert client.get(reverse("api:campaign-results", args=[who.campaign.pk])).status_code == 404
    Campaign.objects.filter(pk=who.campaign.pk).update(state="published")
    assert client.get(reverse("api:campaign-results", args=[who.campaign.pk])).status_code == 200


def test_the_conductor_has_each_reply_in_the_workbook_without_its_texts(published):
    book = load_workbook(io.BytesIO(exports.as_xlsx(published.campaign, actor=published.siege)))
    rows = list(book["Réponses"].iter_rows(values_only=True))
    known = [attribute.label for attribute in crossing.ATTRIBUTES]
    asked = ["Mobilisation des acteurs de santé", "Mobilisation des autres secteurs"]
    assert list(rows[0]) == ["Référence", "Contrat", *known, *asked]
    assert len(rows) == 22
    assert Reply.objects.filter(state="submitted").count() == 21
