"""The papers of a meeting as PDF, in the look of the contract's."""

from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from core import wording
from core.pdf import Rendered, render_document

from .pack_tables import tables

TITLES = {
    "convocation": "Convocation",
    "attendance": "Feuille d’émargement",
    "minutes": "Relevé de décisions",
    "pack": "Dossier de séance",
    "network_minutes": "Relevé de décisions",
    "network_attendance": "Feuille d’émargement",
}


def render(kind, content, *, on) -> Rendered:
    facts, media = content["facts"], {}
    if facts["logo"]:
        with default_storage.open(facts["logo"], "rb") as file:
            media[facts["logo"]] = file.read()
    return render_document(html(kind, content, on=on), media=media)


def html(kind, content, *, on) -> str:
    facts, meeting = content["facts"], content["meeting"]
    draft = content["draft"]
    return render_to_string(
        f"governance/pdf/{kind}.html",
        {
            "document": {
                "title": f"{TITLES[kind]} – {meeting['body']}, {meeting['on']}",
                "reference": content["reference"],
                "date": f"{'Projet édité' if draft else 'Édité'} le {wording.day(on)}",
                "is_draft": draft,
                "author": facts["header"] or facts["region"],
                "subject": content["contract"],
            },
            "heading": TITLES[kind],
            "content": content,
            "meeting": meeting,
            "facts": facts,
            "tables": tables(content["figures"]) if "figures" in content else [],
            "preview": False,
        },
    )
