"""A plan filled in the template of Territoires en Transitions, or in one like it: any order, any spelling.

`read` gives a draft a fiche; nothing is looked up here. Every cell of the file ends somewhere: in a field, in words
beside it, or in a doubt that says it was left out.
"""

from dataclasses import dataclass
from itertools import islice

from core.errors import Invalid
from core.tables import amount_of, intact
from core.wording import money

from . import template_words as words
from .cells import plain
from .report import Place, Report
from .template_cells import READERS
from .template_draft import Draft

HEAD_ROWS = 40


@dataclass(frozen=True)
class Column:
    key: str
    index: int
    header: str
    #: The column of the amount that goes with a funder.
    partner: int | None = None


def read(pages, report: Report) -> list[Draft]:
    """The drafts of every sheet that looks like a plan; raises `Invalid` where none does."""
    drafts, found = [], False
    for page in pages:
        head = _head(page)
        if head:
            found = True
            drafts += Reading(page, head, report).drafts()
    if not found:
        raise Invalid(
            "Ce tableur n’est pas reconnu\xa0: il faut une ligne d’en-têtes avec au moins «\xa0Titre de la fiche "
            "action\xa0» et une autre colonne connue (axe, descriptif, statut…)."
        )
    if not drafts:
        raise Invalid("Ce tableur a les bons en-têtes, mais aucune fiche.")
    return drafts


def _head(page):
    """The row that holds the most known headers, a title among them."""
    best, most = None, 1
    for number, cells in islice(page.rows(), HEAD_ROWS):
        keys = {told[0] for told in map(words.header_of, cells) if told}
        if "title" in keys and len(keys) > most:
            best, most = (number, cells), len(keys)
    return best


class Reading:
    """One sheet."""

    def __init__(self, page, head, report):
        self.page, self.report = page, report
        self.head, cells = head
        self.columns = list(self._columns(cells))
        self.last: Draft | None = None

    def _columns(self, cells):
        told = [words.header_of(cell) for cell in cells]
        amounts = {index: each[1] for index, each in enumerate(told) if each and each[0] == "amount"}
        met: set[str] = set()
        for index, each in enumerate(told):
            header = plain(cells[index])
            if each is None:
                self._unknown(index, header)
            elif each[0] == "funder":
                yield Column("funder", index, header, _amount_for(index, each[1], amounts))
            elif each[0] not in met and each[0] != "amount":
                met.add(each[0])
                yield Column(each[0], index, header)
            elif each[0] != "amount":
                self._unknown(index, header, "Cette colonne est déjà plus à gauche\xa0: elle n’est pas reprise.")

    def _unknown(self, index, header, sentence="Cette colonne n’est pas connue\xa0: elle n’est pas reprise."):
        if header:
            self.report.doubt(Place(self.page.title, self.head, index, header), sentence)

    def drafts(self):
        for number, cells in self.page.rows():
            if number > self.head and not words.is_help(cells):
                cells = [None if words.is_filler(cell) else intact(cell) for cell in cells]
                if draft := self._row(number, cells):
                    yield draft

    def _row(self, number, cells):
        value = {column.key: self._cell(cells, column.index) for column in self.columns if column.key != "funder"}
        if "(ou)" in plain(value.get("title")):
            self.report.doubt(Place(self.page.title, number), "C’est l’exemple du modèle\xa0: il n’est pas repris.")
            return None
        if not plain(value.get("title")):
            return self._without_title(number, cells, value)
        draft = Draft(Place(self.page.title, number))
        self._fill(draft, number, cells)
        self.last = draft
        return draft

    def _without_title(self, number, cells, value):
        """A sous-action goes on with the fiche above; anything else without a title cannot be a fiche."""
        place = Place(self.page.title, number)
        if plain(value.get("step")) and self.last:
            column = next(each for each in self.columns if each.key == "step")
            self._take(self.last, column, number, cells)
        elif any(plain(each) for key, each in value.items() if key != "axis"):
            self.report.doubt(place, "Cette ligne n’a pas de titre de fiche\xa0: elle n’est pas reprise.")
        return None

    @staticmethod
    def _cell(cells, index):
        return cells[index] if index is not None and index < len(cells) else None

    def _fill(self, draft, number, cells):
        # The place first, then dates before the words that may complete them.
        for column in self.columns:
            self._take(draft, column, number, cells)

    def _take(self, draft, column, number, cells):
        cell = self._cell(cells, column.index)
        amount = self._cell(cells, column.partner)
        if not plain(cell) and not plain(amount):
            return
        place = Place(self.page.title, number, column.index, column.header)
        draft.places.setdefault(column.key, place)
        if column.key == "funder":
            became = self._funding(draft, place, cell, amount)
            cell = " : ".join(filter(None, [plain(cell), plain(amount)]))
        else:
            became = READERS[column.key](draft, cell, lambda sentence: self.report.doubt(place, sentence))
        draft.cells.append((place, cell, became))

    def _funding(self, draft, place, cell, amount):
        names = words.names_of(cell)
        read = amount_of(amount)
        if not names:
            draft.say("resources", f"Montant sans financeur\xa0: {plain(amount)}")
            self.report.doubt(place, f"«\xa0{plain(amount)}\xa0» n’a pas de financeur\xa0: gardé dans les moyens.")
            return "Moyens humains et techniques"
        if len(names) > 1 and plain(amount):
            said = f"{money(read) if read is not None else plain(amount)} pour {', '.join(names)} ensemble"
            self.report.doubt(place, f"Un seul montant pour plusieurs financeurs\xa0: gardé en mots, «\xa0{said}\xa0».")
            draft.fundings += [(name, None, said) for name in names]
            return f"Financements de {', '.join(names)}, montant en mots"
        if plain(amount) and (read is None or not 0 <= read < 10**12):
            self.report.doubt(place, f"«\xa0{plain(amount)}\xa0» n’est pas un montant\xa0: gardé en mots.")
            draft.fundings.append((names[0], None, plain(amount)))
            return f"Financement de {names[0]}, «\xa0{plain(amount)}\xa0» en mots"
        draft.fundings += [(name, read, "") for name in names]
        return f"Financement\xa0: {', '.join(names)}" + (f", {money(read)} prévus" if read is not None else "")


def _amount_for(index, number, amounts):
    """The amount with the same number, else the one just to the right, else none."""
    if number is not None:
        same = next((place for place, told in amounts.items() if told == number), None)
        if same is not None:
            return same
    return index + 1 if amounts.get(index + 1, 0) is None else None
