"""The people of the demonstration, one a role, all with the same password."""

from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.models import TerritoryRole, User
from accounts.services import find_organisation
from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from governance.services.trainings import add_training

from .files import read

PASSWORD = "demonstration"


def create_people() -> dict[str, User]:
    """By address. Those that are already there are left as they are, password included."""
    known = {
        user.email: user for user in User.objects.filter(email__in=[node["email"] for node in read("people.json")])
    }
    hashed = make_password(PASSWORD)
    for node in read("people.json"):
        if node["email"] in known:
            continue
        user = User(**{name: node[name] for name in ("email", "display_name", "function")}, password=hashed)
        user.phone = node.get("phone", "")
        user.save()
        for training in node.get("trainings", ()):
            add_training(person=user, actor=None, **{**training, "on": date.fromisoformat(training["on"])})
        if role := node["territory"]:
            TerritoryRole.objects.create(user=user, **_place(role))
        known[user.email] = user
    return known


def _place(role):
    place = {"ars_region": "region_id", "ars_department": "department_id"}.get(role["role"])
    return {"role": role["role"], **({place: role["code"]} if place else {})}


def place_people(people, references):
    """Give the people their organisation and their roles on the contracts that were just made."""
    for node in read("people.json"):
        user = people[node["email"]]
        if node["organisation"] and not user.organisation_id:
            user.organisation = find_organisation(name=node["organisation"])
            user.save(update_fields=["organisation"])
        for given in node["contracts"]:
            if given["reference"] in references:
                contract = Contract.objects.get(reference=given["reference"])
                ContractRole.objects.create(contract=contract, user=user, role=given["role"])


def known_accounts() -> list[tuple[str, str, str]]:
    """(address, name, what the person is) of the demonstration's people who are there and may sign in."""
    nodes = {node["email"]: node for node in read("people.json")}
    people = User.objects.active().filter(email__in=nodes).prefetch_related("territory_roles", "contract_roles")
    found = {user.email: user for user in people}
    return [(email, found[email].display_name, _describe(found[email])) for email in nodes if email in found]


def _describe(user):
    held = [str(role) for role in user.territory_roles.select_related("region", "department")]
    on_contracts = user.contract_roles.select_related("contract__territory")
    named = {}
    for role in on_contracts:
        named.setdefault(ContractRoleKind(role.role).label, []).append(role.contract.territory.name)
    return ", ".join([*held, *(f"{label} ({', '.join(sorted(places))})" for label, places in named.items())])
