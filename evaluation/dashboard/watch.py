"""What worries: steering committees late, posts vacant, contracts asleep, no volet santé mentale."""

from datetime import date
from functools import partial

from actions.due import after
from contracts.requirements import law
from core.wording import day
from evaluation.figures.told import Line, Told, cells_of, column, counted, part_of
from governance.rhythm import sentence
from governance.vacancy import is_vacant, vacant_since

from .cycle import CONTRACTS
from .rows import Case

POSTS = "postes"
BODIES = "governance:bodies"
#: Without a rhythm said, a COPIL is expected once a year.
USUAL_COPILS = 1
STEPS = (3, 6, 12)
NO_DAY = "aucun COPIL tenu, et sans date de signature rien ne dit jusqu’à quand le premier pouvait attendre"


def copils(rows):
    """Contrats en vigueur dont le premier COPIL après la signature est à tenir dans les 45 jours ou aurait dû l’être,
    ceux dont le dernier COPIL est plus ancien que le rythme promis, et ceux qui n’ont ni COPIL tenu, ni date de
    signature d’où compter.

    Le délai du premier COPIL est un réglage de la région ; sans rythme dit, un COPIL est attendu chaque année.
    Unité : contrats, sur les contrats en vigueur.
    Source : les signatures, les séances tenues ou closes des COPIL, le nombre de séances par an de l’instance.
    À une date passée : non reconstitué.
    """
    groups: dict[str, list[Case]] = {"late": [], "soon": [], "rare": [], "undated": []}
    for contract, last, planned in rows.first_copils:
        groups["late" if last < rows.today else "soon"].append(
            _copil(contract, partial(sentence, last, planned, rows.today))
        )
    said = {case.contract.pk for cases in groups.values() for case in cases}
    for contract in rows.in_force:
        held, promised = rows.copils.get(contract.pk, (None, None))
        if contract.pk in said:
            continue
        if held is None:
            if contract.signed_on is None:
                groups["undated"].append(_copil(contract, lambda: NO_DAY))
        elif after(held, -(-12 // (promised or USUAL_COPILS))) < rows.today:
            groups["rare"].append(_copil(contract, partial(_last_copil, held, promised)))
    labels = {
        "late": "Premier COPIL en retard",
        "soon": "Premier COPIL à tenir",
        "rare": "COPIL plus rare que promis",
        "undated": "Aucun COPIL, signature sans date",
    }
    whole = len(rows.in_force)
    lines = [Line(code, labels[code], (part_of(groups[code], whole, CONTRACTS),)) for code in labels]
    return Told((column("count", "Contrats", CONTRACTS),), lines if whole else [], heading="COPIL")


def _copil(contract, tell) -> Case:
    return Case(contract, tell, BODIES)


def _last_copil(held, promised) -> str:
    rhythm = f"{promised}\xa0par an" if promised else "rythme non dit"
    return f"dernier COPIL le {day(held)}, {rhythm}"


def posts(rows):
    """Postes de coordination des contrats en préparation et en vigueur, pourvus ou vacants, et depuis quand ; un poste
    est vacant quand aucun titulaire nommé ne l’occupe ce jour.

    Unité : postes.
    Source : les titulaires des postes et ceux d’avant ; la vacance commence le lendemain du dernier départ.
    À une date passée : non reconstitué.
    """
    labels = {
        "held": "Pourvus",
        "recent": "Vacants depuis moins de 3\xa0mois",
        "months": "Vacants depuis 3 à 6\xa0mois",
        "long": "Vacants depuis plus de 6\xa0mois",
        "unknown": "Vacants, jamais pourvus ou sans date",
    }
    groups: dict[str, list[Case]] = {code: [] for code in labels}
    for post in rows.living_posts:
        vacant, since = is_vacant(post, rows.today), vacant_since(post, rows.today)
        code = _vacancy(since, rows.today) if vacant else "held"
        tell = partial(_post, post, vacant, since)
        groups[code].append(Case(post.contract, tell, BODIES, str(post), f"#poste-{post.pk}"))
    codes = [code for code in labels if groups[code]]
    cells = cells_of([groups[code] for code in codes], POSTS)
    lines = [Line(code, labels[code], (cell,)) for code, cell in zip(codes, cells, strict=True)]
    vacant = [case for code in codes if code != "held" for case in groups[code]]
    total = Line("vacant", "Vacants en tout", (part_of(vacant, len(rows.living_posts), POSTS),))
    return Told((column("count", "Postes", POSTS),), lines, total, heading="Poste")


def _vacancy(since, today) -> str:
    if since is None:
        return "unknown"
    if since > after(today, -3):
        return "recent"
    return "months" if since > after(today, -6) else "long"


def _post(post, vacant, since) -> str:
    if not vacant:
        return post.holder_name or "tenu par la personne d’avant"
    return f"vacant depuis le {day(since)}" if since else "vacant, jamais pourvu ou sans date"


def uncoordinated(rows):
    """Contrats en vigueur que personne ne coordonne : ni compte qui en a le rôle, ni titulaire en poste ce jour.

    Unité : contrats, sur les contrats en vigueur.
    Source : les rôles de coordination, les postes et leurs titulaires.
    À une date passée : non reconstitué.
    """
    posts: dict[int, bool] = {}
    for post in rows.living_posts:
        posts[post.contract_id] = posts.get(post.contract_id, False) or not is_vacant(post, rows.today)
    alone = [each for each in rows.in_force if not posts.get(each.pk) and not rows.facts[each.pk].coordinated]
    cases = [Case(each, partial(_uncoordinated, each.pk in posts), BODIES) for each in alone]
    line = Line("nobody", "Que personne ne coordonne", (part_of(cases, len(rows.in_force), CONTRACTS),))
    return Told((column("count", "Contrats", CONTRACTS),), [line] if rows.in_force else [], heading="Coordination")


def _uncoordinated(has_post) -> str:
    return "poste vacant, et aucun compte" if has_post else "aucun poste noté, et aucun compte"


def stale(rows):
    """Contrats en préparation et en vigueur dont rien n’a été écrit depuis 3, 6 ou 12 mois : ni le contrat, ni ses
    fiches, ni ses séances. Un contrat muet depuis un an compte aux trois lignes.

    Unité : contrats, sur les contrats en préparation et en vigueur.
    Source : la dernière ligne du journal du contrat.
    À une date passée : non reconstitué.
    """
    limits = {months: after(rows.today, -months) for months in STEPS}
    moved = {contract.pk: rows.moved_on(contract) for contract in rows.living}
    lines = []
    for months, limit in limits.items():
        asleep = [contract for contract in rows.living if moved[contract.pk] <= limit]
        cases = [Case(contract, partial(_moved, moved[contract.pk])) for contract in asleep]
        label = f"Rien depuis {months}\xa0mois ou plus"
        lines.append(Line(str(months), label, (part_of(cases, len(rows.living), CONTRACTS),)))
    return Told((column("count", "Contrats", CONTRACTS),), lines if rows.living else [], heading="Dernier mouvement")


def _moved(on: date) -> str:
    return f"dernier mouvement le {day(on)}"


def mental_health(rows):
    """Contrats en vigueur sans axe de santé mentale, et ceux qui ne disent pas leur lien avec le projet territorial de
    santé mentale (PTSM) ; un contrat peut compter aux deux lignes. Les contrats signés avant le 23 février 2022, date
    d’effet de la loi, sont à part.

    Unité : contrats, sur les contrats en vigueur que la loi concerne.
    Source : les axes marqués « volet santé mentale » et les dispositifs PTSM du contrat ; article L1434-10 du code de
    la santé publique, article 122 de la loi n° 2022-217 du 21 février 2022.
    À une date passée : non reconstitué.
    """
    held = [contract for contract in rows.in_force if law.applies(contract, rows.today)]
    before = [contract for contract in rows.in_force if contract not in held]
    no_volet = [_volet(c, "contracts:plan", "aucun axe ne porte le volet") for c in held if not rows.facts[c.pk].volet]
    no_link = [_volet(c, "contracts:schemes", "lien non dit") for c in held if not rows.facts[c.pk].ptsm]
    told = [_volet(contract, "contracts:plan", _signed(contract)) for contract in before]
    lines = [
        Line("no_volet", "Sans volet santé mentale", (part_of(no_volet, len(held), CONTRACTS),)),
        Line("no_link", "Sans lien avec le PTSM", (part_of(no_link, len(held), CONTRACTS),)),
        Line("before", "Signés avant la loi", (counted(told, CONTRACTS),)),
    ]
    return Told((column("count", "Contrats", CONTRACTS),), lines if rows.in_force else [], heading="Santé mentale")


def _volet(contract, page, words) -> Case:
    return Case(contract, lambda: words, page)


def _signed(contract) -> str:
    return f"signé le {day(contract.signed_on)}"
