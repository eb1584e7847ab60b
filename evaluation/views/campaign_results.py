"""The results: question by question, crossed with the contracts, and as files."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from contracts.views.loading import by
from core.charts import Drawings
from core.errors import Forbidden
from evaluation.campaign_enums import QuestionKind
from evaluation.campaign_permissions import manages, reads_results
from evaluation.campaign_values import in_words
from evaluation.figures import campaign_cross as crossing
from evaluation.figures import campaigns as figures
from evaluation.forms.campaigns import CrossForm
from evaluation.services import campaign_exports as exports

from .campaign_loading import campaign_page, load_campaign

ROWS = 50
UNPUBLISHED = "Les résultats de cette campagne ne sont pas publiés."


@require_safe
def results(request, pk):
    found = load_campaign(request, pk, reads_results, sentence=UNPUBLISHED)
    kept = figures.kept_replies(found)
    content = exports.content_of(found, kept, everything=manages(request.user, found))
    drawings = Drawings()
    for node in content["questions"]:
        node["parts"] = exports.with_charts(node, drawings)
    context = {
        "content": content,
        "missing_charts": drawings.missing,
        "turnout": figures.turnout(found),
        "crossable": crossing.crossable(kept.questions),
        "attributes": crossing.ATTRIBUTES,
    }
    return campaign_page(request, found, "results.html", context, active="campaign_results")


@require_safe
def cross(request, pk):
    found = load_campaign(request, pk, reads_results, sentence=UNPUBLISHED)
    kept = figures.kept_replies(found)
    questions = found.questions.filter(pk__in=[question.pk for question in crossing.crossable(kept.questions)])
    everything, parted = manages(request.user, found), crossing.parting(found)
    offered = [each for each in crossing.ATTRIBUTES if everything or each.code == parted.by]
    form = CrossForm(request.GET or None, questions=questions, attributes=offered)
    groups = question = None
    if form.is_valid():
        question = form.cleaned_data["question"]
        if everything:
            groups = crossing.cross(found, question, form.cleaned_data["by"], kept=kept)
        else:
            groups = crossing.published_cross(question, parted, kept)
    context = {
        "form": form,
        "question": question,
        "by": dict(form.fields["by"].choices).get(form.data.get("by"), ""),
        "groups": groups,
        "everything": everything,
        "parted": parted,
        "numbers": question is not None and question.kind == QuestionKind.NUMBER,
        "labels": [line.label for line in groups[0].lines] if groups else [],
    }
    return campaign_page(request, found, "cross.html", context, active="campaign_results")


@require_safe
def answers(request, pk, question):
    """The replies behind a number, for whoever conducts the campaign; `reponse` is one of the answers."""
    found = load_campaign(request, pk, manages)
    kept = figures.kept_replies(found)
    asked = next((each for each in kept.questions if each.pk == question), None)
    if asked is None:
        raise Http404
    label = request.GET.get("reponse", "")
    chosen = found.replies.filter(pk__in=figures.behind(asked, kept, label)).select_related("contract")
    page = Paginator(chosen, ROWS).get_page(request.GET.get("page"))
    rows = [{"reply": reply, "words": in_words(asked, kept.values[reply.pk].get(asked.pk))} for reply in page]
    context = {"question": asked, "label": label, "page": page, "rows": rows}
    return campaign_page(request, found, "answers.html", context, active="campaign_results")


@require_safe
def export(request, pk, kind):
    found = load_campaign(request, pk, reads_results, sentence=UNPUBLISHED)
    if kind == "xlsx":
        content, content_type = exports.as_xlsx(found, actor=request.user), exports.XLSX
    elif kind == "csv":
        content, content_type = exports.as_csv(found), "text/csv; charset=utf-8"
    elif kind == "json":
        content, content_type = exports.as_json(found), "application/json"
    else:
        raise Http404
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="campagne-{found.year}-{found.pk}.{kind}"'
    return response


@require_POST
def pdf(request, pk):
    found = load_campaign(request, pk)
    if not reads_results(request.user, found):
        raise Forbidden(UNPUBLISHED)
    with by(request):
        job = exports.request_pdf(campaign=found, actor=request.user)
    return redirect("core:job", job.pk)
