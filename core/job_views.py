"""The page of a background job, its fragment that follows it, and its file."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from .job_model import Job, JobState
from .jobs import kind_of, restart_job
from .middleware import way_back


def readable_job(user, job_id):
    job = get_object_or_404(Job, pk=job_id)
    if not kind_of(job).may_read(user, job):
        raise Http404
    return job


def job_context(job):
    """What `jobs/_progress.html` needs; a page that embeds it adds this to its own context."""
    kind = kind_of(job)
    done_url = kind.done_url(job) if kind.done_url and job.state == JobState.DONE else ""
    return {"job": job, "job_label": kind.label, "job_done_url": done_url}


@require_safe
@never_cache
def job_page(request, job_id):
    job, back = readable_job(request.user, job_id), way_back(request)
    known = request.build_absolute_uri(request.path) not in (back, "")
    return render(request, "jobs/job.html", {**job_context(job), "back": back if back != "/" and known else ""})


@require_safe
@never_cache
def job_state(request, job_id):
    """The fragment that follows a job. Asked again and again, so that its end was watched: lead where it leads."""
    context = job_context(readable_job(request.user, job_id))
    if not context["job_done_url"] or not request.headers.get("HX-Request"):
        return render(request, "jobs/_state.html", context)
    job = context["job"]
    messages.success(request, f"{context['job_label']} : c’est prêt. {job.message}".strip())
    return HttpResponse(headers={"HX-Redirect": context["job_done_url"]})


@require_safe
@never_cache
def job_file(request, job_id):
    job = readable_job(request.user, job_id)
    if job.state != JobState.DONE or not job.file:
        raise Http404
    response = FileResponse(job.file.open("rb"), as_attachment=True, filename=job.file_name)
    response["Content-Type"] = job.content_type or "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def job_restart(request, job_id):
    job = restart_job(job=readable_job(request.user, job_id), actor=request.user)
    messages.success(request, "La tâche est relancée.")
    return redirect("core:job", job.pk)
