"""« Ce qui a bougé cette semaine »: the journal of one's contracts, by others, in words; each line leads to its row.

An app says in `AppConfig.ready()` where its rows are read, by the name of the model or else by the part of the journal:

    pages({"action": "actions:action"}, parts={"actions": "actions:list"})

The page of a model takes the reference and the row, that of a part the reference alone.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from core.models import Change
from core.wording import count_of

from .journal import PARTS
from .models import Contract

DAYS = 7
#: So many rows are read; what is told is one line a row, a few a contract.
READ = 300
CONTRACTS = 5
LINES = 4
REMOVED = 2

_of_models: dict[str, str] = {}
_of_parts = {
    "contract": "contracts:contract",
    "territory": "contracts:perimeter",
    "texts": "contracts:texts",
    "diagnosis": "contracts:findings",
    "themes": "contracts:themes",
    "schemes": "contracts:schemes",
    "axes": "contracts:plan",
    "signatories": "contracts:signatories",
    "roles": "contracts:roles",
    "negotiation": "contracts:negotiation",
    "lifecycle": "contracts:lifecycle",
    "amendments": "contracts:amendments",
    "documents": "contracts:documents",
}


def pages(of_models, *, parts):
    _of_models.update(of_models)
    _of_parts.update(parts)


def moved_this_week(request) -> dict | None:
    """For the home page, in one query."""
    today = timezone.localdate()
    found: dict[int, dict] = {}
    for row in moved(request.user):
        told = found.setdefault(row["scope"], _contract_of(row, today))
        told["count"] += 1
        if len(told["lines"]) < LINES:
            told["lines"].append(_line(row))
    for told in found.values():
        told["more"] = told["count"] - len(told["lines"])
    return {"contracts": list(found.values())[:CONTRACTS]} if found else None


def moved(user):
    """One row for each thing that others than `user` changed on her contracts within seven days, the last first."""
    mine = Contract.objects.followed_by(user)
    here = Contract.objects.filter(pk=OuterRef("scope"))
    lines = Change.objects.filter(scope__in=mine.values("pk"), timestamp__gt=timezone.now() - timedelta(days=DAYS))
    rows = lines.exclude(actor=user).values("scope", "part", "object_pk", "content_type__model")
    return rows.annotate(
        what=Max("object_repr"),
        first=Min("action"),
        last=Max("action"),
        at=Max("timestamp"),
        people=Count("actor", distinct=True),
        who=Max("actor__display_name"),
        title=Subquery(here.values("title")),
        reference=Subquery(here.values("reference")),
    ).order_by("-at")[:READ]


def _contract_of(row, today) -> dict:
    since = urlencode({"since": today - timedelta(days=DAYS)})
    url = reverse("contracts:journal", args=[row["reference"]]) + f"?{since}"
    return {"title": row["title"], "url": url, "lines": [], "count": 0}


def _line(row) -> dict:
    verb = {0: "ajout", REMOVED: "retrait"}.get(row["last"] if row["last"] == REMOVED else row["first"], "modification")
    who = row["who"] or "la plateforme"
    if row["people"] > 1:
        who = count_of(row["people"], "personne,personnes")
    part = PARTS.get(row["part"], "")
    return {"part": part, "what": row["what"], "verb": verb, "who": who, "at": row["at"], "url": _page_of(row)}


def _page_of(row) -> str:
    reference = row["reference"]
    page = _of_models.get(row["content_type__model"])
    if page and row["last"] != REMOVED:
        return reverse(page, args=[reference, row["object_pk"]])
    if page := _of_parts.get(row["part"]):
        return reverse(page, args=[reference])
    return reverse("contracts:journal", args=[reference])
