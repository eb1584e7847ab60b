"""What a person does with the dashboard: keep a view under a name, take its figures away as a workbook or a PDF."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from accounts.services.preferences import remember
from contracts.models import RegionSettings
from core.errors import Invalid
from core.files import CONTENT_TYPES
from core.jobs import Result, request_job
from evaluation.dashboard import page
from evaluation.papers import figures_pdf, figures_sheet, quality_sheet
from evaluation.services.figures import observed

KIND = "dashboard_pdf"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 1
VIEWS, MOST = "dashboard_views", 20
TITLE, QUALITY = "Tableau de bord", "Qualité des données"


def views_of(user) -> list[dict]:
    """`name` and `query` of each saved view, in the order of their names."""
    return user.preferences.get(VIEWS, [])


def save_view(*, user, name, query):
    """The same name takes the place of the former view."""
    name = name.strip()
    if not name:
        raise Invalid(fields={"name": ["Donnez un nom à la vue."]})
    kept = [view for view in views_of(user) if view["name"] != name]
    if len(kept) >= MOST:
        raise Invalid(fields={"name": [f"Vous gardez déjà {MOST}\xa0vues\xa0: retirez-en une."]})
    views = sorted([*kept, {"name": name, "query": query}], key=lambda view: view["name"].casefold())
    remember(user=user, name=VIEWS, value=views)


def drop_view(*, user, name):
    remember(user=user, name=VIEWS, value=[view for view in views_of(user) if view["name"] != name])


def _told(asked) -> list[dict]:
    return page.told(asked, page.read(asked.light()))


def workbook(asked) -> Result:
    content = figures_sheet.make(_told(asked), title=f"{TITLE} – {asked.filter.words}")
    return Result(content, f"tableau-de-bord-{asked.today:%Y-%m-%d}.xlsx", CONTENT_TYPES["xlsx"])


def quality_workbook(asked, flaws) -> Result:
    """`flaws`: (contract, its flaws) of what is shown."""
    content = quality_sheet.make(flaws, title=f"{QUALITY} – {asked.filter.words}")
    return Result(content, f"qualite-des-donnees-{asked.today:%Y-%m-%d}.xlsx", CONTENT_TYPES["xlsx"])


def request_pdf(*, asked, actor):
    """The job that prints the figures as they are now, with the filters that were asked."""
    return _printed(_told(asked), TITLE, "tableau-de-bord", asked=asked, actor=actor)


def request_quality_pdf(*, asked, flaws, actor):
    told = quality_sheet.told(flaws, asked.today)
    return _printed(told, QUALITY, "qualite-des-donnees", asked=asked, actor=actor, heading="À reprendre")


@transaction.atomic
def _printed(told, title, name, *, asked, actor, heading="Chiffres"):
    codes = actor.roles.ars_region_codes
    settings = RegionSettings.objects.filter(region__in=codes).select_related("region").first() if codes else None
    contracts = asked.light().contracts
    params = {
        "title": title,
        "heading": heading,
        "reference": "",
        "facts": {
            "header": settings.document_header if settings else "",
            "logo": settings.logo.name if settings and settings.logo else "",
            "region": str(settings.region) if settings else "",
            "fictional": any(contract.fictional for contract in contracts),
        },
        "observed": f"{observed(None, asked.today)}. {asked.filter.words}",
        "told": told,
        "name": f"{name}-{asked.today:%Y-%m-%d}.pdf",
    }
    whole = json.dumps(params, cls=DjangoJSONEncoder, sort_keys=True)
    key = hashlib.sha256(f"{LAYOUT}{actor.pk}{whole}".encode()).hexdigest()
    return request_job(kind=KIND, params=json.loads(whole), key=key, actor=actor)


def make_pdf(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    rendered = figures_pdf.render(params, on=on)
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing))
