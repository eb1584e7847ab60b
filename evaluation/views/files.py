"""A file made on the spot, handed to who asked."""

from django.http import HttpResponse


def attached(made):
    """`made`: a `core.jobs.Result`."""
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
