"""The page that a convocation's link opens, without an account: one meeting, one answer."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import Invalid, Refused
from core.forms import DsfrForm
from governance.enums import Answer
from governance.models import AnswerLink, NetworkAnswerLink
from governance.services import answers, network_answers

GONE = "Ce lien n’ouvre plus rien\xa0: ouvrez la dernière convocation reçue, ou demandez-en une à la coordination."
TO_SUBSTITUTES = [(Answer.SUBSTITUTE, "Je viens à sa place"), (Answer.DECLINES, "Je ne viens pas")]
TO_MEMBERS = list(zip(network_answers.ANSWERS, ("Je viens", "Je ne viens pas"), strict=True))


class AnswerForm(DsfrForm):
    answer = forms.ChoiceField(label="Votre réponse", choices=Answer.choices, widget=forms.RadioSelect)

    def __init__(self, data=None, *, row, choices):
        super().__init__(data, initial={"answer": row.answer or None})
        self.fields["answer"].choices = choices


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    related = ("meeting__body", "meeting__contract", "organisation")
    links = AnswerLink.objects.select_related(*(f"attendance__{name}" for name in related))
    link = links.of_token(token)
    if link is None:
        return _gone(request)
    row = link.attendance
    choices = TO_SUBSTITUTES if link.as_substitute else Answer.choices
    context = {"heading": row.meeting.body, "about": _seat_of(link, row), "answered": _answered(row)}
    return _answer(request, link, choices, answers.answer_invitation, context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def network_answer(request, token):
    network = "attendance__meeting__network"
    links = NetworkAnswerLink.objects.select_related(f"{network}__region", f"{network}__department")
    link = links.of_token(token)
    if link is None:
        return _gone(request)
    row = link.attendance
    about = ", ".join(filter(None, [row.name, row.organisation]))
    said = f"Réponse notée\xa0: {row.get_answer_display().lower()}." if row.answer else ""
    context = {"heading": row.meeting.network, "about": about, "answered": said}
    return _answer(request, link, TO_MEMBERS, network_answers.answer_invitation, context)


def _gone(request):
    return render(request, "accounts/link_refused.html", {"sentence": GONE}, status=410)


def _answer(request, link, choices, service, context):
    row = link.attendance
    form = AnswerForm(request.POST or None, row=row, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            service(link, answer=form.cleaned_data["answer"], today=timezone.localdate())
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, "Merci\xa0! Votre réponse est enregistrée\xa0; vous pouvez encore la changer.")
            return redirect(link)
    context |= {"meeting": row.meeting, "items": row.meeting.items.all(), "form": form}
    return render(request, "governance/answer.html", context, status=400 if form.errors else 200)


def _seat_of(link, row) -> str:
    here = f"{row.meeting.contract.title} · {row.organisation}{f', {row.name}' if row.name else ''}"
    if not link.as_substitute:
        return here
    return f"{here} · vous suppléez{f', {row.substitute_name}' if row.substitute_name else ''}"


def _answered(row) -> str:
    if not row.answer:
        return ""
    by = f", dite par {row.get_answered_by_display()}" if row.answered_by else ""
    return f"Réponse notée\xa0: {row.get_answer_display().lower()}{by}."
