"""Why somebody is reminded about governance: follow-ups, promises, meetings to prepare or to close, convocations."""

from datetime import timedelta

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from contracts.enums import ContractRoleKind, Stage
from contracts.models import Commitment
from contracts.permissions import SPEAKERS
from core.reminders import Group, Reason
from core.wording import count_of, cut, day

from .enums import MeetingState
from .models import AnswerLink, FollowUp, Meeting

#: A meeting is prepared and convened this long before its day.
AHEAD = timedelta(days=30)


def follow_ups(today, *, person=None, scope=None):
    """To each account, what she was asked (the mail only says what is late); to the coordinators, what nobody else is
    told: what is late and given to no account, and, on their home page, what is done and has to be verified.

    On her home page also what was given to her address alone, and nothing of a contract that she reads no more.
    """
    late_of: dict[tuple, list] = {}
    for row in _given(person, scope).union(_to_coordinators(today, person, scope), all=True):
        if row.given:
            yield _asked(row, today)
        elif row.done_on is None:
            late_of.setdefault((row.told_email, row.contract_id), []).append(row)
        elif row.told_user not in (row.done_by_id, row.owner_id):
            yield _to_verify(row)
    for late_rows in late_of.values():
        yield _late_without_account(late_rows)


def _given(person, scope):
    rows = FollowUp.objects.pending()
    if person:
        account = person.account
        rows = rows.visible_to(account).of_person(account) if account else rows.none()
    else:
        rows = rows.filter(owner__is_active=True)
    hers = {"told_email": Coalesce("owner__email", "owner_email"), "told_user": F("owner")}
    hers["told_name"] = Coalesce("owner__display_name", "owner_name")
    return _told_rows(rows, scope, given=True, **hers)


def _to_coordinators(today, person, scope):
    late = Q(pk__in=FollowUp.objects.late_on(today).filter(owner=None).values("pk"))
    to_verify = Q(pk__in=FollowUp.objects.to_verify().values("pk"))
    return _told_rows(FollowUp.objects.filter(late | to_verify, **coordinated(person)), scope, given=False, **WHO)


def _told_rows(rows, scope, *, given, **who):
    """Each with the person who is told, in the same columns."""
    who = {name: who[name] for name in ("told_email", "told_name", "told_user")}
    return _only(rows, scope=scope).annotate(given=Value(given), **who).select_related("contract").order_by()


def _asked(row, today):
    when = f"pour le {day(row.due_on)}\xa0: " if row.due_on else ": "
    listed = reverse("governance:follow_ups", args=[row.contract.reference])
    return Reason(
        row.told_email,
        row.told_name or row.told_email,
        f"À faire {when}{cut(row.text, 160)}",
        reverse("governance:follow_up_finish", args=[row.contract.reference, row.pk]),
        row.contract_id,
        row.contract.title,
        key=f"follow_up:{row.pk}",
        term=row.due_on,
        group=Group("suite à donner,suites à donner", f"{listed}?state=open"),
        mailed=row.owner_id is not None and row.late_on(today),
    )


def _late_without_account(rows):
    words = "suite en retard confiée à une personne sans compte,suites en retard confiées à des personnes sans compte"
    sentence, first = f"{count_of(len(rows), words)}.", rows[0]
    url = reverse("governance:follow_ups", args=[first.contract.reference]) + "?state=late"
    name, key = first.told_name or first.told_email, f"follow_ups:without_account:{first.contract_id}"
    return Reason(first.told_email, name, sentence, url, first.contract_id, first.contract.title, key=key)


def _to_verify(row):
    listed = reverse("governance:follow_ups", args=[row.contract.reference]) + "?state=verify"
    return Reason(
        row.told_email,
        row.told_name or row.told_email,
        f"Faite, à vérifier\xa0: {cut(row.text, 160)}",
        listed,
        row.contract_id,
        row.contract.title,
        key=f"follow_up:{row.pk}:verify",
        group=Group("suite faite à vérifier,suites faites à vérifier", listed),
        mailed=False,
    )


def late_commitments(today, *, person=None, scope=None):
    """To the people of the signatory who hold a role on the contract, and to its coordinators: what is late."""
    theirs = Q(
        contract__roles__role__in=SPEAKERS, contract__roles__user__organisation=F("signatory__organisation")
    ) | Q(contract__roles__role=ContractRoleKind.COORDINATOR)
    told = {"contract__roles__user__is_active": True} | _role_of(person)
    rows = Commitment.objects.late_on(today).filter(theirs, contract__stage=Stage.IN_FORCE, **told).annotate(**WHO)
    for row in _only(rows, scope=scope).select_related("contract", "signatory__organisation"):
        listed = reverse("governance:commitments", args=[row.contract.reference])
        yield Reason(
            row.told_email,
            row.told_name or row.told_email,
            f"Engagement de {row.signatory}, à tenir pour le {day(row.due_on)}\xa0: {cut(row.text, 160)}",
            reverse("governance:commitment", args=[row.contract.reference, row.pk]),
            row.contract_id,
            row.contract.title,
            key=f"commitment:{row.pk}",
            term=row.due_on,
            group=Group("engagement en retard,engagements en retard", f"{listed}?look=late"),
        )


def meetings(today, *, person=None, scope=None):
    """To the coordinators: meetings to convene, those that took place without anyone saying so, relevés to close.

    To one person, on her home page alone: the convocation left by its own mail, with the same link.
    """
    rows = _told_meetings(_to_prepare(today, person), scope, WITHOUT_LINK | WHO)
    if person:
        rows = rows.union(_told_meetings(_convoked(today, person), scope, HER_LINK), all=True)
    for row in rows.order_by("on", "pk", "link_pk"):
        yield _convocation(row, person) if row.link_pk else _meeting_to_prepare(row, today)


def _to_prepare(today, person):
    waiting = Q(state=MeetingState.PREPARED, on__lte=today + AHEAD)
    waiting |= Q(state=MeetingState.CONVENED, on__lt=today) | Q(state=MeetingState.HELD)
    return Meeting.objects.filter(waiting, **coordinated(person)).select_related("contract", "body")


def _convoked(today, person):
    links = AnswerLink.objects.open().filter(email__iexact=person.email, attendance__answer="")
    return Meeting.objects.filter(
        state=MeetingState.CONVENED, on__gte=today, attendances__links__in=links
    ).select_related("contract", "body")


def _told_meetings(rows, scope, said):
    """In the same columns."""
    names = ("link_pk", "nonce", "attendance", "told_email", "told_name")
    return _only(rows, scope=scope).annotate(**{name: said[name] for name in names}).order_by()


def _meeting_to_prepare(row, today):
    bodies = reverse("governance:bodies", args=[row.contract.reference])
    return Reason(
        row.told_email,
        row.told_name or row.told_email,
        _said_of(row, today),
        row.get_absolute_url(),
        row.contract_id,
        row.contract.title,
        key=f"meeting:{row.pk}:{row.state}",
        term=row.on if row.state == MeetingState.PREPARED else None,
        group=Group("séance à préparer ou à clore,séances à préparer ou à clore", bodies),
        mailed=row.state != MeetingState.HELD,
    )


def _convocation(row, person):
    return Reason(
        person.email,
        row.told_name,
        f"Venez-vous\xa0? {row.body}, séance du {day(row.on)}.",
        AnswerLink(pk=row.link_pk, nonce=row.nonce).get_absolute_url(),
        row.contract_id,
        row.contract.title,
        personal=True,
        key=f"convocation:{row.attendance}",
        term=row.on,
        mailed=False,
    )


def _said_of(meeting, today):
    which = f"{meeting.body}, séance du {day(meeting.on)}"
    if meeting.state == MeetingState.HELD:
        return f"{which}\xa0: relever les décisions et clore."
    if meeting.on < today:
        return f"{which}\xa0: sa date est passée, dire si elle s’est tenue."
    return f"{which}\xa0: à préparer et à convoquer."


#: The person of the same role as `coordinated`.
WHO = {
    "told_email": F("contract__roles__user__email"),
    "told_name": F("contract__roles__user__display_name"),
    "told_user": F("contract__roles__user"),
}
#: Of a convocation: its link and who is invited, whose row holds the answer.
HER_LINK = {
    "link_pk": F("attendances__links"),
    "nonce": F("attendances__links__nonce"),
    "attendance": F("attendances"),
    "told_email": F("attendances__links__email"),
    "told_name": F("attendances__name"),
}
WITHOUT_LINK = {"link_pk": Value(0), "nonce": Value(""), "attendance": Value(0)}


def coordinated(person) -> dict:
    """A row for each coordinator of its contract, or for this one alone."""
    held = {"contract__roles__role": ContractRoleKind.COORDINATOR, "contract__roles__user__is_active": True}
    return held | _role_of(person)


def _role_of(person) -> dict:
    return {"contract__roles__user": person.account_id} if person else {}


def _only(rows, *, scope):
    return rows if scope is None else rows.filter(contract_id=scope)
