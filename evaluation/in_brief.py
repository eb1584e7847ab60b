"""One page for whoever has one minute: where the contract stands, in plain words."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.enums import OrganisationKind
from actions.enums import ActionStatus, PlaceLevel
from actions.figures import money_by
from actions.models import ActionPlace
from contracts.enums import DRAFT_STAGES, Stage
from core.wording import count_of, day, number
from evaluation.figures import Rows, named
from governance.enums import MeetingState
from governance.models import Meeting
from territories.models import PriorityKind, PriorityPlace
from territories.services import communes_of

from .asks import body_in_words

MOVING = {ActionStatus.IN_PROGRESS, ActionStatus.DONE}
PAYERS = 3


@dataclass(frozen=True)
class AxisProgress:
    """`moving` of the `total` fiches of an axis are under way or done. `code` is its line in the figure."""

    code: str
    title: str
    total: int
    moving: int


@dataclass(frozen=True)
class Fiches:
    """How many the plan has, how many of them are done, under way, late."""

    total: int
    done: int
    in_progress: int
    late: int


def sentences(contract, fiches: Fiches, meeting, *, today) -> list[str]:
    """Where we are: the contract, its actions, the next meeting. Without acronym or jargon."""
    return [_of_contract(contract, today), _of_fiches(contract, fiches), _of_meeting(contract, meeting)]


def _of_contract(contract, today):
    end = contract.effective_ends_on
    if contract.stage in DRAFT_STAGES:
        return f"Ce contrat local de santé est en préparation\xa0: étape «\xa0{contract.get_stage_display()}\xa0»."
    if contract.stage != Stage.IN_FORCE:
        return f"Ce contrat local de santé est terminé\xa0: {contract.get_stage_display().lower()}."
    since = f" depuis le {day(contract.signed_on)}" if contract.signed_on else ""
    if end and end < today:
        return f"Ce contrat local de santé a été signé, et son terme est passé depuis le {day(end)}."
    until = f" et court jusqu’au {day(end)}" if end else ""
    return f"Ce contrat local de santé est signé{since}{until}."


def _of_fiches(contract, fiches):
    if not fiches.total:
        return "Ses actions ne sont pas encore écrites."
    if contract.stage in DRAFT_STAGES:
        return f"Il prévoit {count_of(fiches.total, 'action,actions')}."
    said = [
        count_of(count, words)
        for count, words in ((fiches.done, "réalisée,réalisées"), (fiches.in_progress, "en cours,en cours"))
        if count
    ]
    late = f"\xa0; {number(fiches.late)} en retard" if fiches.late else ""
    moving = ", ".join(said) or "aucune n’a commencé"
    return f"Sur {count_of(fiches.total, 'action prévue,actions prévues')}\xa0: {moving}{late}."


def _of_meeting(contract, meeting):
    if meeting is None:
        return "Aucune réunion n’est annoncée pour l’instant."
    return f"Prochaine réunion le {day(meeting.on)}\xa0: {body_in_words(meeting)}."


def next_meeting(contract, *, today):
    """The next one that was convened: one in preparation has told nobody."""
    convened = Meeting.objects.filter(contract=contract, state=MeetingState.CONVENED, on__gte=today)
    return convened.select_related("body").order_by("on", "id").first()


def read_plan(contract, *, today) -> tuple[Fiches, list[AxisProgress]]:
    """The plan as a whole, and each of its axes that has fiches, in order: under way or done, over all. Two queries.

    Unit and source: those of the figures « Avancement par axe » and « Fiches en retard ».
    """
    rows = Rows([contract], today=today)
    told = named("status_by_axis").read(rows).told
    late = named("late").read(rows).told.cell("total")
    counted = [
        (line, {at.code: cell.value for at, cell in zip(told.columns, line.cells, strict=True)}) for line in told.lines
    ]
    axes = [
        AxisProgress(line.code, line.label, found["total"], sum(found.get(status, 0) for status in MOVING))
        for line, found in counted
        if found["total"]
    ]

    def whole(code):
        return sum(found.get(code, 0) for _line, found in counted)

    done, in_progress = whole(ActionStatus.DONE), whole(ActionStatus.IN_PROGRESS)
    return Fiches(whole("total"), done, in_progress, late.value if late else 0), axes


def money_in_words(contract) -> dict | None:
    """The euros planned by the fiches, and who pays most of them; None where no amount is entered. One query."""
    by_funder = money_by(contract, "funder__name")
    ranked = sorted(by_funder.items(), key=lambda pair: -pair[1].planned)
    payers = [(name or "Financeur non dit", each.planned) for name, each in ranked if each.planned]
    if not payers:
        return None
    others = sum(planned for _name, planned in payers[PAYERS:])
    shown = [f"{name}, {_euros(planned)}" for name, planned in payers[:PAYERS]]
    whole = sum(planned for _name, planned in payers)
    return {"planned": _euros(whole), "payers": shown + ([f"autres, {_euros(others)}"] if others else [])}


def _euros(amount):
    return f"{number(amount, 0)}\xa0€"


def of_commune(contract, commune):
    """What was promised to a commune of the perimeter: the fiches that name it or one of its priority neighbourhoods,
    and how many others hold for all of the contract or of its intercommunalité. One query."""
    places = ActionPlace.objects.filter(action=OuterRef("pk"))
    neighbourhoods = PriorityPlace.objects.filter(kind=PriorityKind.QPV, communes=commune).values("code")
    here = Exists(places.filter(Q(code=commune.pk) | Q(level=PlaceLevel.QPV, code__in=neighbourhoods)))
    around = Exists(places.filter(code__in=list(filter(None, [commune.epci_id, commune.ept_id]))))
    found = list(contract.actions.annotate(names_it=here).filter(here | around | ~Exists(places)))
    named = [action for action in found if action.names_it]
    return {"named": named, "whole": len(found) - len(named)}


def communes_to_choose(contract):
    return communes_of(contract.territory).order_by("search")


def own_commune(user, communes):
    """The one of these whose town hall the person belongs to: « Commune de Nyons », « Mairie de Nyons ». Else None."""
    organisation = user.organisation
    if organisation is None or organisation.kind != OrganisationKind.COMMUNE:
        return None
    named = [each for each in communes if f" {organisation.search}".endswith(f" {each.search}")]
    return max(named, key=lambda each: len(each.search), default=None)
