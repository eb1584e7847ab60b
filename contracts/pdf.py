"""The contract on paper. It is made from its exchange document, never from the tables: what is fixed for signature
and what is printed are the same thing, and the same document always gives the same pages.

`facts` is what the document does not say and paper shows: population, région, vocabulary, header, logo.
"""

import contextlib
import hashlib
from datetime import date

from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from core import wording
from core.pdf import Rendered, render_document
from territories.services import communes_of

from .acronyms import printed
from .enums import AmendmentKind, Capacity, ContractKind, FindingKind, SchemeKind, SchemeRole, ThemeAnswer
from .exchange.schema import schema
from .exchange.writing import canonical
from .models import RegionSettings
from .parts import parts
from .services.documents import logos_of

#: Counts up when the templates change what they print, so that old results are not given back.
LAYOUT = 2
#: From this order on, a section is an annex.
ANNEXES = 500
LABELS = {
    "kind": ContractKind,
    "capacity": Capacity,
    "finding": FindingKind,
    "scheme": SchemeKind,
    "scheme_role": SchemeRole,
    "theme": ThemeAnswer,
    "amendment": AmendmentKind,
}


def label(choices, code):
    return dict(choices.choices).get(code, code or "")


def contract_facts(contract) -> dict:
    """JSON-ready facts of today: they are kept with the job, so that the document does not drift."""
    territory = contract.territory
    settings = RegionSettings.objects.filter(region=territory.region_id).first() if territory.region_id else None
    communes = list(communes_of(territory).order_by("name").values_list("name", "population"))
    return {
        "population": territory.population,
        "millesime": territory.millesime,
        "departments": [str(department) for department in territory.departments.all()],
        "region": str(territory.region or ""),
        "communes": [[name, population] for name, population in communes],
        "axis_word": settings.get_axis_word_display() if settings else "Axe",
        "header": settings.document_header if settings else "",
        "logo": settings.logo.name if settings and settings.logo else "",
        "logos": [[file, title] for file, title in logos_of(contract).values_list("file", "title")],
        "fictional": contract.fictional,
    }


def content_key(document, facts, *, draft) -> str:
    """The fingerprint of what is printed: the same content asked twice is one job."""
    whole = canonical({"document": document, "facts": facts, "draft": draft, "layout": LAYOUT})
    return hashlib.sha256(whole).hexdigest()


def render_contract_html(document, facts, *, draft, on: date, preview=False) -> str:
    """The whole document as HTML: the same template on screen (`preview`) and on paper."""
    node = complete(document["contract"], "contract")
    contents = sorted(entry for part in parts() for entry in part.pdf_contents(node, facts))
    annexes = {order: f"Annexe {n} – " for n, order in enumerate((o for o, *_ in contents if o >= ANNEXES), start=1)}
    sections = sorted(
        (section for part in parts() for section in part.pdf_sections(node, facts)), key=lambda section: section[0]
    )
    common = {"facts": facts, "contract": node, "preview": preview}
    return render_to_string(
        "contracts/pdf/contract.html",
        {
            "document": frame(node, facts, draft=draft, on=on),
            "contract": node,
            "facts": facts,
            "kind_label": label(ContractKind, node["kind"]),
            "term": term(node),
            "sections": [
                render_to_string(template, {**context, **common, "annex": annexes.get(order, "")})
                for order, template, context in sections
            ],
            "contents": [(anchor, annexes.get(order, "") + words) for order, anchor, words in contents],
            "preview": preview,
        },
    )


def render_contract_pdf(document, facts, *, draft, on: date) -> Rendered:
    return on_paper(render_contract_html(document, facts, draft=draft, on=on), facts)


def frame(node, facts, *, draft, on: date) -> dict:
    """The `document` of `pdf/base.html`: what stands in the running header and in the properties of the file."""
    return {
        "title": node["title"],
        "reference": node["reference"] or "",
        "date": f"{'Projet édité' if draft else 'Édité'} le {wording.day(on)}",
        "is_draft": draft,
        "author": facts["header"] or facts["region"],
        "subject": f"Contrat local de santé\xa0: {node['territory']['name']}",
    }


def on_paper(html, facts) -> Rendered:
    """The PDF of a document that may bear logos; one that cannot be read is told, and loses nothing."""
    media = {}
    for name in filter(None, [facts["logo"], *(name for name, _words in facts.get("logos", ()))]):
        with contextlib.suppress(OSError), default_storage.open(name, "rb") as file:
            media[name] = file.read()
    return render_document(html, media=media)


def term(node) -> str:
    start, end = (node[key] and wording.day(date.fromisoformat(node[key])) for key in ("starts_on", "ends_on"))
    if start and end:
        return f"Du {start} au {end}"
    return f"À partir du {start}" if start else (f"Jusqu’au {end}" if end else "")


def complete(node, name):
    """A copy of `node` where every key of the schema is there: `None`, or an empty list, where nothing is said."""
    return _complete(node, schema()["$defs"][name])


def _complete(value, shape):
    while "$ref" in shape:
        shape = schema()["$defs"][shape["$ref"].rsplit("/", 1)[1]]
    for branch in shape.get("anyOf", ()):
        if branch.get("type") != "null":
            return _complete(value, branch) if value is not None else None
    if isinstance(value, dict) and "properties" in shape:
        return {key: _complete(value.get(key), inner) for key, inner in shape["properties"].items()}
    if "items" in shape:
        return [_complete(inner, shape["items"]) for inner in value or ()]
    return value


def moment(text) -> str:
    """An ISO date of the document, in words."""
    return wording.day(date.fromisoformat(text)) if text else ""


def signatories(node) -> list[dict]:
    return [
        {
            **signatory,
            "capacity_label": label(Capacity, signatory["capacity"]),
            "deliberated": moment(signatory["deliberated_on"]),
            "signed": moment(signatory["signed_on"]),
            "commitments": [{**c, "due": moment(c["due_on"])} for c in signatory["commitments"]],
        }
        for signatory in node["signatories"]
    ]


def contract_sections(node, facts):
    """The contract's own sections: (order, template, context)."""
    yield 10, "contracts/pdf/_preamble.html", {}
    yield 20, "contracts/pdf/_perimeter.html", {"communes": _in_columns(facts["communes"])}
    if node["diagnosis"] or node["findings"]:
        yield 30, "contracts/pdf/_diagnosis.html", {"findings": _findings(node)}
    if node["articles"]:
        yield 40, "contracts/pdf/_articles.html", {"articles": node["articles"]}
    yield 50, "contracts/pdf/_axes.html", {"axes": axes(node)}
    if node["core_themes"]:
        themes = [{**theme, "label": label(ThemeAnswer, theme["answer"])} for theme in node["core_themes"]]
        yield 60, "contracts/pdf/_themes.html", {"themes": themes}
    if node["schemes"]:
        yield 70, "contracts/pdf/_schemes.html", {"schemes": [scheme(row) for row in node["schemes"]]}
    if any(signatory["commitments"] for signatory in node["signatories"]):
        yield 80, "contracts/pdf/_commitments.html", {"signatories": signatories(node)}
    yield 490, "contracts/pdf/_signatures.html", {"signatories": signatories(node)}
    yield 900, "contracts/pdf/_acronyms.html", {"acronyms": printed()}


def contract_contents(node, facts):
    """The lines of the table of contents: (order, anchor, title)."""
    yield 10, "preambule", "Préambule"
    yield 20, "perimetre", "Périmètre"
    if node["diagnosis"] or node["findings"]:
        yield 30, "diagnostic", "Diagnostic partagé"
    if node["articles"]:
        yield 40, "articles", "Articles"
    yield 50, "axes", f"{facts['axis_word']}s stratégiques"
    if node["core_themes"]:
        yield 60, "thematiques", "Thématiques socles"
    if node["schemes"]:
        yield 70, "articulation", "Articulation avec les autres dispositifs"
    if any(signatory["commitments"] for signatory in node["signatories"]):
        yield 80, "engagements", "Engagements des signataires"
    yield 490, "signatures", "Signatures"
    yield 900, "sigles", "Sigles"


def axes(node) -> list[dict]:
    """The axes with the colour class that their fiches share (eight colours, then again)."""
    return [{**axis, "colour": f"axis-{index % 8 + 1}"} for index, axis in enumerate(node["axes"])]


def scheme(row):
    name = row["name"] or label(SchemeKind, row["scheme"])
    return {**row, "title": name, "role_label": label(SchemeRole, row["role"])}


def _findings(node):
    groups = [(kind.label, [f for f in node["findings"] if f["kind"] == kind]) for kind in FindingKind]
    return [(title, findings) for title, findings in groups if findings]


def _in_columns(communes):
    return [{"name": name, "population": population} for name, population in communes]
