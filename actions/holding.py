"""What a person holds on fiches: her place as lead or sponsor, and the news asked of her."""

from django.db.models import F

from accounts.holdings import Holding, at_address_of
from contracts import writing
from contracts.holding import on_living_contracts

from .enums import PersonPart
from .models import ActionPerson, NewsRequest
from .services.news import withdraw_request


def places(people, by=None):
    rows = ActionPerson.objects.filter(user__in=people).annotate(account_id=F("user_id"))
    return on_living_contracts(rows, by).select_related("contract__territory", "action__contract")


def place_held(row) -> Holding:
    what, url = PersonPart(row.part).label, row.action.get_absolute_url()
    return Holding(f"fiche-{row.pk}", row.account_id, what, str(row.action), row.contract, row, url)


def give_place(row, to, today):
    said = {"user": to, "name": str(to), "function": to.function, "email": to.email}
    writing.edit(row, actor=None, **said)


def news(people, by=None):
    """Asked of her address and not answered: whoever takes it over withdraws the question, to ask the new lead."""
    rows = at_address_of(people, NewsRequest.objects.waiting(), "link__email")
    return on_living_contracts(rows, by).select_related("contract__territory", "action__contract", "link")


def news_held(row) -> Holding:
    what, url = "Nouvelles demandées", row.action.get_absolute_url()
    return Holding(f"nouvelles-{row.pk}", row.account_id, what, str(row.action), row.contract, row, url)


def withdraw_news(row, to, today):
    withdraw_request(row, actor=None)
