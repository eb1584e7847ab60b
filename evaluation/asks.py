"""What a contract awaits of one person: a decision, a signature, an answer, a promise; each with its term."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from contracts.enums import Stage
from contracts.models import Opinion, Signatory
from contracts.models.region import default_deliberating_kinds
from core.wording import count_of, cut, day
from governance.commitments import to_review
from governance.enums import Answer, ItemKind, MeetingState
from governance.models import AgendaItem, Attendance, FollowUp, Meeting

#: A body without its acronym.
PLAIN = {"copil": "comité de pilotage", "cotech": "comité technique", "plenary": "réunion plénière"}
#: The text goes out: advice is sought, assemblies deliberate.
SOUGHT = (Stage.CONSULTATION, Stage.SIGNATURE)
TITLES = 2


@dataclass(frozen=True)
class Ask:
    """What is awaited of this person: a sentence, and where it is done."""

    sentence: str
    url: str
    on: date | None = None


def asks_of(contract, user, *, today) -> list[Ask]:
    """Decisions of her next meetings, then what waits for her or her organisation. As many queries whatever waits."""
    return [
        *_meetings(contract, user, today),
        *_as_a_party(contract, user),
        *_opinions(contract, user),
        *_follow_ups(contract, user, today),
        *_promises(contract, user, today),
    ]


def body_in_words(meeting) -> str:
    return PLAIN.get(meeting.body.kind, str(meeting.body))


def _meetings(contract, user, today):
    """What her next meetings must decide, one line a meeting, where she or her organisation is invited and comes; and
    those that await her answer."""
    mine = Q(email__iexact=user.email) | Q(substitute_email__iexact=user.email)
    if user.organisation_id:
        mine |= Q(organisation=user.organisation_id)
    convened = Meeting.objects.filter(contract=contract, state=MeetingState.CONVENED, on__gte=today)
    invited = Attendance.objects.filter(mine, meeting__in=convened).select_related("meeting__body", "meeting__contract")
    places = list(invited.order_by("meeting__on", "meeting", "pk"))
    coming = {place.meeting for place in places if place.answer != Answer.DECLINES}
    yield from _decisions(coming)
    for place in places:
        if not place.answer and place.email.lower() == user.email.lower():
            meeting = place.meeting
            yield Ask(f"Dites si vous venez à la réunion du {day(meeting.on)}.", meeting.get_absolute_url(), meeting.on)


def _decisions(meetings):
    items = AgendaItem.objects.filter(kind=ItemKind.DECISION, treated=False, meeting__in=meetings) if meetings else []
    titles: dict[int, list[str]] = {}
    for item in items:
        titles.setdefault(item.meeting_id, []).append(item.title)
    for meeting in sorted(meetings, key=lambda each: (each.on, each.pk)):
        if found := titles.get(meeting.pk):
            named = " et ".join(f"«\xa0{cut(title, 80)}\xa0»" for title in found[:TITLES])
            more = len(found) - TITLES
            rest = f", et {count_of(more, 'autre point,autres points')}" if more > 0 else ""
            where = PLAIN.get(meeting.body.kind, "réunion")
            sentence = f"À décider en {where}\xa0: {named}{rest}."
            yield Ask(sentence, meeting.get_absolute_url(), meeting.on)


def _as_a_party(contract, user):
    """The deliberation of her assembly, and the signature."""
    if contract.stage not in SOUGHT:
        return
    settings = contract.region_settings
    deliberating = settings.deliberating_kinds if settings else default_deliberating_kinds()
    hers = Q(representative_email__iexact=user.email) & ~Q(representative_email="")
    if user.organisation_id:
        hers |= Q(organisation=user.organisation_id)
    for each in Signatory.objects.filter(hers, contract=contract).select_related("organisation"):
        if not each.deliberated_on and each.organisation.kind in deliberating:
            url = reverse("contracts:signatories", args=[contract.reference]) + f"#signataire-{each.pk}"
            yield Ask(f"À décider\xa0: la délibération de {each.organisation}, avant la signature.", url)
        if contract.stage == Stage.SIGNATURE and not each.signed_on:
            url = reverse("contracts:signature", args=[contract.reference])
            yield Ask(f"La signature de {each.organisation} est attendue.", url)


def _opinions(contract, user):
    if not user.organisation_id or contract.stage not in SOUGHT:
        return
    asked = Opinion.objects.filter(contract=contract, organisation=user.organisation_id, given_on=None)
    url = reverse("contracts:negotiation", args=[contract.reference])
    for each in asked.exclude(asked_on=None).select_related("organisation"):
        yield Ask(f"L’avis de {each.organisation}, demandé le {day(each.asked_on)}, est attendu.", url)


def _follow_ups(contract, user, today):
    mine = FollowUp.objects.filter(contract=contract).of_person(user).pending().soonest_first()
    url = reverse("governance:follow_ups", args=[contract.reference])
    for each in mine:
        yield Ask(f"À faire\xa0: {each.text}", url, each.due_on)


def _promises(contract, user, today):
    """Those past their term, and how many nobody has said anything of for as long as the region allows."""
    if not user.organisation_id or contract.stage != Stage.IN_FORCE:
        return
    hers = list(to_review(contract, today).filter(signatory__organisation=user.organisation_id))
    late = [each for each in hers if each.late_on(today)]
    for each in late:
        yield Ask(f"Promesse arrivée à son terme\xa0: {each.text}", _of_signatory(contract, each, "late"), each.due_on)
    if silent := [each for each in hers if each not in late]:
        count = len(silent)
        words = "Dites où en est une promesse" if count == 1 else f"Dites où en sont {count} promesses"
        yield Ask(f"{words} de votre organisation.", _of_signatory(contract, silent[0], "review"))


def _of_signatory(contract, commitment, look) -> str:
    page = reverse("governance:commitments", args=[contract.reference])
    return f"{page}?signatory={commitment.signatory_id}&look={look}#liste"
