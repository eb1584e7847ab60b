"""The jobs of the governance, thin: the work is in the services."""

from core.jobs import job

from .services import convocations


@job(convocations.KIND, label="Convocations")
def meeting_mails(context):
    convocations.send_mails(context.params["sendings"], progress=context.progress)
