"""The grid of a question: a line a fiche, two cells a criterion; what two people did at once, cell by cell."""

from contracts.views.conflict import changes_since
from contracts.views.loading import by
from core.errors import Stale
from core.grid import Cell, Column, Grid, Group, Line
from core.wording import name_of
from evaluation.forms.evaluations import JudgementLineForm
from evaluation.models import Judgement
from evaluation.services.judgements import JudgementsRefused, Said, save_judgements


class JudgementSheet:
    """The judgements of `actions` on the criteria of one question, as they stand or as they were sent."""

    def __init__(self, contract, criteria, actions, data=None):
        self.contract, self.criteria, self.actions = contract, criteria, actions
        self.concerned = {row.pk: {action.pk for action in row.actions.all()} for row in criteria}
        self.rows = self._rows()
        self.forms = {action.pk: self._form(action, data) for action in actions}
        self.theirs: dict[tuple[int, int], Judgement] = {}
        self.by = ""

    def _rows(self):
        found = Judgement.objects.filter(criterion__in=[row.pk for row in self.criteria])
        return {(row.criterion_id, row.action_id): row for row in found}

    def _form(self, action, data=None):
        mine = [row for row in self.criteria if self.concerns(row, action)]
        rows = {row.pk: self.rows[row.pk, action.pk] for row in mine if (row.pk, action.pk) in self.rows}
        return JudgementLineForm(data, criteria=mine, rows=rows, prefix=f"f{action.pk}")

    def concerns(self, criterion, action) -> bool:
        chosen = self.concerned[criterion.pk]
        return not chosen or action.pk in chosen

    # --- saving ------------------------------------------------------------------------------
    def save(self, request) -> bool:
        if not all(form.is_valid() for form in self.forms.values()):
            return False
        said = [each for action in self.actions for each in self._said(action)]
        try:
            with by(request):
                save_judgements(contract=self.contract, said=said, actor=request.user)
        except JudgementsRefused as refused:
            for key, refusal in refused.refusals.items():
                self._refuse(key, refusal)
            return False
        return True

    def _said(self, action):
        form = self.forms[action.pk]
        for criterion in form.criteria:
            if form.changed(criterion):
                told = [form.cleaned_data[f"{name}{criterion.pk}"] for name in ("value", "comment", "version")]
                yield Said(criterion, action, *told)

    def _refuse(self, key, refusal):
        """Her words stay; the cell stands on the other's version from now on, and shows what the other wrote."""
        criterion, action = key
        form = self.forms[action]
        if not isinstance(refusal, Stale):
            form.add_error(None, refusal.sentences)
            return
        current = refusal.current
        lines = changes_since(current, form.cleaned_data[f"version{criterion}"])
        self.by = next((name_of(line.actor) for line in lines if line.actor), self.by)
        form.data = form.data.copy()
        form.data[form.add_prefix(f"version{criterion}")] = current.version
        self.theirs[key] = current

    # --- what the page draws -----------------------------------------------------------------
    def grid(self) -> Grid:
        columns = [
            column
            for criterion in self.criteria
            for column in (Column(criterion.title), Column(f"Commentaire, {criterion.title.lower()}", wide=True))
        ]
        groups: dict[str, list[Line]] = {}
        for action in self.actions:
            groups.setdefault(str(action.axis), []).append(self._line(action))
        return Grid(
            "Appréciation des fiches", columns, [Group(lines, title=title) for title, lines in groups.items()], "Fiche"
        )

    def _line(self, action):
        form, cells = self.forms[action.pk], []
        for criterion in self.criteria:
            cells += self._cells(form, criterion, action) if criterion in form.criteria else [None, None]
        return Line(str(action), cells, hidden=[form.version_of(row) for row in form.criteria], errors=form.refusals())

    def _cells(self, form, criterion, action):
        value, comment = form.cells(criterion)
        theirs = self.theirs.get((criterion.pk, action.pk))
        if theirs is None:
            return [value, comment]
        said = theirs.get_value_display() or "vide"
        return [Cell(value, said, theirs.value), Cell(comment, theirs.comment or "vide", theirs.comment)]

    @property
    def stamp(self) -> str:
        """Moves when a cell does: a text kept in the browser is older than what the page holds."""
        return f"{len(self.rows)}-{sum(row.version for row in self.rows.values())}"

    @property
    def last(self):
        return max(self.rows.values(), key=lambda row: row.updated_at, default=None)
