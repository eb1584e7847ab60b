"""The figures of one contract or of many, as the page, the spreadsheet, the PDF and the REST interface show them."""

import hashlib
import json
from functools import partial
from urllib.parse import urlencode

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse

from contracts.pdf import contract_facts
from contracts.writing import refuse_unless_read
from core.files import CONTENT_TYPES
from core.jobs import Result, request_job
from core.wording import day
from evaluation.figures import read
from evaluation.figures.plain import plain
from evaluation.papers import figures_pdf, figures_sheet

KIND = "figures_pdf"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 1
FACTS = ("header", "logo", "region", "fictional")


def told_of_contract(contract, *, today, at=None, site="") -> list[dict]:
    """Every figure of the contract; `site` stands before the addresses of the rows."""
    urls = partial(rows_url, contract, at, site)
    return [plain(reading, urls) for reading in read([contract], today=today, at=at)]


def rows_url(contract, at, site, code, line, column) -> str:
    place = reverse("evaluation:figure_rows", args=[contract.reference, code])
    query = {"ligne": line, "colonne": column} | ({"au": at.isoformat()} if at else {})
    return f"{site}{place}?{urlencode(query)}"


def observed(at, today) -> str:
    return f"Chiffres au {day(at or today)}"


def figures_workbook(contract, *, today, at=None) -> Result:
    content = figures_sheet.make(told_of_contract(contract, today=today, at=at), title=f"Chiffres – {contract.title}")
    name = f"chiffres-{contract.reference}-{at or today:%Y-%m-%d}.xlsx"
    return Result(content, name, CONTENT_TYPES["xlsx"])


@transaction.atomic
def request_figures_pdf(*, contract, actor, today, at=None):
    """The job that prints the figures as they are now: the same figures are one document."""
    refuse_unless_read(actor, contract)
    facts = contract_facts(contract)
    params = {
        "title": contract.title,
        "reference": contract.reference,
        "facts": {name: facts[name] for name in FACTS},
        "observed": observed(at, today),
        "told": told_of_contract(contract, today=today, at=at),
        "name": f"chiffres-{contract.reference}-{at or today:%Y-%m-%d}.pdf",
    }
    whole = json.dumps(params, cls=DjangoJSONEncoder, sort_keys=True)
    key = hashlib.sha256(f"{LAYOUT}{whole}".encode()).hexdigest()
    return request_job(kind=KIND, params=json.loads(whole), key=key, scope=contract.pk, actor=actor)


def make_figures_pdf(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    rendered = figures_pdf.render(params, on=on)
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing))
