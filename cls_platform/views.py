"""The pages that belong to no application: home, help, lost session."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import defaults
from django.views.decorators.http import require_safe

from actions.completeness import RULES
from contracts.guide import GUIDES, guide_of
from contracts.models import StageHelp
from core.acronyms import all_acronyms, ask_sources
from core.middleware import is_fragment, refusal, way_back
from core.navigation import arrival_of, home_blocks
from core.problems import bare_problem
from evaluation.figures import figures_by_theme

from . import help as help_pages
from . import style_guide as samples
from .welcome import is_new

SESSION_LOST = "Votre texte est gardé dans ce navigateur. Rechargez la page, puis choisissez « Reprendre ma saisie »."


def bad_request(request, exception):
    """Refused before any view, such as a host that is not ours: REST says so in its own language."""
    if request.path_info.startswith("/api/"):
        return bare_problem("invalid", "L’adresse ou l’en-tête Host de cette demande est faux.")
    return defaults.bad_request(request, exception)


@login_not_required
@require_safe
def home(request):
    if not request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)
    return render(request, "home.html", {"blocks": home_blocks(request)})


@require_safe
def arrival(request):
    """Where a person lands after signing in, unless a page was asked for: the first time, on the first steps."""
    return redirect("welcome" if is_new(request.user) else arrival_of(request.user))


@login_not_required
@require_safe
def help_index(request):
    return render(request, "help/index.html", {"topics": help_pages.TOPICS})


@login_not_required
@require_safe
def glossary(request):
    local = ask_sources() if request.user.is_authenticated else []
    return render(request, "help/glossary.html", {"acronyms": all_acronyms(), "local": local})


@login_not_required
@require_safe
def help_topic(request, slug):
    topic = help_pages.topic(slug)
    if topic is None:
        raise Http404
    context = {
        "topic": topic,
        "topics": help_pages.TOPICS,
        "crumbs": [{"label": "Aide", "url": reverse("help")}],
        "rules": RULES,
        "guides": GUIDES,
        "themes": figures_by_theme(),
        "few": settings.SMALL_WHOLE,
    }
    return render(request, topic.template, context)


@login_not_required
@require_safe
def help_stage(request, slug):
    """Our help on one stage, and what the regions of the reader say of it."""
    guide = guide_of(slug)
    if guide is None:
        raise Http404
    context = {
        "guide": guide,
        "guides": GUIDES,
        "told": StageHelp.objects.told().near(request.user).filter(stage=guide.stage),
        "crumbs": [
            {"label": "Aide", "url": reverse("help")},
            {"label": "Les étapes d’un contrat", "url": reverse("help_topic", args=["etapes"])},
        ],
    }
    return render(request, "help/stage.html", context)


@login_not_required
@require_safe
def style_guide(request):
    """All components on one page, to look at and to test; only where the data are not real."""
    if not settings.DEMO_MODE:
        raise Http404
    return render(request, "style_guide/index.html", samples.context(request))


def csrf_failure(request, reason=""):
    """Nearly always a session that ended while somebody was writing: their browser has kept the text."""
    if is_fragment(request):
        return refusal(request, "Votre session s’est interrompue", [SESSION_LOST], status=403)
    return render(request, "session_lost.html", {"back": way_back(request)}, status=403)
