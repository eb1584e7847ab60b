"""«\xa0Nouvelles\xa0» of a contract: ask for them, read the answers before and after, approve them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.forms.news import AskForm, WordForm
from actions.models import NewsLink, NewsRequest
from actions.services import news, news_reading
from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from contracts.views.seen import as_seen
from core.errors import Invalid, Refused, Stale
from core.sent import wholes
from core.wording import count_of

SETTLED_SHOWN = 30
MENDED = "{who} a changé sa réponse pendant que vous écriviez\xa0: relisez-la avant de renvoyer votre mot."


@require_safe
def news_page(request, reference):
    contract = load_contract(request, reference, can_write)
    rows = NewsRequest.objects.filter(contract=contract).select_related(
        "action__axis", "link", "asked_by", "decided_by", "indicator"
    )
    context = {
        "answers": list(rows.to_approve().prefetch_related("indicator__measures").order_by("answered_at")),
        "waiting": list(
            rows.waiting().prefetch_related("link__mails").order_by("link__name", "link_id", "action__position")
        ),
        "settled": list(rows.filter(decided_at__isnull=False).exclude(state="refused")[:SETTLED_SHOWN]),
        "now": timezone.now(),
    }
    return contract_page(request, contract, "actions/news/list.html", context, active="news")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, reference):
    contract = load_contract(request, reference, can_write)
    actions = _asked_about(request, contract)
    people, without = news.people_to_ask(actions)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        emails = set(request.POST.getlist("person"))
        try:
            with by(request):
                links = news.ask_for_news(
                    actions=actions, actor=request.user, emails=emails, message=form.cleaned_data["message"]
                )
        except Refused as error:
            form.add_refusal(error)
        else:
            messages.success(request, f"{count_of(len(links), 'courriel,courriels')} en route.")
            return redirect("actions:news", reference)
    context = {
        "form": form,
        "people": people,
        "sendable": any(person.actions for person in people),
        "without": without,
        "chosen": {action.pk for action in actions},
        "silent": contract.actions.stale_on(timezone.localdate()).count(),
        "actions": contract.actions.select_related("axis").order_by("axis__position", "position", "id"),
    }
    status = 400 if form.errors else 200
    return contract_page(request, contract, "actions/news/ask.html", context, active="news", status=status)


def _asked_about(request, contract):
    """The fiches ticked; at first, those that say nothing any more."""
    given = request.POST if request.method == "POST" else request.GET
    actions = contract.actions.prefetch_related("person_parts__user").order_by("axis__position", "position", "id")
    if "fiche" in given:
        return list(actions.filter(pk__in=wholes(given.getlist("fiche"))))
    return list(actions.stale_on(timezone.localdate())) if "choose" not in given else []


@require_POST
def approve(request, reference, pk):
    answer = _one(request, reference, pk)
    with as_seen(request) as version:
        news_reading.approve_answer(answer, actor=request.user, version=version)
    messages.success(
        request, f"La réponse est reportée sur la fiche «\xa0{answer.action.title}\xa0». Cela s’annule pendant un jour."
    )
    return redirect("actions:news", reference)


@require_POST
def undo(request, reference, pk):
    answer = _one(request, reference, pk)
    try:
        with by(request):
            news_reading.undo_approval(answer, actor=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"L’accord est annulé\xa0: la réponse sur «\xa0{answer.action.title}\xa0» attend d’être relue."
        )
    return redirect("actions:news", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request, reference, pk):
    answer = _one(request, reference, pk)
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with as_seen(request) as version:
                word = form.cleaned_data["word"]
                news_reading.return_answer(answer, actor=request.user, word=word, version=version)
        except Stale:
            # Her word was about another answer: she keeps it, beside the one of now.
            answer = _one(request, reference, pk)
            form.add_error(None, MENDED.format(who=answer.link))
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, f"{answer.link} reçoit votre mot et peut répondre à nouveau.")
            return redirect("actions:news", reference)
    context = {"answer": answer, "form": form}
    status = 400 if form.errors else 200
    return contract_page(request, answer.contract, "actions/news/send_back.html", context, active="news", status=status)


@require_POST
def withdraw(request, reference, pk):
    asked = _one(request, reference, pk)
    with as_seen(request) as version:
        news.withdraw_request(asked, actor=request.user, version=version)
    messages.success(request, f"{asked.link} n’a plus à répondre pour «\xa0{asked.action.title}\xa0».")
    return redirect("actions:news", reference)


@require_POST
def revoke(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    link = get_object_or_404(NewsLink.objects.filter(requests__contract=contract).distinct(), pk=pk)
    with by(request):
        news.revoke_link(link, actor=request.user)
    messages.success(request, f"Le lien de {link} n’ouvre plus rien.")
    return redirect("actions:news", reference)


def _one(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    rows = NewsRequest.objects.filter(contract=contract).select_related("action__axis", "link")
    found = get_object_or_404(rows, pk=pk)
    found.contract = found.action.contract = contract
    return found
