"""Meetings promised and held, decisions executed, commitments kept, obstacles and levers."""

from actions.enums import FactorClass, FactorKind
from actions.models import Factor
from contracts.enums import CommitmentState
from contracts.models import Commitment
from governance.figures import YEARS_SHOWN, began_in, promised_in
from governance.models import Body, FollowUp

from .registry import FACTORS, GOVERNANCE, figure
from .told import MEETINGS, Cell, Line, Told, column, counted, parts


@figure("meetings", "Séances promises et tenues", GOVERNANCE)
def meetings(rows):
    """Pour chaque année civile, séances promises par les instances et séances tenues ; une année commencée compte
    pour sa promesse entière.

    Unité : séances.
    Source : les séances tenues ou closes, à leur date, et le nombre de séances par an de chaque instance, de l’année
    de la signature (du début, si elle n’est pas datée) à celle de la fin du contrat ou de l’instance ; une instance
    sans rythme ne promet rien.
    À une date passée : les séances jusqu’à ce jour, et le rythme d’alors d’après le journal.
    """
    held: dict[int, list] = {}
    for meeting in rows.meetings:
        held.setdefault(meeting.on.year, []).append(meeting)
    first = min([*held, *filter(None, map(began_in, rows.contracts)), rows.at.year])
    columns = (column("promised", "Promises", MEETINGS), column("held", "Tenues", MEETINGS))
    lines = []
    for year in range(max(first, rows.at.year - YEARS_SHOWN), rows.at.year + 1):
        bodies = [body for body in rows[Body] if promised_in(year, body, rows.last_days.get(body.contract_id))]
        promised = Cell(sum(body.meetings_per_year for body in bodies), MEETINGS, rows=bodies)
        lines.append(Line(str(year), str(year), (promised, counted(held.get(year, []), MEETINGS))))
    return Told(columns, lines if rows[Body] else [], heading="Année")


@figure("decisions", "Décisions exécutées", GOVERNANCE)
def decisions(rows):
    """Décisions dont toutes les suites sont faites ou abandonnées, décisions dont une suite attend, décisions qui
    n’en demandaient pas.

    Unité : décisions.
    Source : le registre des décisions et leurs suites à donner.
    À une date passée : les décisions prises jusqu’à ce jour, et l’état de leurs suites ce jour-là.
    """
    waiting = {row.decision_id for row in rows[FollowUp] if _state(row, rows.at) in ("open", "late")}
    asked = {row.decision_id for row in rows[FollowUp]}
    groups = {
        ("executed", "Exécutées"): [row for row in rows.decisions if row.pk in asked - waiting],
        ("waiting", "Une suite attend"): [row for row in rows.decisions if row.pk in waiting],
        ("without", "Sans suite à donner"): [row for row in rows.decisions if row.pk not in asked],
    }
    return parts(groups, label="Décisions", unit="décisions")


@figure("follow_ups", "Suites à donner", GOVERNANCE)
def follow_ups(rows):
    """Suites faites, à faire dans les temps, en retard, abandonnées.

    Unité : suites.
    Source : les suites à donner, avec ou sans décision, et leurs échéances.
    À une date passée : les suites écrites jusqu’à ce jour, faites ou non à cette date.
    """
    labels = {"done": "Faites", "open": "À faire", "late": "En retard", "dropped": "Abandonnées"}
    groups = {
        (code, label): [row for row in rows[FollowUp] if _state(row, rows.at) == code] for code, label in labels.items()
    }
    return parts(groups, label="Suites", unit="suites")


@figure("commitments", "Engagements tenus", GOVERNANCE)
def commitments(rows):
    """Engagements des signataires par état ; celui dont rien n’est dit est à tenir.

    Unité : engagements.
    Source : l’état noté sur chaque engagement des signataires.
    À une date passée : l’état noté ce jour-là, d’après le journal.
    """
    groups = {
        (code, label): [row for row in rows[Commitment] if (row.state or CommitmentState.TO_KEEP) == code]
        for code, label in CommitmentState.choices
    }
    return parts({key: group for key, group in groups.items() if group}, label="Engagements", unit="engagements")


@figure("factors", "Freins et leviers par nature", FACTORS)
def factors(rows):
    """Freins et leviers des fiches, par nature, et ceux qui sont levés ou terminés.

    Unité : freins et leviers notés ; une fiche peut en porter plusieurs.
    Source : les freins et leviers des fiches ; un frein compte tant qu’il n’a pas de date de fin.
    À une date passée : ceux qui étaient notés ce jour-là d’après le journal, ouverts ou clos à cette date.
    """
    groups: dict = {}
    for row in rows[Factor]:
        groups.setdefault(row.about, []).append(row)
    lines = [
        Line(code, label, _factors(groups[code], rows.at)) for code, label in FactorClass.choices if code in groups
    ]
    lines.sort(key=lambda line: (-line.cells[0].value, -line.cells[1].value))
    columns = (column("obstacles", "Freins", "freins"), column("levers", "Leviers", "leviers"))
    total = Line("total", "Total", _factors(rows[Factor], rows.at))
    return Told((*columns, column("closed", "Levés ou terminés", "lignes")), lines, total, heading="Nature")


def _factors(found, day):
    closed = [row for row in found if row.closed_on and row.closed_on <= day]
    still = [row for row in found if row not in closed]
    return (
        counted([row for row in still if row.kind == FactorKind.OBSTACLE], "freins"),
        counted([row for row in still if row.kind == FactorKind.LEVER], "leviers"),
        counted(closed, "lignes"),
    )


def _state(row, day) -> str:
    if row.done_on and row.done_on <= day:
        return "done"
    if row.dropped_reason:
        return "dropped"
    return "late" if row.due_on and row.due_on < day else "open"
