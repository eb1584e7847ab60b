"""One question as a form: the fields that its kind asks for, and the answer that they make."""

import json

from django import forms

from core.forms import DsfrForm
from core.grid import Cell, Column, Grid, Group, Line
from evaluation.campaign_enums import ColumnKind, QuestionKind
from evaluation.campaign_values import as_typed, column_options

NONE = ("", "Sans réponse")


class AnswerForm(DsfrForm):
    """`value`: what is saved; `version`: 0 where nothing is. `rows`: the lines of a table, `(key, label)`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0, min_value=0)
    take = forms.CharField(required=False)

    def __init__(self, question, *, rows=(), value=None, version=0, data=None, disabled=False):
        super().__init__(data, prefix=f"q{question.pk}", initial={"seen": version})
        self.question, self.rows, self.value, self.version = question, list(rows), value, version
        if question.kind == QuestionKind.TABLE:
            self._add_cells(value or {})
        else:
            self.fields["answer"] = _field(question, value)
        if disabled:
            for field in self.fields.values():
                field.disabled = True

    def _add_cells(self, value):
        for key, _label in self.rows:
            cells = value.get(key, {}).get("cells", {})
            for rank, column in enumerate(self.question.columns):
                field = _cell_field(self.question, column)
                said = cells.get(column["label"], "")
                field.initial = as_typed(said) if column["kind"] == ColumnKind.NUMBER else said
                self.fields[f"{key}-{rank}"] = field

    @property
    def shown_for(self) -> str:
        """For the script that hides a question until its condition holds."""
        return json.dumps(self.question.condition_answers, ensure_ascii=False)

    @property
    def anchor(self) -> str:
        return f"q{self.question.pk}"

    @property
    def grid(self) -> Grid:
        columns = [Column(each["label"], each["kind"] == ColumnKind.NUMBER) for each in self.question.columns]
        lines = [Line(label, [Cell(self[f"{key}-{rank}"]) for rank in range(len(columns))]) for key, label in self.rows]
        return Grid(self.question.text, columns, [Group(lines)], heading="Ligne", prefix=self.anchor)

    @property
    def given(self):
        """What was typed, in the shape that `campaign_values.cleaned` reads."""
        if self.question.kind != QuestionKind.TABLE:
            return self.cleaned_data["answer"]
        return {
            key: {
                "cells": {
                    each["label"]: self.cleaned_data[f"{key}-{n}"] for n, each in enumerate(self.question.columns)
                }
            }
            for key, _label in self.rows
        }

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("seen") or 0

    def refuse(self, sentences):
        """A table tells it above its lines; any other question under its field."""
        self.add_error(None if self.question.kind == QuestionKind.TABLE else "answer", sentences)


def _field(question, value):
    label = question.text if not question.required else f"{question.text} (réponse obligatoire)"
    common = {"label": label, "required": False, "initial": value, "help_text": _hint(question)}
    match question.kind:
        case QuestionKind.SINGLE:
            offered = [*((each, each) for each in question.options), NONE]
            return forms.CharField(**common, widget=forms.RadioSelect(choices=offered))
        case QuestionKind.SCALE:
            offered = [*((each, _degree(question, each)) for each in question.options), NONE]
            return forms.CharField(**common, widget=forms.RadioSelect(choices=offered))
        case QuestionKind.MULTIPLE:
            return _Several(**common, choices=[(each, each) for each in question.options])
        case QuestionKind.NUMBER:
            number = forms.TextInput(attrs={"inputmode": "decimal", "class": "cls-input--amount"})
            return forms.CharField(**{**common, "initial": as_typed(value)}, widget=number, max_length=40)
    return forms.CharField(**common, widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)


class _Several(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


def _hint(question):
    words = [question.help, f"En {question.unit}" if question.unit else ""]
    words.append(f"Exemple\xa0: {question.example}" if question.example else "")
    return " ".join(each if each[-1] in ".?!…" else f"{each}." for each in words if each)


def _degree(question, degree):
    ends = {"1": question.scale_low, str(question.scale_max): question.scale_high}
    return f"{degree} – {ends[degree]}" if ends.get(degree) else degree


def _cell_field(question, column):
    if column["kind"] == ColumnKind.NUMBER:
        return forms.CharField(required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    if column["kind"] == ColumnKind.TEXT:
        return forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    offered = [("", "—"), *((each, each) for each in column_options(question, column))]
    return forms.CharField(required=False, widget=forms.Select(choices=offered))
