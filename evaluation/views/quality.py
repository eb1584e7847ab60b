"""« Qualité des données »: contract by contract, what is to be mended and where."""

from collections import Counter

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from accounts.services import alike_pairs
from evaluation.dashboard import quality
from evaluation.forms.dashboard import QualityFilter

from .dashboard import asked_by

CONTRACTS, PAIRS = 20, 50


@require_safe
def contracts(request):
    asked = asked_by(request, QualityFilter)
    found = asked.contracts(quality.with_quality)
    flaws = quality.flaws(found, user=request.user, today=asked.today)
    counts = Counter(flaw.rule.code for each in flaws.values() for flaw in each)
    wanted = asked.filter.asked.get("rule")
    kept = {pk: [flaw for flaw in each if wanted in (None, flaw.rule.code)] for pk, each in flaws.items()}
    page = Paginator([(each, kept[each.pk]) for each in found if kept.get(each.pk)], CONTRACTS)
    context = {
        "filter": asked.filter,
        "today": asked.today,
        "count": len(found),
        "rules": [(rule, counts[rule.code]) for rule in quality.RULES if counts[rule.code]],
        "lines": sum(len(each) for each in kept.values()),
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "evaluation/dashboard/quality.html", context)


@require_safe
def organisations(request):
    """Those that these contracts name and that look like one another."""
    asked = asked_by(request)
    ids = [contract.pk for contract in asked.contracts()]
    pairs = alike_pairs(Organisation.objects.filter(quality.named_by(ids)).distinct())
    page = Paginator(pairs, PAIRS).get_page(request.GET.get("page"))
    context = {"filter": asked.filter, "page": page}
    return render(request, "evaluation/dashboard/organisations.html", context)
