"""The directory of coordinators: who coordinates which contract of a region, read by its coordinators and its ARS."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from actions.models import Action
from contracts.enums import ContractRoleKind, Stage
from contracts.models import Contract, ContractRole
from core.search import unaccent, words
from governance.models import CoordinationPost
from governance.vacancy import is_vacant, vacant_since
from territories.models import Department

ENDED = (Stage.CLOSED, Stage.TERMINATED, Stage.ABANDONED)


def regions_of(user) -> frozenset[str]:
    """The regions whose directory this person reads: those of her ARS, and those of the contracts she coordinates."""
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    if "_directory_regions" not in user.__dict__:
        user._directory_regions = user.roles.ars_region_codes | coordinated_regions(user)
    return user._directory_regions


def coordinated_regions(user) -> frozenset[str]:
    return frozenset(_coordinated(user).values_list("region_id", flat=True))


def coordinated_departments(user) -> frozenset[str]:
    return frozenset(_coordinated(user).values_list("pk", flat=True))


def _coordinated(user):
    """The départements of the contracts that this person coordinates."""
    contracts = Contract.objects.exclude(stage__in=ENDED).filter(
        roles__user=user, roles__role=ContractRoleKind.COORDINATOR
    )
    return Department.objects.filter(Q(territories__contract__in=contracts) | Q(contract__in=contracts)).order_by()


def contracts_for(user, regions=None):
    """The contracts of the directory of `user`: in force in those regions, and those in preparation that she sees."""
    seen = Contract.objects.visible_to(user).values("pk")
    found = Contract.objects.in_regions(regions_of(user) if regions is None else regions).exclude(stage__in=ENDED)
    return found.filter(Q(stage=Stage.IN_FORCE) | Q(pk__in=seen))


def people_for(user):
    """The accounts that coordinate one of those contracts."""
    held = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, contract__in=contracts_for(user))
    return User.objects.active().filter(pk__in=held.values("user"))


@dataclass
class Line:
    """A post, or somebody who coordinates without a post being noted; the contract names what both are about."""

    contract: Contract
    post: CoordinationPost | None
    person: User | None
    vacant: bool
    vacant_since: object
    trainings: list
    visible: bool

    @property
    def name(self) -> str:
        if self.person:
            return self.person.display_name
        return self.post.holder_name if self.post and not self.vacant else ""

    @property
    def email(self) -> str:
        return self.person.email if self.person and self.person.email_in_directory else ""

    @property
    def phone(self) -> str:
        return self.person.phone if self.person and self.person.phone_in_directory else ""

    @property
    def employer(self) -> str:
        if self.post and self.post.employer:
            return self.post.employer
        return str(self.person.organisation or "") if self.person else ""

    @cached_property
    def search(self) -> str:
        said = [self.name, self.employer, self.contract.title, *(row.title for row in self.trainings)]
        return unaccent(" ".join([*said, self.post.title if self.post else ""]))


def lines_for(user, *, today) -> list[Line]:
    """The whole directory of `user`, contract by contract, in a constant number of queries."""
    contracts = contracts_for(user).prefetch_related("territory__departments")
    seen = Contract.objects.visible_to(user).filter(pk=OuterRef("pk"))
    contracts = list(contracts.annotate(seen=Exists(seen)).select_related("department").order_by("title", "pk"))
    keys = [contract.pk for contract in contracts]
    posts, people = _posts_of(keys), _people_of(keys)
    lines = []
    for contract in contracts:
        without_post = list(people[contract.pk])
        for post in posts[contract.pk]:
            vacant = is_vacant(post, today)
            person = None if vacant else next((each for each in without_post if _holds(each, post)), None)
            if person:
                without_post.remove(person)
            lines.append(_line(contract, post, person, vacant, vacant_since(post, today)))
        lines += [_line(contract, None, person) for person in without_post]
    return lines


def _line(contract, post, person, vacant=False, since=None):
    trainings = list(person.trainings.all()) if person else []
    return Line(contract, post, person, vacant, since, trainings, contract.seen)


def _holds(person, post) -> bool:
    """An account is matched with a post of a contract that it coordinates, by the address, else by the name."""
    if post.holder_email:
        return post.holder_email.strip().lower() == person.email
    return unaccent(post.holder_name) == unaccent(person.display_name)


def _posts_of(keys):
    found = defaultdict(list)
    for post in CoordinationPost.objects.filter(contract__in=keys).prefetch_related("former_holders"):
        found[post.contract_id].append(post)
    return found


def _people_of(keys):
    roles = ContractRole.objects.filter(
        contract__in=keys, role=ContractRoleKind.COORDINATOR, user__is_active=True
    ).select_related("user__organisation")
    found = defaultdict(list)
    for role in roles.prefetch_related("user__trainings").order_by("user__display_name", "pk"):
        found[role.contract_id].append(role.user)
    return found


def themes_of(contracts) -> dict[int, set[str]]:
    """The themes of the fiches of each contract."""
    found = defaultdict(set)
    rows = Action.objects.filter(contract__in=contracts).exclude(themes=[]).values_list("contract", "themes")
    for contract, themes in rows.order_by():
        found[contract].update(themes)
    return found


def matches(line, text) -> bool:
    """Every word is in the names, the post, the contract or the trainings, whatever accents and case."""
    return all(word in line.search for word in words(text))


def trainings_counted(people, year) -> dict:
    """What these `people` (accounts, each once) followed in `year`: lines, hours, and how many of them.

    Unit: lines, hours, persons. Source: the trainings noted in the directory; one without hours counts for none.
    """
    rows = [row for person in people for row in person.trainings.all() if row.on.year == year]
    return {
        "trainings": len(rows),
        "hours": sum(row.hours or 0 for row in rows),
        "trained": len({row.person_id for row in rows}),
        "people": len(people),
    }
