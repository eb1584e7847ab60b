"""A yearly review, from its figures to its pages, against WeasyPrint alone on its final HTML."""

import json
import sys

from .documents import child
from .tools import in_turn

RUNS = 3


def against_weasyprint(table):
    """In a process of its own, as a worker is."""
    from .country import typical_contract

    contract = typical_contract()
    said = child("review", contract.reference, module="benchmarks.reviews")
    note = f"{said['ours']:.1f} s ; {said['alone']:.1f} s ; {contract.n} fiches, {said['pages']} pages"
    table.add("bilan d’un contrat de 29 fiches / WeasyPrint", said["ours"] / said["alone"], 1.3, note=note)


def _review(reference):
    """The review is not kept: what is measured next would carry it along."""
    from django.db import transaction

    with transaction.atomic():
        said = _measured(reference)
        transaction.set_rollback(True)
    return said


def _measured(reference):
    import weasyprint
    from django.utils import timezone

    from contracts.models import Contract
    from core import pdf as door
    from evaluation.papers import report_pdf
    from evaluation.services import review_papers, reviews

    contract, today = Contract.objects.get(reference=reference), timezone.localdate()
    review = reviews.open_review(contract=contract, year=today.year, actor=None, today=today)

    def report():
        review.snapshot, review.read_on = reviews.read_figures(review, today=today), today
        content = {**reviews.content_shown(review), "title": str(review), "subject": contract.title, "draft": True}
        return {**content, "facts": review_papers.facts_of(contract)}

    def ours():
        return report_pdf.render(report(), on=today)

    html, _missing = report_pdf.html(report(), on=today)

    def alone():
        fetcher = door._fetcher_class()({})
        document = weasyprint.HTML(string=door._printable(html), base_url=f"{door._SITE}/", url_fetcher=fetcher)
        document.write_pdf(font_config=door._font_configuration(), pdf_variant="pdf/ua-1", pdf_tags=True)

    pages = ours().pages
    taken = in_turn(ours, alone, runs=RUNS, warm_up=1)
    return {"ours": taken[0], "alone": taken[1], "pages": pages}


if __name__ == "__main__":
    from bench import start_django

    start_django()
    print(json.dumps(_review(sys.argv[2])))
