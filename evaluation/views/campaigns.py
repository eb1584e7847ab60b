"""Campaigns: the list, one campaign, its contracts, its passages, its progress."""

import copy

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.journal import tell
from contracts.views.loading import by
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.history import Change
from core.wording import ago, count_of
from evaluation.campaign_enums import CampaignState
from evaluation.campaign_lifecycle import LIFECYCLE
from evaluation.campaign_permissions import can_create, manages
from evaluation.figures.campaigns import turnout
from evaluation.forms.campaigns import (
    CampaignForm,
    ContractsFilter,
    DuplicateForm,
    NewCampaignForm,
    ProgressFilter,
    ReasonForm,
)
from evaluation.models import Campaign, Question, Reply, Verbatim
from evaluation.models.campaigns import coordinators_of
from evaluation.services import campaign_mails
from evaluation.services import campaigns as services

from .campaign_loading import campaign_page, load_campaign

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 30


@require_safe
def campaigns(request):
    """What waits for one's answer, then the campaigns that one may read."""
    mine = Reply.objects.answered_by(request.user).exclude(campaign__state=CampaignState.DRAFT)
    mine = mine.select_related("campaign", "contract").order_by("-campaign__year", "-campaign", "contract__title")
    found = Campaign.objects.visible_to(request.user).select_related("region", "department")
    context = {
        "waiting": [reply for reply in mine if reply.campaign.state == CampaignState.OPEN and not reply.given],
        "past": [reply for reply in mine if reply.campaign.state != CampaignState.OPEN or reply.given],
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "may_create": can_create(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "evaluation/campaigns/list.html", context)


@FORM
def create(request):
    if not can_create(request.user):
        raise Forbidden("Les campagnes sont conduites par l’ARS.")
    initial = {"year": timezone.localdate().year}
    form = NewCampaignForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                made = services.create_campaign(actor=request.user, **form.given())
            return redirect("evaluation:questions", made.pk)
        except Invalid as error:
            form.add_refusal(error)
    context = {"form": form, "title": "Préparer une campagne", "back": reverse("evaluation:campaigns")}
    return render(request, "evaluation/campaigns/new.html", context, status=status_of(form))


@require_safe
def campaign(request, pk):
    found = load_campaign(request, pk)
    today = timezone.localdate()
    may = manages(request.user, found)
    next_step = LIFECYCLE.next(found.state) if may else None
    missing = LIFECYCLE.missing(next_step, found, today=today) if next_step else []
    mine = found.replies.answered_by(request.user).select_related("contract")
    context = {
        "transition": next_step,
        "others": [each for each in LIFECYCLE.leaving(found.state) if each != next_step] if may else [],
        "missing": missing,
        "blocked": any(item.blocking for item in missing),
        "mine": mine if found.state != CampaignState.DRAFT else [],
        "turnout": turnout(found) if may else None,
        "late": found.late_on(today),
        "questions": found.questions.count(),
    }
    return campaign_page(request, found, "campaign.html", context, active="campaign")


@FORM
def edit(request, pk):
    found = load_campaign(request, pk, manages)
    form = CampaignForm(request.POST or None, instance=copy.copy(found))
    conflict = None
    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, lambda: _write(request, found, form))
        if done:
            messages.success(request, "La campagne est enregistrée.")
            return redirect(found)
    context = {"form": form, "conflict": conflict, "row": found, "title": "Modifier la campagne"}
    return campaign_page(request, found, "form.html", context, status=status_of(form, conflict))


def _write(request, found, form):
    from contracts.views.conflict import values_to_save

    services.edit_campaign(found, actor=request.user, version=form.seen_version, **values_to_save(form))


@FORM
def choose_contracts(request, pk):
    found = load_campaign(request, pk, manages)
    wanted = ContractsFilter(request.GET or None, campaign=found)
    shown = list(wanted.narrow(services.candidates(found).select_related("department")).order_by("title", "pk"))
    if request.method == "POST":
        ticked = set(request.POST.getlist("contract"))
        with by(request):
            count = services.choose_contracts(
                campaign=found,
                contracts=[each for each in shown if str(each.pk) in ticked],
                actor=request.user,
                within=shown,
            )
        messages.success(request, f"La liste est enregistrée\xa0: {count_of(count, 'contrat,contrats')}.")
        return redirect("evaluation:campaign", pk)
    chosen = set(found.replies.values_list("contract", flat=True))
    names = {}
    for role in coordinators_of(shown):
        names.setdefault(role.contract_id, []).append(str(role.user))
    rows = [{"contract": each, "chosen": each.pk in chosen, "people": names.get(each.pk, [])} for each in shown]
    context = {"rows": rows, "filter": wanted, "count": len(chosen), "query": request.GET.urlencode()}
    return campaign_page(request, found, "contracts.html", context, active="campaign_contracts")


@FORM
def passage(request, pk, target):
    found = load_campaign(request, pk, manages)
    transition = LIFECYCLE.find(found.state, target)
    if transition is None:
        raise PassageRefused("Cette campagne n’en est plus là\xa0: revenez à sa page.")
    today = timezone.localdate()
    form = ReasonForm(request.POST or None) if transition.needs_reason else None
    version, status = request.POST.get("version") or found.version, 200
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        try:
            with as_seen(request) as seen:
                services.pass_campaign(found, target, actor=request.user, today=today, reason=reason, version=seen)
            messages.success(request, SAID[target])
            return redirect(found)
        except Stale as stale:
            if form is None:
                raise
            form.add_error(None, stale.sentences)
            version, status = stale.current.version, 409
    missing = LIFECYCLE.missing(transition, found, today=today)
    context = {
        "title": f"{transition.label}\xa0?",
        "sentence": str(found),
        "details": [*DETAILS.get(target, []), *(item.sentence for item in missing)],
        "action_label": transition.label,
        "back": found.get_absolute_url(),
        "danger": target == CampaignState.CANCELLED,
        "version": version,
        "form": form,
    }
    if form and form.errors and status == 200:
        status = 400
    return render(request, "components/confirm.html", context, status=status)


SAID = {
    "open": "La campagne est ouverte\xa0: les courriels partent.",
    "closed": "La campagne est close. Les textes attendent votre relecture.",
    "published": "Les résultats sont publiés.",
    "cancelled": "La campagne est annulée.",
}
DETAILS = {
    "open": ["Le questionnaire ne changera plus. Chaque coordinateur reçoit un courriel."],
    "closed": ["Plus personne ne répond. La campagne peut être rouverte, avec sa raison."],
    "published": [
        "Ceux qui ont répondu et l’ARS de la région lisent les résultats.",
        "Seuls les textes relus et confirmés sont publiés, sans le nom du contrat.",
    ],
    "cancelled": ["Ce qui a été répondu reste lisible pour ceux qui l’ont écrit."],
}


@FORM
def duplicate(request, pk):
    found = load_campaign(request, pk, manages)
    form = DuplicateForm(request.POST or None, initial={"year": found.year + 1})
    if request.method == "POST" and form.is_valid():
        with by(request):
            made = services.duplicate_campaign(found, actor=request.user, year=form.cleaned_data["year"])
        messages.success(request, "La campagne est dupliquée\xa0: relisez ses questions, puis choisissez une date.")
        return redirect(made)
    context = {
        "title": "Dupliquer cette campagne\xa0?",
        "sentence": str(found),
        "details": ["Les questions et les contrats sont repris\xa0; aucune réponse ne l’est."],
        "action_label": "Dupliquer",
        "back": found.get_absolute_url(),
        "form": form,
    }
    return render(request, "components/confirm.html", context, status=status_of(form))


@require_safe
def progress(request, pk):
    found = load_campaign(request, pk, manages)
    wanted = ProgressFilter(request.GET or None)
    replies = found.replies.select_related("contract__department", "submitted_by").prefetch_related("answers")
    page = Paginator(wanted.narrow(replies), ROWS).get_page(request.GET.get("page"))
    names: dict = {}
    for role in coordinators_of([reply.contract_id for reply in page]):
        names.setdefault(role.contract_id, []).append(role.user)
    rows = [{"reply": reply, "people": names.get(reply.contract_id, []), "saved": _saved(reply)} for reply in page]
    context = {
        "filter": wanted,
        "page": page,
        "rows": rows,
        "turnout": turnout(found),
        "late": found.late_on(timezone.localdate()),
        "missing": found.replies.missing().count(),
        "unsent": campaign_mails.waiting(found).count(),
        "asked": found.questions.count(),
    }
    return campaign_page(request, found, "progress.html", context, active="campaign_progress")


def _saved(reply) -> int:
    return sum(answer.value not in (None, "", [], {}) for answer in reply.answers.all())


@require_safe
def journal(request, pk):
    found = load_campaign(request, pk, manages)
    kinds = ContentType.objects.get_for_models(Campaign, Question, Reply, Verbatim).values()
    lines = Change.objects.filter(content_type__in=kinds, additional_data__campaign=pk)
    lines = lines.select_related("actor", "content_type")
    page = Paginator(lines.order_by("-timestamp", "-id"), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "lines": tell(page)}
    return campaign_page(request, found, "journal.html", context, active="campaign_journal")


@require_POST
def mails_again(request, pk):
    found = load_campaign(request, pk, manages)
    try:
        with by(request):
            campaign_mails.send_again(campaign=found, actor=request.user)
        messages.success(request, "Les courriels repartent.")
    except Refused as error:
        messages.info(request, " ".join(error.sentences))
    return redirect("evaluation:campaign_progress", pk)


@FORM
def remind(request, pk):
    """« Relancer maintenant »: to whom, then one mail each."""
    found = load_campaign(request, pk, manages)
    if request.method == "POST":
        with as_seen(request) as version:
            count = campaign_mails.remind_now(campaign=found, actor=request.user, version=version)
        messages.success(request, f"{count_of(count, 'courriel part,courriels partent')}.")
        return redirect("evaluation:campaign_progress", pk)
    if found.state != CampaignState.OPEN:
        raise Refused("Cette campagne n’est pas ouverte\xa0: personne n’est relancé.")
    people: dict = {}
    for reply, user in campaign_mails.to_remind(found):
        people.setdefault(str(reply.contract), []).append(str(user))
    lately = f"Ils ont déjà été relancés {ago(found.reminded_at)}." if found.reminded_at else ""
    context = {
        "title": "Relancer maintenant\xa0?",
        "sentence": f"«\xa0{found.title}\xa0»\xa0: un courriel part à chacun de ceux dont la réponse manque.",
        "details": [
            *filter(None, [lately]),
            *(f"{contract}\xa0: {', '.join(names)}" for contract, names in people.items()),
        ],
        "action_label": f"Envoyer {count_of(sum(map(len, people.values())), 'courriel,courriels')}",
        "back": reverse("evaluation:campaign_progress", args=[pk]),
        "version": found.version,
        "form": None,
    }
    if not people:
        raise Refused(
            "Il n’y a personne à relancer\xa0: chaque réponse attendue est reçue, ou n’a pas de coordinateur."
        )
    return render(request, "components/confirm.html", context)
