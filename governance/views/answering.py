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
from governance.models import AnswerLink
from governance.services.answers import answer_invitation

GONE = "Ce lien n’ouvre plus rien\xa0: ouvrez la dernière convocation reçue, ou demandez-en une à la coordination."
TO_SUBSTITUTES = [(Answer.SUBSTITUTE, "Je viens à sa place"), (Answer.DECLINES, "Je ne viens pas")]


class AnswerForm(DsfrForm):
    answer = forms.ChoiceField(label="Votre réponse", choices=Answer.choices, widget=forms.RadioSelect)

    def __init__(self, data=None, *, link, **kwargs):
        super().__init__(data, initial={"answer": link.attendance.answer or None}, **kwargs)
        if link.as_substitute:
            self.fields["answer"].choices = TO_SUBSTITUTES


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    related = ("meeting__body", "meeting__contract", "organisation")
    links = AnswerLink.objects.select_related(*(f"attendance__{name}" for name in related))
    link = links.of_token(token)
    if link is None:
        return render(request, "accounts/link_refused.html", {"sentence": GONE}, status=410)
    form = AnswerForm(request.POST or None, link=link)
    if request.method == "POST" and form.is_valid():
        try:
            answer_invitation(link, answer=form.cleaned_data["answer"], today=timezone.localdate())
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, "Merci\xa0! Votre réponse est enregistrée\xa0; vous pouvez encore la changer.")
            return redirect(link)
    row = link.attendance
    context = {"link": link, "row": row, "meeting": row.meeting, "form": form, "items": row.meeting.items.all()}
    return render(request, "governance/answer.html", context, status=400 if form.errors else 200)
