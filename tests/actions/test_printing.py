"""Fiches on paper, apart from their contract: those that were chosen, as they stand in its PDF."""

import io

import pikepdf
import pytest
from django.urls import reverse

from actions import services
from actions.models import Action
from actions.pdf_excerpt import render_fiches_html
from contracts.enums import ContractRoleKind
from contracts.exchange import import_contract
from contracts.models import Objective
from core.errors import Forbidden, Refused
from core.job_model import Job, JobState
from core.job_worker import run
from tests.exchange_sample import sample
from tests.factories.actions import ActionFactory
from tests.factories.territories import small_cog

from .conftest import with_role


@pytest.fixture
def fiches(world):
    """In the order of the plan: straight on the axis, then by objective, whatever the order of their making."""
    objective = Objective.objects.get(contract=world.draft)
    last = ActionFactory(axis=objective.axis, objective=objective, number="", title="Sous l’objectif")
    first = ActionFactory(axis=world.axis, title="Droit sur l’axe", number="1.1")
    return [first, last]


def ask(world, fiches, actor=None):
    chosen = {each.pk for each in fiches}
    world.draft.refresh_from_db()
    return services.request_fiches_pdf(contract=world.draft, chosen=chosen, actor=actor or world.coordinator)


def html_of(job):
    params = job.params
    return render_fiches_html(params["document"], params["facts"], draft=params["draft"], on=job.created_at.date())


def test_only_the_chosen_fiches_are_printed(world, fiches):
    first, last = fiches
    html = html_of(ask(world, [last]))
    assert last.title in html and first.title not in html
    # Without a number of its own it keeps its place in the plan, as in the PDF of the contract.
    assert '<div class="number">2</div>' in html
    assert "Fiche action" in html and "Tableau des fiches" not in html
    both = html_of(ask(world, fiches))
    assert both.index(first.title) < both.index(last.title)
    assert "Tableau des fiches actions" in both


def test_every_fiche_of_a_whole_contract_is_found_again(db):
    small_cog()
    contract = import_contract(sample()).contract
    for action in Action.objects.filter(contract=contract):
        job = services.request_fiches_pdf(contract=contract, chosen={action.pk}, actor=None)
        axes = job.params["document"]["contract"]["axes"]
        homes = [home for axis in axes for home in (axis, *axis["objectives"])]
        assert [each["title"] for home in homes for each in home["actions"]] == [action.title]


def test_a_fiche_bears_its_conventions_and_what_changed(db):
    small_cog()
    contract = import_contract(sample()).contract
    action = Action.objects.filter(contract=contract, fundings__funding_agreement__isnull=False).first()
    job = services.request_fiches_pdf(contract=contract, chosen={action.pk}, actor=None)
    html = html_of(job)
    agreement = action.fundings.exclude(funding_agreement=None).first().funding_agreement
    assert f"Convention {agreement.reference}, {agreement.title}" in html
    assert "Poste vacant" in html and "Changements depuis la signature" in html
    assert "funding_agreements" not in job.params["document"]["contract"]


def test_the_same_content_asked_twice_is_one_job(world, fiches):
    first, last = fiches
    job = ask(world, [first])
    assert ask(world, [first], world.referent) == job
    # What changes elsewhere in the contract changes nothing on this paper.
    services.edit_action(action=last, actor=world.coordinator, title="Autre titre")
    assert ask(world, [first]) == job
    services.edit_action(action=first, actor=world.coordinator, title="Autre titre")
    assert ask(world, [first]) != job
    with pytest.raises(Refused):
        ask(world, [])
    with pytest.raises(Forbidden):
        ask(world, [first], world.stranger)


def test_the_job_gives_a_tagged_pdf_under_a_telling_name(world, fiches):
    type(world.draft).objects.filter(pk=world.draft.pk).update(fictional=True)
    for chosen, name in ((fiches, "2-fiches"), (fiches[:1], "fiche-1-1")):
        job = ask(world, chosen)
        run(job.pk, worker="essai")
        job.refresh_from_db()
        assert (job.state, job.file_name) == (JobState.DONE, f"{world.draft.reference}-{name}.pdf")
        with job.file.open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert len(pdf.pages) == (4 if len(chosen) == 2 else 1)


def test_on_the_pages(client, world, fiches):
    client.force_login(with_role(world.draft, ContractRoleKind.READER))
    url = reverse("actions:pdf", args=[world.draft.reference])
    answer = client.post(url, {"action": fiches[0].pk})
    job = Job.objects.get()
    assert answer.url == reverse("core:job", args=[job.pk])
    assert client.get(answer.url).status_code == 200
    # All that the filters of the address leave, and nothing else.
    client.post(url, {"which": "all", "query": "q=objectif"})
    assert fiches[1].title in html_of(Job.objects.latest("created_at"))
    assert fiches[0].title not in html_of(Job.objects.latest("created_at"))
    refused = client.post(url, {"query": "q=objectif"}, follow=True)
    assert "Choisissez au moins une fiche" in refused.content.decode()
    assert refused.request["QUERY_STRING"] == "q=objectif"
    client.force_login(world.stranger)
    assert client.get(reverse("core:job", args=[job.pk])).status_code == 404
    assert client.post(url, {"which": "all"}).status_code == 404
