"""What a person holds on fiches: her place as lead or sponsor, and the news asked of her."""

from accounts.holdings import Holding, at_address_of
from contracts import writing
from contracts.holding import on_living_contracts

from .enums import PersonPart
from .models import ActionPerson, NewsRequest
from .services.news import withdraw_request


def places(people, by=None):
    rows = ActionPerson.objects.filter(user__in=people)
    for row in on_living_contracts(rows, by).select_related("contract__territory", "action__contract"):
        what = PersonPart(row.part).label
        url = row.action.get_absolute_url()
        yield Holding(f"fiche-{row.pk}", row.user_id, what, str(row.action), row.contract, row, url)


def give_place(row, to, today):
    said = {"user": to, "name": str(to), "function": to.function, "email": to.email}
    writing.edit(row, actor=None, **said)


def news(people, by=None):
    """Asked of her address and not answered: whoever takes it over withdraws the question, to ask the new lead."""
    rows = at_address_of(people, NewsRequest.objects.waiting(), "link__email")
    for row in on_living_contracts(rows, by).select_related("contract__territory", "action__contract", "link"):
        url = row.action.get_absolute_url()
        what = "Nouvelles demandées"
        yield Holding(f"nouvelles-{row.pk}", row.account_id, what, str(row.action), row.contract, row, url)


def withdraw_news(row, to, today):
    withdraw_request(row, actor=None)
