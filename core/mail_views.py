"""Demonstration: the mails that were not sent. Open to all, since an invitation is read before one has an account."""

import io

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .mail import kept_attachment, kept_mail, kept_mails


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


@login_not_required
@require_safe
@never_cache
def kept_mail_file(request, name, rank):
    """Always as a file, whatever it holds: nothing that came by mail is drawn under our own address."""
    found = kept_attachment(name, rank) if settings.DEMO_MODE else None
    if found is None:
        raise Http404
    file_name, content = found
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=file_name)
