"""One reader a column of an existing plan: fills the draft, doubts aloud, says in words what the cell became."""

from collections.abc import Callable

from actions.enums import ActionStatus
from core.search import unaccent
from core.tables import amount_of, day_of
from core.wording import money, short_day

from . import template_words as words
from .cells import YES, plain

CONTINUOUS = "En amélioration continue, sans durée définie."
LONGEST_TITLE, LONGEST_STEP, LONGEST_GOAL, LONGEST_NAME = 600, 600, 2000, 300


def _title(draft, cell, doubt):
    number, title = words.numbered(cell, of_fiche=True)
    if len(title) > LONGEST_TITLE:
        doubt("Ce titre dépasse 600\xa0caractères\xa0: il est coupé, et gardé entier dans la description.")
        draft.say("description", title)
        title = f"{title[: LONGEST_TITLE - 1]}…"
    draft.number, draft.title = draft.number or number, title
    return f"Fiche {number}\xa0: {title}" if number else title


def _number(draft, cell, doubt):
    number, rest = words.numbered(f"Fiche {plain(cell)} x", of_fiche=True)
    draft.number = (number or plain(cell))[:20]
    return f"Numéro {draft.number}"


def _axis(draft, cell, doubt):
    draft.axis = words.numbered(cell)
    return "Axe\xa0: " + ". ".join(filter(None, draft.axis))


def _objective(draft, cell, doubt):
    draft.objective = words.numbered(cell)
    return "Objectif stratégique\xa0: " + ". ".join(filter(None, draft.objective))


def _sub_objective(draft, cell, doubt):
    text = " ".join(plain(cell).split())
    draft.general = text[:LONGEST_GOAL]
    return f"Objectif de la fiche\xa0: {draft.general}"


def _goals(draft, cell, doubt):
    lines = words.lines_of(cell)
    if any(len(line) > LONGEST_GOAL for line in lines) or len(lines) > 100:
        draft.say("context", plain(cell))
        doubt("Ces objectifs sont trop longs pour une liste\xa0: gardés dans «\xa0Constats et besoins\xa0».")
        return "Constats et besoins"
    draft.goals += lines
    return f"{len(lines)} objectifs spécifiques" if len(lines) > 1 else "Objectif spécifique"


def _step(draft, cell, doubt):
    lines = [line[:LONGEST_STEP] for line in words.lines_of(cell)]
    draft.steps += [line for line in lines if line not in draft.steps]
    return f"{len(lines)} étapes" if len(lines) > 1 else f"Étape\xa0: {lines[0]}" if lines else "Rien"


def _indicators(draft, cell, doubt):
    lines = [line[:LONGEST_TITLE] for line in words.lines_of(cell)]
    draft.indicators += [line for line in lines if line not in draft.indicators]
    return f"{len(lines)} indicateurs" if len(lines) > 1 else "Indicateur"


def _into(name, label, opening="") -> Callable:
    def reader(draft, cell, doubt):
        draft.say(name, f"{opening}\xa0: {plain(cell)}" if opening else plain(cell))
        return label

    return reader


def _organisations(part, label) -> Callable:
    def reader(draft, cell, doubt):
        every = words.names_of(cell)
        if any(len(name) > LONGEST_NAME for name in every):
            draft.say("resources", f"{label}\xa0: {plain(cell)}")
            doubt("Ce n’est pas une liste de noms\xa0: gardé dans les moyens.")
            return "Moyens humains et techniques"
        draft.name(part, every)
        return f"{label}\xa0: {', '.join(every)}"

    return reader


def _people(part, label, key="name") -> Callable:
    def reader(draft, cell, doubt):
        every = [name[:200] for name in words.names_of(cell)]
        kept = draft.people.setdefault(part, [])
        kept += [{key: name} for name in every if {key: name} not in kept]
        return f"{label}\xa0: {', '.join(every)}"

    return reader


def _status(draft, cell, doubt):
    read = words.status_of(cell)
    if read is None and unaccent(plain(cell)) == words.LATE:
        doubt("Le retard se calcule d’après les dates\xa0: la fiche est notée «\xa0En cours\xa0».")
        read = ActionStatus.IN_PROGRESS
    return _choice(draft, "status", read, cell, doubt, "Statut")


def _priority(draft, cell, doubt):
    return _choice(draft, "priority", words.priority_of(cell), cell, doubt, "Priorité")


def _participation(draft, cell, doubt):
    return _choice(draft, "participation", words.participation_of(cell), cell, doubt, "Place des habitants")


def _choice(draft, name, read, cell, doubt, label):
    if read is None:
        draft.notes.append(f"{label} dans le tableur\xa0: {plain(cell)}")
        doubt(f"«\xa0{plain(cell)}\xa0» n’est pas reconnu\xa0: gardé dans une note.")
        return "Note"
    draft.fields[name] = read
    return f"{label}\xa0: {read.label}"


def _day(name, label) -> Callable:
    def reader(draft, cell, doubt):
        read = day_of(cell)
        if read is None:
            draft.say("schedule", f"{label}\xa0: {plain(cell)}")
            doubt(f"«\xa0{plain(cell)}\xa0» n’est pas une date\xa0: gardé dans le calendrier en mots.")
            return "Calendrier, en mots"
        draft.fields[name] = read
        return f"{label}\xa0: {short_day(read)}"

    return reader


def _continuous(draft, cell, doubt):
    if unaccent(plain(cell)) in YES:
        draft.say("schedule", CONTINUOUS)
        return f"Calendrier, en mots\xa0: {CONTINUOUS}"
    return "Rien (action à durée définie)"


def _note(label) -> Callable:
    def reader(draft, cell, doubt):
        draft.notes.append(plain(cell) if label == "Notes" else f"{label}\xa0: {plain(cell)}")
        return "Note"

    return reader


def _budget(draft, cell, doubt):
    read = amount_of(cell)
    said = money(read) if read is not None else plain(cell)
    draft.say("resources", f"Budget prévisionnel total\xa0: {said}")
    return f"Moyens humains et techniques\xa0: budget prévisionnel total, {said}"


READERS: dict[str, Callable] = {
    "axis": _axis,
    "objective": _objective,
    "sub_objective": _sub_objective,
    "title": _title,
    "number": _number,
    "step": _step,
    "description": _into("description", "Description"),
    "governance": _into("description", "Description", "Instances de gouvernance"),
    "goals": _goals,
    "indicators": _indicators,
    "leads": _organisations("leads", "Structures pilotes"),
    "partners": _organisations("partners", "Partenaires"),
    "services": _people("lead_people", "Service pilote", "function"),
    "lead_people": _people("lead_people", "Personnes pilotes"),
    "sponsors": _people("sponsors", "Élu·es référent·es"),
    "participation": _participation,
    "resources": _into("resources", "Moyens humains et techniques"),
    "financing": _into("resources", "Moyens humains et techniques", "Financements"),
    "budget": _budget,
    "status": _status,
    "priority": _priority,
    "starts_on": _day("starts_on", "Début"),
    "ends_on": _day("ends_on", "Fin"),
    "schedule": _into("schedule", "Calendrier, en mots"),
    "continuous": _continuous,
    "measures": _note("Mesures liées"),
    "related": _note("Actions liées"),
    "notes": _note("Notes"),
    "documents": _note("Documents et liens"),
}
