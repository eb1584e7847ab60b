"""Why somebody is reminded about fiches: news asked and not given, answers to read, fiches to look at."""

from datetime import timedelta

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone

from contracts.enums import ContractRoleKind, Side, Stage
from contracts.waiting import Cause, Said
from core.reminders import Group, Reason
from core.wording import count_of

from . import states
from .models import Action, NewsLink, NewsRequest

#: A person has this long to answer before the first reminder.
PATIENCE = timedelta(days=5)


def waiting_news(today, *, person=None, scope=None):
    """Asked for some days, not answered, by a link that still opens."""
    rows = NewsRequest.objects.waiting().filter(
        link__in=NewsLink.objects.open(), asked_at__lt=timezone.now() - PATIENCE
    )
    rows = _only(rows, scope=scope, person=person, by="link__email").select_related("link", "action", "contract")
    for row in rows:
        sentence = f"Où en est «\xa0{row.action.title}\xa0»\xa0?"
        url, title = row.link.get_absolute_url(), row.contract.title
        key = f"news:{row.pk}"
        yield Reason(row.link.email, row.link.name, sentence, url, row.contract_id, title, personal=True, key=key)


def _answers(today):
    waiting = NewsRequest.objects.to_approve().filter(contract=OuterRef("pk")).order_by().values("contract")
    return {"answers_to_read": Subquery(waiting.annotate(n=Count("pk")).values("n"))}


def _said_of_answers(contract, side, today):
    sentence = f"{count_of(contract.answers_to_read, 'réponse de partenaire,réponses de partenaires')} à relire."
    return Said(sentence, "actions:news")


#: To the coordinators: answers that wait for their approval.
ANSWERS = Cause("answers", lambda today: Q(answers_to_read__gt=0), _said_of_answers, _answers, [Side.CARRIER])


#: By state of `actions.states`: what is said of one fiche, the page where it is settled, what is said of many.
WATCHED = {
    "late": ("La fiche «\xa0{}\xa0» est en retard.", "actions:action", "fiche en retard,fiches en retard"),
    "figures_due": (
        "Un chiffre est attendu dans la fiche «\xa0{}\xa0».",
        "actions:fiche_values",
        "fiche dont un chiffre est attendu,fiches dont un chiffre est attendu",
    ),
    "silent": (
        "La fiche «\xa0{}\xa0» est sans nouvelles depuis trois mois.",
        "actions:action",
        "fiche sans nouvelles depuis trois mois,fiches sans nouvelles depuis trois mois",
    ),
}


def fiches_to_watch(today, *, person=None, scope=None):
    """For the coordinators, and for lead people with an account: each fiche to look at, in contracts that live."""
    held = {"contract__roles__role": ContractRoleKind.COORDINATOR}
    coordinated = _to_watch(today, "contract__roles__user", held, person=person, scope=scope)
    led = _to_watch(today, "person_parts__user", {"person_parts__part": "lead"}, person=person, scope=scope)
    for row in coordinated.union(led):
        yield from _said_of(row)


def _to_watch(today, who, held, *, person, scope):
    """A row for each fiche and person, the conditions being on the same row as the person."""
    mine = {**held, f"{who}__is_active": True, **({who: person.account_id} if person else {})}
    rows = Action.objects.filter(
        contract__stage=Stage.IN_FORCE, **mine, **({} if scope is None else {"contract": scope})
    )
    said = {code: states.STATES[code](today) for code in WATCHED}
    anything = Q()
    for condition in said.values():
        anything |= condition
    marks = {f"is_{code}": _mark(condition) for code, condition in said.items()}
    rows = rows.filter(anything).annotate(email=F(f"{who}__email"), person=F(f"{who}__display_name"), **marks)
    return rows.select_related("contract").order_by()


def _mark(condition):
    return Case(When(condition, then=Value("yes")), default=Value(""), output_field=CharField())


def _said_of(action):
    contract = action.contract
    listed = reverse("actions:list", args=[contract.reference])
    for code, (sentence, page, many) in WATCHED.items():
        if getattr(action, f"is_{code}"):
            yield Reason(
                action.email,
                action.person or action.email,
                sentence.format(action.title),
                reverse(page, args=[contract.reference, action.pk]),
                contract.pk,
                contract.title,
                key=f"fiche:{action.pk}:{code}",
                term=action.ends_on if code == "late" else None,
                group=Group(many, f"{listed}?state={code}"),
            )


def _only(rows, *, scope, person, by):
    if scope is not None:
        rows = rows.filter(contract_id=scope)
    return rows.filter(**{f"{by}__iexact": person.email}) if person else rows
