"""The contract's texts: preamble and its like, articles, visas, and the standard texts of the region."""

import copy

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.forms.contract import LongTextsForm
from contracts.forms.texts import ArticleForm, StandardTextsForm, VisaForm
from contracts.models import Article, Visa
from contracts.permissions import can_write
from contracts.services import texts as services
from core.errors import Frozen, Invalid, Refused, Stale
from core.sent import wholes

from .conflict import conflict_for, values_to_save
from .contract import save_contract
from .loading import by, contract_page, load_contract
from .seen import as_seen

FORM = require_http_methods(["GET", "HEAD", "POST"])
#: The two lists of texts, by their word in the address.
LISTS = {"articles": (Article, ArticleForm, "article"), "visas": (Visa, VisaForm, "visa")}


@require_safe
def texts(request, reference):
    contract = load_contract(request, reference)
    context = {
        "may_write": can_write(request.user, contract) and not contract.frozen,
        "long_texts": [
            {"name": field.name, "label": field.verbose_name, "html": getattr(contract, field.name)}
            for field in contract._meta.get_fields()
            if field.name in LongTextsForm._meta.fields
        ],
        "articles": contract.articles.all(),
        "visas": contract.visas.all(),
    }
    return contract_page(request, contract, "contracts/texts.html", context, active="texts")


@FORM
def long_texts(request, reference):
    contract = load_contract(request, reference, can_write)
    form = LongTextsForm(request.POST or None, instance=copy.copy(contract))
    saved, conflict = save_contract(request, contract, form)
    if saved:
        messages.success(request, "Les textes sont enregistrés.")
        return redirect("contracts:texts", reference)
    return _form_page(request, contract, form, conflict, title="Préambule, diagnostic et PRS", row=contract)


@FORM
def edit_text(request, reference, words, pk=None):
    """Add an article or a visa, or change one."""
    model, form_class, word = _list(words)
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(model, contract=contract, pk=pk) if pk else None
    form = form_class(request.POST or None, **({"instance": copy.copy(row)} if row else {}))
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, contract, row, form, word)
            messages.success(request, "L’article est enregistré." if word == "article" else "Le visa est enregistré.")
            return redirect("contracts:texts", reference)
        except Stale as stale:
            conflict = conflict_for(form, stale)
        except (Invalid, Frozen) as error:
            form.add_refusal(error)
    title = "Modifier l’article" if word == "article" else "Modifier le visa"
    return _form_page(request, contract, form, conflict, title=title if row else f"Ajouter un {word}", row=row)


def _save(request, contract, row, form, word):
    with by(request):
        if row is None:
            add = services.add_article if word == "article" else services.add_visa
            return add(contract=contract, actor=request.user, **form.cleaned_data)
        edit = services.edit_article if word == "article" else services.edit_visa
        values = values_to_save(form)
        if word == "visa" and not values:
            return row
        return edit(**{word: row}, actor=request.user, version=form.seen_version, **values)


def _form_page(request, contract, form, conflict, *, title, row):
    context = {"form": form, "conflict": conflict, "title": title, "row": row}
    status = 409 if conflict else 400 if form.errors else 200
    return contract_page(request, contract, "contracts/text_form.html", context, active="texts", status=status)


def _list(words):
    if words not in LISTS:
        raise Http404
    return LISTS[words]


@FORM
def remove_text(request, reference, words, pk):
    model, _, word = _list(words)
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(model, contract=contract, pk=pk)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_text(row=row, actor=request.user, version=version)
        messages.success(request, "Le texte est retiré.")
        return redirect("contracts:texts", reference)
    context = {
        "title": f"Retirer cet {word} ?" if word == "article" else "Retirer ce visa ?",
        "sentence": f"« {row} »",
        "details": ["Le journal garde ce qu’il disait."],
        "action_label": "Retirer",
        "back": _texts_url(contract),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return contract_page(request, contract, "components/confirm.html", context)


def _texts_url(contract):
    return reverse("contracts:texts", args=[contract.reference])


@require_POST
def move_text(request, reference, words, pk):
    model, _, _ = _list(words)
    contract = load_contract(request, reference, can_write)
    with by(request):
        row = get_object_or_404(model, contract=contract, pk=pk)
        services.move_text(row=row, actor=request.user, up=request.POST.get("up") == "1")
    return redirect(f"{_texts_url(contract)}#{words}")


@require_POST
def reorder_texts(request, reference, words):
    """What dragging sends: the ids in their new order."""
    model, _, _ = _list(words)
    contract = load_contract(request, reference, can_write)
    ids = wholes(request.POST.get("order", "").split(","))
    with by(request):
        services.reorder_texts(model=model, contract=contract, actor=request.user, ids=ids)
    return HttpResponse(status=204)


@FORM
def standard_texts(request, reference):
    contract = load_contract(request, reference, can_write)
    today = timezone.localdate()
    form = StandardTextsForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                taken = services.take_standard_texts(contract=contract, actor=request.user, **form.cleaned_data)
        except (Refused, Invalid) as error:
            form.add_refusal(error)
        else:
            messages.success(request, _taken(taken))
            return redirect("contracts:texts", reference)
    region = contract.region
    context = {"form": form, "region": region, "texts": services.standard_texts_on(region, today)}
    status = 400 if form.errors else 200
    return contract_page(request, contract, "contracts/standard_texts.html", context, active="texts", status=status)


def _taken(count):
    if not count:
        return "Rien à reprendre : ces textes sont déjà là."
    return f"{count}\u00a0texte repris." if count == 1 else f"{count}\u00a0textes repris."
