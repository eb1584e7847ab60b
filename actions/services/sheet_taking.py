"""A spreadsheet taken into a contract: read, compared, written, told in a report. Always inside a transaction."""

from dataclasses import dataclass, field

from actions.models import Action
from actions.spreadsheets import own
from actions.spreadsheets.columns import FICHES, FUNDINGS
from actions.spreadsheets.compare import Comparison
from actions.spreadsheets.context import Context
from actions.spreadsheets.report import Place, Report
from actions.spreadsheets.rows import whole, with_last_measure
from core.errors import ServiceError

from .sheet_writing import Writer, refusals

GONE = "Cette fiche n’est plus dans ce contrat\xa0: videz la première cellule de la ligne pour la créer à nouveau."
GONE_ROW = "Cette ligne n’est plus dans ce contrat\xa0: videz sa première cellule pour la créer à nouveau."
COPIED = "Cette ligne porte l’identifiant d’une autre, plus haut\xa0: elle est prise pour une ligne nouvelle."
NOTHING_REMOVED = (
    "{} fiches du contrat ne sont pas dans ce fichier\xa0: elles restent telles quelles. Retirer une ligne du "
    "tableur ne supprime rien."
)


@dataclass(frozen=True)
class Decision:
    """What the person decided on the preview."""

    mine: frozenset = frozenset()
    reason: str = ""
    reason_text: str = ""
    same_as: dict = field(default_factory=dict)


class Taking:
    def __init__(self, contract, *, actor, decision, tell):
        why = {"reason": decision.reason, "reason_text": decision.reason_text}
        self.writer = Writer(contract, actor=actor, **why)
        self.contract = self.writer.contract
        self.report, self.context = Report(), Context(self.contract, same_as=decision.same_as)
        self.mine, self.tell = decision.mine, tell

    def own_file(self, pages) -> Report:
        total = sum(1 for page in pages for _row in page.rows())
        done = 0
        for sheet, lines in own.sheets_of(pages, self.report):
            handler = FicheSheet(self, sheet) if sheet is FICHES else RowSheet(self, sheet)
            for chunk in own.in_chunks(lines):
                handler.take(chunk)
                done += len(chunk)
                self.tell(10 + 85 * done // max(total, 1), f"{done} lignes lues")
            handler.finish()
        return self.close()

    def close(self) -> Report:
        self.report.promises = list(dict.fromkeys(self.writer.promises))
        self.report.new_organisations = sorted(self.context.new_organisations)
        self.report.doubts.sort(key=lambda each: (each["sheet"], each["row"] or 0))
        self.report.alike = self.context.alike
        return self.report


class SheetTaker:
    """One sheet: rows with an id are changed, those without are new."""

    gone = GONE_ROW
    #: The column that a refusal is about when it names no field.
    about = ""

    def __init__(self, taking, sheet):
        self.taking, self.sheet = taking, sheet
        self.report, self.writer, self.context = taking.report, taking.writer, taking.context
        self.comparison = Comparison(sheet, taking.context, taking.report, mine=taking.mine)
        self.met: set[int] = set()

    def rows(self, pks):
        raise NotImplementedError

    def take(self, chunk):
        rows = {row.pk: row for row in self.rows([line.pk for line in chunk if line.pk])}
        self.new, self.pairs = [], []
        for line in chunk:
            self._one(line, rows)
        self.save()

    def _one(self, line, rows):
        if line.pk in self.met:
            self.report.doubt(line.place, COPIED)
            line.pk = None
        if line.pk is None:
            return self._guarded(line, self.comparison.new(line), self.create)
        if line.pk not in rows:
            return self.report.problem(line.place, self.gone)
        self.met.add(line.pk)
        row = rows[line.pk]
        row.contract = self.taking.contract
        found = self.comparison.changed(line, row)
        if not found.given and not found.wrong:
            return self.report.count(self.sheet.title, "unchanged")
        return self._guarded(line, found, lambda line, found: self.change(line, found, row))

    def _guarded(self, line, found, act):
        """A refusal of the service is a problem of the cell that it is about."""
        if found.wrong:
            return self.broken(line)
        try:
            act(line, found)
        except ServiceError as error:
            self.broken(line)
            for name, sentence in refusals(error):
                self.report.problem(found.place_of(name or self.about, line, self.sheet), sentence)

    def broken(self, line):
        pass

    def create(self, line, found):
        raise NotImplementedError

    def change(self, line, found, row):
        raise NotImplementedError

    def save(self):
        raise NotImplementedError

    def finish(self):
        pass

    def _tell(self, line, name, found, *, new):
        self.report.count(self.sheet.title, "created" if new else "changed")
        self.report.row(line.place, name, new=new, cells=found.cells)


class FicheSheet(SheetTaker):
    gone = GONE
    about = "origin"

    def rows(self, pks):
        return whole(Action.objects.filter(contract=self.taking.contract, pk__in=pks))

    def create(self, line, found):
        self.new.append(self.writer.build(found.given))
        self._tell(line, str(self.new[-1][0]), found, new=True)

    def change(self, line, found, row):
        name = str(row)
        self.pairs.append(self.writer.change_fiche(row, found.given))
        self._tell(line, name, found, new=False)

    def broken(self, line):
        self.context.broken(line.cells.get("number"), line.cells.get("title"))

    def save(self):
        self.writer.save(self.new)
        self.writer.save_changes(self.pairs)
        self.context.add_fiches(
            [*(action for action, _lists in self.new), *(after for _before, after, _n in self.pairs)]
        )

    def finish(self):
        absent = self.taking.contract.actions.count() - len(self.met) - self.report.counted(FICHES.title, "created")
        if absent > 0:
            self.report.doubt(Place(FICHES.title), NOTHING_REMOVED.format(absent))


class RowSheet(SheetTaker):
    """Money, or indicators of fiches."""

    def rows(self, pks):
        found = self.sheet.model.objects.filter(contract=self.taking.contract, pk__in=pks).select_related("action")
        if self.sheet is FUNDINGS:
            return found.select_related("funder", "funding_agreement")
        return with_last_measure(found.select_related("responsible").filter(action__isnull=False))

    def create(self, line, found):
        self.new.append(self.writer.build_row(self.sheet.model, found.given))
        self._tell(line, f"{self.new[-1].action}\xa0: {self.new[-1]}", found, new=True)

    def change(self, line, found, row):
        row.action.contract = self.taking.contract
        name = f"{row.action}\xa0: {row}"
        self.pairs.append(self.writer.change_row(row, found.given))
        self._tell(line, name, found, new=False)

    def save(self):
        self.writer.save_new(self.new)
        self.writer.save_changes(self.pairs)
        touched = [*self.new, *(after for _before, after, _names in self.pairs)]
        self.writer.touch({row.action_id for row in touched})
