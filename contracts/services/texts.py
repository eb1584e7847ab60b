"""Articles and visas of a contract, and the region's standard texts copied into it."""

from django.db import transaction
from django.db.models import Q

from contracts import writing
from contracts.enums import StandardTextKind
from contracts.models import Article, StandardText, Visa
from core import richtext
from core.errors import Invalid, Refused
from core.search import search_key
from core.wording import cut

EMPTY = "Écrivez le texte."


def add_article(*, contract, actor, title, part="", number="", text=""):
    fields = {"part": part, "number": number, "title": title, "text": richtext.sanitize(text)}
    return writing.add(Article, contract=contract, actor=actor, **fields)


def edit_article(*, article, actor, version=None, **fields):
    if "text" in fields:
        fields["text"] = richtext.sanitize(fields["text"])
    return writing.edit(article, actor=actor, version=version, **fields)


def add_visa(*, contract, actor, text):
    return writing.add(Visa, contract=contract, actor=actor, text=_said(text))


def edit_visa(*, visa, actor, version=None, text):
    return writing.edit(visa, actor=actor, version=version, text=_said(text))


def _said(text):
    if not (text or "").strip():
        raise Invalid(fields={"text": [EMPTY]})
    return text.strip()


def remove_text(*, row, actor, version=None):
    """Remove an article or a visa."""
    writing.remove(row, actor=actor, version=version)


def reorder_texts(*, model, contract, actor, ids):
    writing.reorder(model, contract=contract, ids=ids, actor=actor)


def move_text(*, row, actor, up):
    """One place up or down; at the end of the list nothing happens."""
    writing.move(row, actor=actor, up=up)


def standard_texts_on(region, day):
    """The standard texts of `region` that are valid on `day`, in their order."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    running = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return StandardText.objects.filter(begun, running, settings__region=region)


@transaction.atomic
def take_standard_texts(*, contract, actor, on) -> int:
    """Copy the region's standard articles and visas valid on `on` that are not there yet; returns how many."""
    texts = list(standard_texts_on(contract.region, on))
    if not texts:
        raise Refused("Votre région n’a pas de texte type valable à cette date.")
    known = {search_key(title) for title in contract.articles.values_list("title", flat=True)}
    known_visas = {search_key(text) for text in contract.visas.values_list("text", flat=True)}
    taken = 0
    for text in texts:
        if text.kind == StandardTextKind.VISA and search_key(richtext.to_text(text.text)) not in known_visas:
            add_visa(contract=contract, actor=actor, text=richtext.to_text(text.text))
        elif text.kind == StandardTextKind.ARTICLE and search_key(_title(text)) not in known:
            said = {"part": text.part, "number": text.number, "title": _title(text), "text": text.text}
            add_article(contract=contract, actor=actor, **said)
        else:
            continue
        taken += 1
    return taken


def _title(text):
    return text.title or cut(richtext.to_text(text.text))
