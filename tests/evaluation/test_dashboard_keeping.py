"""What a person keeps of the dashboard: her views, a workbook and a PDF of what she sees."""

import io

import pytest
from django.db.models import QuerySet
from openpyxl import load_workbook

from core.errors import Forbidden, Invalid
from core.job_model import Job
from core.models import Change
from evaluation.models import SharedView
from evaluation.services import dashboard as services
from evaluation.services.shared_views import MOST, share_view, unshare_view
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import AxisFactory, world
from tests.support.jobs import do_jobs

URL = "/tableau-de-bord/"


@pytest.fixture
def people(db):
    return world()


def test_a_view_is_kept_under_its_name_and_dropped(people, client):
    client.force_login(people.siege)
    response = client.post(f"{URL}vues/garder/?stage=drafting", {"name": "Mes projets"})
    assert response.status_code == 302 and response.url == f"{URL}?stage=drafting"
    html = client.get(URL).content.decode()
    assert '<a class="fr-tag" href="?stage=drafting">Mes projets</a>' in html
    client.post(f"{URL}vues/garder/?stage=in_force", {"name": "Mes projets"})
    people.siege.refresh_from_db()
    assert services.views_of(people.siege) == [{"name": "Mes projets", "query": "stage=in_force"}]
    client.post(f"{URL}vues/retirer/", {"name": "Mes projets"})
    people.siege.refresh_from_db()
    assert services.views_of(people.siege) == []


def test_a_view_without_a_name_or_one_too_many_is_refused(people, client):
    client.force_login(people.siege)
    assert client.post(f"{URL}vues/garder/", {"name": " "}).status_code == 400
    for rank in range(services.MOST):
        services.save_view(user=people.siege, name=f"Vue {rank}", query="")
    with pytest.raises(Invalid):
        services.save_view(user=people.siege, name="Une de trop", query="")
    services.save_view(user=people.siege, name="Vue 3", query="stage=drafting")
    assert len(services.views_of(people.siege)) == services.MOST


def test_the_siege_keeps_a_view_for_all_the_agents_of_its_region(people, client):
    client.force_login(people.siege)
    response = client.post(f"{URL}vues/garder/?stage=drafting", {"name": "Projets", "region": people.region.pk})
    assert response.status_code == 302
    view = SharedView.objects.get()
    assert (view.region, view.query, view.by) == (people.region, "stage=drafting", people.siege)
    assert services.views_of(people.siege) == [], "it is not twice on the page"
    for user in (people.siege, people.referent):
        client.force_login(user)
        for page in (URL, f"{URL}qualite/"):
            assert 'href="?stage=drafting">Projets<' in client.get(page).content.decode()
    client.force_login(people.stranger)
    assert "Projets" not in client.get(URL).content.decode()
    [line] = Change.objects.get_for_object(view)
    assert line.actor == people.siege and line.changes_dict["name"] == ["None", "Projets"]


def test_a_referent_reads_the_views_of_the_region_and_changes_none(people, client):
    view = share_view(region=people.region, name="Projets", query="stage=drafting", actor=people.siege)
    client.force_login(people.referent)
    form = client.get(f"{URL}vues/garder/")
    assert "region" not in form.context["form"].fields and b"Projets" in form.content
    client.post(f"{URL}vues/garder/?stage=in_force", {"name": "Projets", "region": people.region.pk})
    assert SharedView.objects.get().query == "stage=drafting"
    assert client.post(f"{URL}vues/region/{view.pk}/retirer/").status_code == 403
    client.force_login(people.stranger)
    assert client.post(f"{URL}vues/region/{view.pk}/retirer/").status_code == 404
    for write in (
        lambda: share_view(region=people.region, name="A", query="", actor=people.referent),
        lambda: unshare_view(view=view, actor=people.referent),
    ):
        with pytest.raises(Forbidden):
            write()
    client.force_login(people.siege)
    assert client.post(f"{URL}vues/region/{view.pk}/retirer/").status_code == 302
    assert not SharedView.objects.exists()
    assert Change.objects.get_for_object(view).first().action == 2


def test_the_same_name_takes_the_place_of_the_former_view_of_the_region(people):
    said = {"region": people.region, "actor": people.siege}
    first = share_view(name="Projets", query="stage=drafting", **said)
    assert share_view(name=" Projets ", query="stage=in_force", **said).pk == first.pk
    assert SharedView.objects.get().query == "stage=in_force"
    with pytest.raises(Invalid):
        share_view(name=" ", query="", **said)
    for rank in range(MOST - 1):
        share_view(name=f"Vue {rank}", query="", **said)
    with pytest.raises(Invalid):
        share_view(name="Une de trop", query="", **said)


def test_two_who_share_one_name_at_once_leave_one_view(people, monkeypatch):
    """The second reads that nothing bears the name, and finds it taken when it writes."""
    said = {"region": people.region, "name": "Projets"}
    made = share_view(query="stage=drafting", actor=people.siege, **said)
    monkeypatch.setattr(QuerySet, "first", lambda self: None)
    assert share_view(query="stage=in_force", actor=people.siege, **said).pk == made.pk
    assert SharedView.objects.get().query == "stage=in_force"


def test_only_what_the_filter_knows_is_kept(people, client):
    client.force_login(people.siege)
    client.post(f"{URL}vues/garder/?stage=x&autre=1&department=26", {"name": "A"})
    people.siege.refresh_from_db()
    assert services.views_of(people.siege)[0]["query"] == "department=26"


def test_the_workbook_holds_the_figures_of_the_filters(people, client):
    FundingFactory(action=ActionFactory(axis=AxisFactory(contract=people.draft)), year=2026, planned=1250)
    client.force_login(people.siege)
    rows = figures_in(client.get(f"{URL}excel/?stage=drafting"))
    assert rows["Contrats par étape", "Élaboration", "Contrats"] == 1
    assert rows["Financements des fiches par année", "2026", "Prévu"] == 1250
    assert ("Financements des fiches par année", "2026", "Prévu") not in figures_in(
        client.get(f"{URL}excel/?stage=in_force")
    )


def figures_in(response):
    sheet = load_workbook(io.BytesIO(response.content))["Chiffres"]
    return {(row[1], str(row[2]), row[3]): row[4] for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_the_pdf_is_for_whoever_asked_it(people, client):
    client.force_login(people.siege)
    client.post(f"{URL}pdf/", {"query": "stage=drafting"})
    job = Job.objects.get(kind=services.KIND)
    assert "Étape\xa0: Élaboration" in job.params["observed"]
    do_jobs()
    job.refresh_from_db()
    assert job.state == "done"
    page = client.get(f"/taches/{job.pk}/")
    assert page.status_code == 200
    client.force_login(people.pen)
    assert client.get(f"/taches/{job.pk}/").status_code == 404
