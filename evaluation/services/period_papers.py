"""The consolidated evaluation of a period on paper and as a workbook: asked for by an ARS agent, made by a job."""

import copy
import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from contracts.models import RegionSettings
from core import wording
from core.errors import Forbidden, Invalid, Refused
from core.files import CONTENT_TYPES
from core.jobs import Result, request_job
from evaluation.consolidated import revived
from evaluation.papers import period_pdf, period_sheet
from evaluation.permissions import reads_region
from evaluation.services.periods import told

KIND = "evaluation_period"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 2
FORMATS = {"pdf": "PDF", "xlsx": "Excel"}


@transaction.atomic
def request_paper(*, period, format, actor, today):
    """The job that makes it as the period is now; the same content is one document."""
    if actor is not None and not reads_region(actor, period.region):
        raise Forbidden("Seule l’ARS de la région lit cette évaluation.")
    if format not in FORMATS:
        raise Invalid("Ce format n’existe pas.")
    content = told(period, today=today)
    if not content["contracts"]:
        raise Refused("Choisissez d’abord les contrats de la période.")
    settings = RegionSettings.objects.filter(region=period.region).first()
    params = {
        "period": period.pk,
        "region": period.region_id,
        "format": format,
        "title": f"Évaluation consolidée – {period.region}, {period}",
        "facts": {
            "header": settings.document_header if settings else "",
            "logo": settings.logo.name if settings and settings.logo else "",
            "region": str(period.region),
        },
        "dates": f"Du {wording.day(period.starts_on)} au {wording.day(period.ends_on)}",
        "closed": wording.day(period.closed_at) if period.closed else "",
        "synthesis": period.synthesis,
        "told": content,
        "corrections": [
            [row.place, row.before, row.after, row.reason, str(row.by or ""), wording.day(row.at)]
            for row in period.corrections.select_related("by")
        ],
        "name": f"evaluation-{period.region_id}-{period.ends_on:%Y}-{period.pk}.{format}",
    }
    whole = json.dumps(params, cls=DjangoJSONEncoder, sort_keys=True)
    key = hashlib.sha256(f"{LAYOUT}{whole}".encode()).hexdigest()
    return request_job(kind=KIND, params=json.loads(whole), key=key, actor=actor)


def make_paper(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    params = {**params, "told": revived(copy.deepcopy(params["told"]))}
    if params["format"] == "xlsx":
        return Result(period_sheet.make(params), params["name"], content_type=CONTENT_TYPES["xlsx"])
    rendered = period_pdf.render(params, on=on)
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing)[:200])
