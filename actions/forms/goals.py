"""The goals of a fiche: general, specific, operational, in plain boxes; two empty lines always wait."""

import re

from django import forms

from core.forms import DsfrForm

SPARE = 2
NAME = re.compile(r"^s(\d+)_(?:o(\d+)_)?(number|title)$")
MOST = 100


class GoalsForm(DsfrForm):
    general = forms.CharField(
        label="Objectif général", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, action, **kwargs):
        goals = action.goals or {}
        super().__init__(*args, initial={"general": goals.get("general"), "version": action.version}, **kwargs)
        self.sizes = self._sent() if self.is_bound else self._stored(goals)
        for index, inner in enumerate(self.sizes):
            self._line(f"s{index}_", f"Objectif spécifique {index + 1}")
            for place in range(inner):
                self._line(f"s{index}_o{place}_", f"Objectif opérationnel {place + 1}")
        if not self.is_bound:
            self._fill(goals)

    def _stored(self, goals):
        """How many operational goals each specific goal shows."""
        return [len(each["operational"]) + SPARE for each in goals.get("specific", [])] + [SPARE]

    def _sent(self):
        sizes = {}
        for name in self.data:
            if found := NAME.match(name):
                index = min(int(found[1]), MOST)
                sizes[index] = max(sizes.get(index, 0), min(int(found[2]) + 1, MOST) if found[2] else 0)
        return [sizes.get(index, 0) for index in range(max(sizes, default=-1) + 1)]

    def _line(self, prefix, label):
        number = forms.CharField(label=f"Numéro de l’{label.lower()}", max_length=20, required=False)
        self.fields[f"{prefix}number"] = number
        self.fields[f"{prefix}title"] = forms.CharField(label=label, max_length=2000, required=False)

    def _fill(self, goals):
        for index, specific in enumerate(goals.get("specific", [])):
            self._put(f"s{index}_", specific)
            for place, operational in enumerate(specific["operational"]):
                self._put(f"s{index}_o{place}_", operational)

    def _put(self, prefix, node):
        self.initial[f"{prefix}number"] = node.get("number")
        self.initial[f"{prefix}title"] = node.get("title")

    def lines(self):
        """For the page: each specific goal with its operational ones."""
        for index, inner in enumerate(self.sizes):
            yield {
                "number": self[f"s{index}_number"],
                "title": self[f"s{index}_title"],
                "operational": [
                    {"number": self[f"s{index}_o{place}_number"], "title": self[f"s{index}_o{place}_title"]}
                    for place in range(inner)
                ],
            }

    def goals(self):
        specific = [
            {**self._read(f"s{index}_"), "operational": [self._read(f"s{index}_o{place}_") for place in range(inner)]}
            for index, inner in enumerate(self.sizes)
        ]
        return {"general": self.cleaned_data["general"], "specific": specific}

    def _read(self, prefix):
        return {"number": self.cleaned_data[f"{prefix}number"], "title": self.cleaned_data[f"{prefix}title"]}
