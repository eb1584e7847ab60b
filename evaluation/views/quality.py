"""« Qualité des données »: contract by contract, what is to be mended and where."""

from collections import Counter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organisation
from accounts.services import alike_pairs
from evaluation.dashboard import quality
from evaluation.dashboard.page import Asked
from evaluation.forms.dashboard import QualityFilter
from evaluation.services import dashboard as services
from evaluation.services.shared_views import shared_with

from .dashboard import asked_by, only_ars
from .files import attached

CONTRACTS, PAIRS = 20, 50


@require_safe
def contracts(request):
    asked = asked_by(request, QualityFilter)
    found, flaws = _found(asked)
    counts = Counter(flaw.rule.code for each in flaws.values() for flaw in each)
    kept = _kept(asked, found, flaws)
    context = {
        "filter": asked.filter,
        "views": services.views_of(request.user),
        "shared": shared_with(request.user),
        "today": asked.today,
        "count": len(found),
        "rules": [(rule.label, counts[rule.code], _only(asked, rule)) for rule in quality.RULES if counts[rule.code]],
        "lines": sum(len(each) for _contract, each in kept),
        "page": Paginator(kept, CONTRACTS).get_page(request.GET.get("page")),
    }
    return render(request, "evaluation/dashboard/quality.html", context)


@require_safe
def workbook(request):
    asked = asked_by(request, QualityFilter)
    return attached(services.quality_workbook(asked, _kept(asked, *_found(asked))))


@require_POST
def printed(request):
    only_ars(request.user)
    wanted = QualityFilter(QueryDict(request.POST.get("query", "")), user=request.user)
    asked = Asked(request.user, wanted, timezone.localdate())
    kept = _kept(asked, *_found(asked))
    return redirect("core:job", services.request_quality_pdf(asked=asked, flaws=kept, actor=request.user).pk)


@require_safe
def organisations(request):
    """Those that these contracts name and that look like one another."""
    asked = asked_by(request)
    ids = [contract.pk for contract in asked.contracts()]
    pairs = alike_pairs(Organisation.objects.filter(quality.named_by(ids)).distinct())
    page = Paginator(pairs, PAIRS).get_page(request.GET.get("page"))
    context = {"filter": asked.filter, "page": page}
    return render(request, "evaluation/dashboard/organisations.html", context)


def _found(asked):
    """The contracts that are asked, and all their flaws by contract."""
    found = asked.contracts(quality.with_quality)
    return found, quality.flaws(found, user=asked.user, today=asked.today)


def _kept(asked, found, flaws) -> list[tuple]:
    """(contract, its flaws of the kind that is asked), where it has some."""
    wanted = asked.filter.asked.get("rule")
    kept = [(each, [flaw for flaw in flaws.get(each.pk, ()) if wanted in (None, flaw.rule.code)]) for each in found]
    return [(contract, shown) for contract, shown in kept if shown]


def _only(asked, rule) -> str:
    return urlencode({**asked.filter.asked, "rule": rule.code})
