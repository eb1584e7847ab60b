"""One page for whoever has one minute: where the contract stands, in plain words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from actions.enums import ActionStatus, PlaceLevel
from actions.figures import Counts, money_by, money_of_contract
from contracts.enums import DRAFT_STAGES, Stage
from contracts.models import Commitment, Signatory
from core.wording import count_of, day, number
from evaluation.figures import Rows, named
from governance.enums import MeetingState
from governance.models import Attendance, FollowUp, Meeting
from territories.models import PriorityKind, PriorityPlace
from territories.services import communes_of

MOVING = {ActionStatus.IN_PROGRESS, ActionStatus.DONE}
PAYERS = 3
#: A body without its acronym.
PLAIN = {"copil": "comité de pilotage", "cotech": "comité technique", "plenary": "réunion plénière"}


@dataclass(frozen=True)
class AxisProgress:
    """`moving` of the `total` fiches of an axis are under way or done. `code` is its line in the figure."""

    code: str
    title: str
    total: int
    moving: int


@dataclass(frozen=True)
class Ask:
    """What is awaited of this person: a sentence, and where it is done."""

    sentence: str
    url: str
    on: date | None = None


def sentences(contract, fiches: Counts, meeting, *, today) -> list[str]:
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
    done = {each.code: each.count for each in fiches.statuses}
    said = [
        count_of(done[status], words)
        for status, words in (
            (ActionStatus.DONE, "réalisée,réalisées"),
            (ActionStatus.IN_PROGRESS, "en cours,en cours"),
        )
        if done.get(status)
    ]
    late = f"\xa0; {number(fiches.late)} en retard" if fiches.late else ""
    moving = ", ".join(said) or "aucune n’a commencé"
    return f"Sur {count_of(fiches.total, 'action prévue,actions prévues')}\xa0: {moving}{late}."


def _of_meeting(contract, meeting):
    if meeting is None:
        return "Aucune réunion n’est annoncée pour l’instant."
    return f"Prochaine réunion le {day(meeting.on)}\xa0: {PLAIN.get(meeting.body.kind, str(meeting.body))}."


def next_meeting(contract, *, today):
    """The next one that was convened: one in preparation has told nobody."""
    convened = Meeting.objects.filter(contract=contract, state=MeetingState.CONVENED, on__gte=today)
    return convened.select_related("body").order_by("on", "id").first()


def progress_by_axis(contract, *, today) -> list[AxisProgress]:
    """Fiches under way or done, over all those of each axis that has some, in the order of the plan. Two queries.

    Unit and source: those of the figure « Avancement par axe ».
    """
    told = named("status_by_axis").read(Rows([contract], today=today)).told
    return [
        AxisProgress(line.code, line.label, found["total"], sum(found.get(status, 0) for status in MOVING))
        for line in told.lines
        if (found := {at.code: cell.value for at, cell in zip(told.columns, line.cells, strict=True)})["total"]
    ]


def money_in_words(contract) -> dict | None:
    """The euros planned by the fiches, and who pays most of them; None where no amount is entered."""
    whole = money_of_contract(contract)
    if not whole.planned:
        return None
    by_funder = money_by(contract, "funder")
    names = dict(Organisation.objects.filter(pk__in=[pk for pk in by_funder if pk]).values_list("pk", "name"))
    ranked = sorted(by_funder.items(), key=lambda pair: -pair[1].planned)
    payers = [(names.get(pk, "Financeur non dit"), each.planned) for pk, each in ranked if each.planned]
    others = sum(planned for _name, planned in payers[PAYERS:])
    shown = [f"{name}, {_euros(planned)}" for name, planned in payers[:PAYERS]]
    return {"planned": _euros(whole.planned), "payers": shown + ([f"autres, {_euros(others)}"] if others else [])}


def _euros(amount):
    return f"{number(amount, 0)}\xa0€"


def asks_of(contract, user, *, today) -> list[Ask]:
    """A signature, an answer to a meeting, a follow-up, a promise of her organisation. Four queries."""
    return [
        *_signatures(contract, user),
        *_meetings(contract, user, today),
        *_follow_ups(contract, user, today),
        *_promises(contract, user, today),
    ]


def _signatures(contract, user):
    if contract.stage != Stage.SIGNATURE:
        return
    awaited = Signatory.objects.filter(contract=contract, signed_on=None).select_related("organisation")
    for each in awaited:
        mine = each.representative_email and each.representative_email.lower() == user.email.lower()
        if mine or (user.organisation_id and each.organisation_id == user.organisation_id):
            url = reverse("contracts:signature", args=[contract.reference])
            yield Ask(f"La signature de {each.organisation} est attendue.", url)


def _meetings(contract, user, today):
    convened = Meeting.objects.filter(contract=contract, state=MeetingState.CONVENED, on__gte=today)
    invited = Attendance.objects.filter(meeting__in=convened, answer="", email__iexact=user.email)
    for each in invited.select_related("meeting__contract").order_by("meeting__on"):
        meeting = each.meeting
        yield Ask(f"Dites si vous venez à la réunion du {day(meeting.on)}.", meeting.get_absolute_url(), meeting.on)


def _follow_ups(contract, user, today):
    mine = FollowUp.objects.filter(contract=contract).of_person(user).pending().soonest_first()
    url = reverse("governance:follow_ups", args=[contract.reference])
    for each in mine:
        yield Ask(f"À faire\xa0: {each.text}", url, each.due_on)


def _promises(contract, user, today):
    if not user.organisation_id or contract.stage != Stage.IN_FORCE:
        return
    url = reverse("governance:commitments", args=[contract.reference])
    promised = Commitment.objects.filter(contract=contract, signatory__organisation=user.organisation_id)
    for each in promised.late_on(today):
        yield Ask(f"Promesse arrivée à son terme\xa0: {each.text}", url, each.due_on)


def of_commune(contract, commune):
    """What was promised to a commune of the perimeter: the fiches that name it or one of its priority neighbourhoods,
    and how many others hold for all of the contract or of its intercommunalité."""
    neighbourhoods = PriorityPlace.objects.filter(kind=PriorityKind.QPV, communes=commune).values("code")
    here = Q(places__code=commune.pk) | Q(places__level=PlaceLevel.QPV, places__code__in=neighbourhoods)
    found = list(contract.actions.filter(here).distinct())
    around = Q(places=None) | Q(places__code__in=list(filter(None, [commune.epci_id, commune.ept_id])))
    whole = contract.actions.filter(around).exclude(pk__in=[action.pk for action in found])
    return {"named": found, "whole": whole.distinct().count()}


def communes_to_choose(contract):
    return communes_of(contract.territory).order_by("search")
