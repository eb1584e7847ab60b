"""The page that a link opens, without an account: the fiches asked of one person, and nothing else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from actions.enums import NewsState
from actions.forms.news import AnswerForm
from actions.models import NewsLink
from actions.services import news
from core.errors import Invalid, Refused

GONE = "Ce lien n’ouvre plus rien\xa0: il a expiré, ou la coordination l’a retiré. Demandez-lui un nouveau courriel."


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    link = NewsLink.objects.of_token(token)
    if link is None:
        return render(request, "accounts/link_refused.html", {"sentence": GONE}, status=410)
    asked = list(news.requests_of(link).answerable())
    forms = [AnswerForm(_posted(request, each), request=each) for each in asked]
    for form in forms:
        if form.is_bound and form.is_valid() and _said(form):
            messages.success(
                request, f"Merci\xa0! Votre réponse sur «\xa0{form.request.action.title}\xa0» est envoyée."
            )
            return redirect(link)
    context = {
        "link": link,
        "forms": forms,
        "open": next((form for form in forms if form.is_bound), None) or _first_waiting(forms),
        "waiting": sum(form.request.state != NewsState.ANSWERED for form in forms),
    }
    return render(request, "actions/news/answer.html", context, status=400 if any(f.errors for f in forms) else 200)


def _posted(request, asked):
    """Each fiche has its own button: only its form is bound."""
    return request.POST if request.POST.get("request") == str(asked.pk) else None


def _said(form) -> bool:
    try:
        news.answer_request(form.request, **form.for_service())
    except (Invalid, Refused) as error:
        form.add_refusal(error)
        return False
    return True


def _first_waiting(forms):
    return next((form for form in forms if form.request.state != NewsState.ANSWERED), None)
