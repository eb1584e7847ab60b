"""A table of inputs says of each cell where it stands, what it is called and what is wrong with it."""

from django import forms
from django.template import Context, Template

from core.forms import AmountField
from core.grid import Cell, Column, Grid, Group, Line


class LineForm(forms.Form):
    year = forms.IntegerField()
    planned = AmountField()
    version = forms.IntegerField(widget=forms.HiddenInput, initial=3)


def drawn(**cells):
    form = LineForm({"a-year": "2025", "a-planned": "beaucoup"}, prefix="a")
    form.is_valid()
    line = Line("ARS", [form["year"], Cell(form["planned"], **cells)], hidden=[form["version"]])
    grid = Grid("Argent", [Column("Année"), Column("Prévu", numeric=True)], [Group([line], "Fiche 1")], "Financeur")
    return grid, Template("{% grid grid %}").render(Context({"grid": grid}))


def test_each_cell_stands_in_a_row_and_a_column_and_bears_both_names():
    grid, html = drawn()
    assert 'data-row="a" data-col="Prévu" aria-label="Prévu, ARS"' in html
    assert 'aria-invalid="true"' in html and "Écrivez un montant" in html
    # The typed words stay, and the version that cannot be read is said on the line.
    assert 'value="beaucoup"' in html and grid.wrong == 2


def test_what_somebody_else_saved_stands_under_the_cell_and_can_be_taken():
    grid, html = drawn(theirs="13\u202f000,00\xa0€", raw="13000,00")
    assert "Enregistré entre-temps" in html and 'data-grid-take="13000,00"' in html
    assert grid.crossing == 1
