"""Demonstration: the mails that were not sent. Open to all, since an invitation is read before one has an account."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .mail import kept_mail, kept_mails


@login_not_required
@require_safe
@never_cache
def kept_mail_list(request):
    if not settings.DEMO_MODE:
        raise Http404
    return render(request, "mails/kept_list.html", {"mails": kept_mails()})


@login_not_required
@require_safe
@never_cache
def kept_mail_page(request, name):
    mail = kept_mail(name) if settings.DEMO_MODE else None
    if mail is None:
        raise Http404
    return render(request, "mails/kept_mail.html", {"mail": mail})
