"""The yearly reviews of a contract: the list, one review, its texts, its sections, its passages, its papers."""

import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.permissions import can_write
from contracts.views.conflict import values_to_save
from contracts.views.loading import by, contract_page, load_contract
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from core.charts import Drawings
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.forms import DsfrForm
from core.job_model import Job
from core.job_views import job_context
from core.wording import inside
from evaluation.forms.reviews import RemarksForm, SectionsForm, TextForm, ValidationForm, YearForm
from evaluation.models import Review
from evaluation.papers.report_pdf import with_charts
from evaluation.review_enums import ReviewSection, ReviewState
from evaluation.review_lifecycle import LIFECYCLE
from evaluation.services import review_papers
from evaluation.services import reviews as services

FORM = require_http_methods(["GET", "HEAD", "POST"])
ACTIVE = "reviews"


def load_review(request, reference, pk, may=None):
    contract = load_contract(request, reference, may)
    found = get_object_or_404(Review.objects.select_related("decision"), contract=contract, pk=pk)
    found.contract = contract
    return found


@require_safe
def reviews(request, reference):
    contract = load_contract(request, reference)
    first = contract.starts_on.year if contract.starts_on else None
    context = {
        "reviews": list(Review.objects.filter(contract=contract).defer("snapshot")),
        "may_write": can_write(request.user, contract),
        "form": YearForm(today=timezone.localdate(), first=first),
    }
    return contract_page(request, contract, "evaluation/reviews.html", context, active=ACTIVE)


@require_POST
def prepare(request, reference):
    """« Préparer le bilan »: made if it is new, and read again if it is not handed in yet."""
    contract = load_contract(request, reference, can_write)
    year = request.POST.get("year", "")
    if not year.isdecimal():
        raise Invalid("Choisissez une année.")
    with by(request):
        _review, job = services.prepare_review(
            contract=contract, year=int(year), actor=request.user, today=timezone.localdate()
        )
    return redirect("core:job", job.pk)


@require_safe
def review(request, reference, pk):
    found = load_review(request, reference, pk)
    may_write = can_write(request.user, found.contract)
    job = Job.objects.filter(kind=services.KIND, scope=found.contract_id, key=f"{found.pk}:{found.version}").first()
    texts = {row.section: row for row in found.texts.all()}
    drawings = Drawings()
    sections = with_charts(services.content_shown(found)["sections"], drawings)
    context = {
        "review": found,
        "may_change": may_write and found.open,
        "sections": [{**each, "written": texts.get(each["code"])} for each in sections],
        "missing_charts": drawings.missing,
        "path": path_of(found),
        "passages": list(found.passages.select_related("by")),
        "formats": review_papers.FORMATS.items(),
        **(job_context(job) if job and not job.is_finished else {"job": None}),
        **_ahead(found, request.user),
    }
    return contract_page(request, found.contract, "evaluation/review.html", context, active=ACTIVE)


def _ahead(found, user):
    leaving = [line for line in LIFECYCLE.leaving(found.state) if line.who(user, found)]
    usual = LIFECYCLE.next(found.state) if leaving else None
    missing = [item for item in LIFECYCLE.missing(usual, found) if item.code != "decision"] if usual else []
    return {
        "transition": usual,
        "missing": missing,
        "blocked": any(item.blocking for item in missing),
        "others": [line for line in leaving if line != usual],
    }


def path_of(found):
    usual = [ReviewState.PREPARED, ReviewState.SUBMITTED, ReviewState.ACCEPTED, ReviewState.VALIDATED]
    here = usual.index(ReviewState.PREPARED if found.state == ReviewState.RETURNED else found.state)
    places = ["done"] * here + ["current"] + ["ahead"] * (len(usual) - here - 1)
    steps = [{"label": state.label, "state": place} for state, place in zip(usual, places, strict=True)]
    steps[here]["label"] = found.get_state_display()
    return steps


@FORM
def text(request, reference, pk, section):
    found = load_review(request, reference, pk, can_write)
    if section not in ReviewSection.values:
        raise Http404
    written = get_object_or_404(found.texts.select_related("review"), section=section)
    written.contract = found.contract
    form, conflict = TextForm(request.POST or None, instance=copy.copy(written)), None

    def write():
        values = {"text": written.text} | values_to_save(form)
        services.write_text(written, actor=request.user, version=form.seen_version, **values)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "Le texte est enregistré.")
            return redirect(f"{found.get_absolute_url()}#{section}")
    title = f"{found}\xa0: {ReviewSection(section).label}"
    return _form_page(request, found, form, conflict, title=title)


@FORM
def sections(request, reference, pk):
    found = load_review(request, reference, pk, can_write)
    form, conflict = SectionsForm(request.POST or None, instance=copy.copy(found)), None

    def write():
        chosen = form.cleaned_data["sections"]
        services.choose_sections(review=found, sections=chosen, actor=request.user, version=form.seen_version)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "Les rubriques sont choisies.")
            return redirect(found)
    return _form_page(request, found, form, conflict, title=f"{found}\xa0: rubriques")


def _form_page(request, found, form, conflict, *, title):
    context = {"form": form, "conflict": conflict, "title": title, "back": found.get_absolute_url()}
    status = status_of(form, conflict) if form.is_bound else 200
    return contract_page(request, found.contract, "evaluation/review_form.html", context, active=ACTIVE, status=status)


WHAT_FOLLOWS = {
    ReviewState.SUBMITTED: ["Ses chiffres et ses textes ne changent plus, sauf si l’ARS le renvoie."],
    ReviewState.RETURNED: ["La coordination lit vos remarques et peut récrire le bilan."],
    ReviewState.VALIDATED: ["Le bilan est figé avec son empreinte\xa0: il ne change plus jamais."],
}


@FORM
def passage(request, reference, pk, target):
    found = load_review(request, reference, pk)
    line = LIFECYCLE.find(found.state, target)
    if line is None:
        if request.method == "POST" and target in ReviewState.values:
            raise PassageRefused(" ".join([MOVED, *_typed(request)]))
        raise Http404
    if not line.who(request.user, found):
        raise Forbidden("Vous pouvez lire ce bilan, mais pas le faire passer.")
    form = _form_of(target, request.POST if request.method == "POST" else None, found.contract)
    version = request.POST.get("version") or request.GET.get("vu") or found.version
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            with as_seen(request) as seen:
                services.pass_review(found, target, actor=request.user, version=seen, **form.cleaned_data)
            messages.success(request, f"Le bilan est «\xa0{inside(ReviewState(target).label)}\xa0».")
            return redirect(found)
        except Stale as stale:
            form.add_error(None, [*stale.sentences, AGAIN])
            version, status = stale.current.version, 409
        except (Invalid, Refused) as error:
            form.add_refusal(error)
    context = {
        "title": f"{line.label}\xa0?",
        "sentence": f"«\xa0{found}\xa0»",
        "details": WHAT_FOLLOWS.get(target, []),
        "action_label": line.label,
        "back": found.get_absolute_url(),
        "version": version,
        "danger": False,
        "form": form,
    }
    if form.is_bound and status == 200:
        status = status_of(form)
    return contract_page(request, found.contract, "components/confirm.html", context, active=ACTIVE, status=status)


MOVED = "Ce bilan n’est plus à l’état que vous aviez sous les yeux."
AGAIN = "Relisez le bilan, puis confirmez de nouveau\xa0: rien n’est encore fait."


def _typed(request):
    """The remarks of somebody who came second are given back to her."""
    if remarks := request.POST.get("remarks", "").strip():
        yield f"Vos remarques n’ont pas été envoyées\xa0: «\xa0{remarks}\xa0»"


def _form_of(target, data, contract):
    if target == ReviewState.RETURNED:
        return RemarksForm(data)
    return ValidationForm(data, contract=contract) if target == ReviewState.VALIDATED else DsfrForm(data)


@require_POST
def paper(request, reference, pk, kind):
    found = load_review(request, reference, pk)
    if kind not in review_papers.FORMATS:
        raise Http404
    job = review_papers.request_paper(review=found, kind=kind, actor=request.user)
    return redirect("core:job", job.pk)


@FORM
def remove(request, reference, pk):
    found = load_review(request, reference, pk, can_write)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_review(found, actor=request.user, version=version)
        messages.success(request, "Le bilan est retiré.")
        return redirect("evaluation:reviews", reference)
    context = {
        "title": "Retirer ce bilan\xa0?",
        "sentence": f"«\xa0{found}\xa0» et les textes écrits seront retirés.",
        "details": ["Les documents déjà faits restent parmi ceux du contrat."],
        "action_label": "Retirer",
        "back": found.get_absolute_url(),
        "version": found.version,
        "danger": True,
        "form": None,
    }
    return contract_page(request, found.contract, "components/confirm.html", context, active=ACTIVE)
