"""The file that is deposited, and what is decided on its preview."""

from django import forms

from actions.enums import Reason
from core.forms import DsfrForm


class SheetForm(DsfrForm):
    file = forms.FileField(
        label="Tableur",
        help_text="Excel (.xlsx), LibreOffice (.ods) ou CSV, de 10\xa0Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )


class DecisionForm(DsfrForm):
    """One choice a cell that two people changed, and why where the contract is signed."""

    reason = forms.ChoiceField(label="Motif", choices=[("", ""), *Reason.choices], required=False)
    reason_text = forms.CharField(
        label="Explication, en une phrase", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts = report.get("conflicts") or []
        if not (report.get("promises") or any(each["asks_why"] for each in self.conflicts)):
            del self.fields["reason"], self.fields["reason_text"]
        for place, each in enumerate(self.conflicts):
            choices = [
                ("theirs", f"Garder ce qui est sur la plateforme\xa0: {each['theirs'] or 'rien'}"),
                ("mine", f"Prendre le tableur\xa0: {each['mine'] or 'rien'}"),
            ]
            label = f"{each['name']}, «\xa0{each['header']}\xa0» (feuille {each['sheet']}, ligne {each['row']})"
            self.fields[f"conflict_{place}"] = forms.ChoiceField(
                label=label, choices=choices, initial="theirs", widget=forms.RadioSelect
            )

    def choices(self):
        return [self[f"conflict_{place}"] for place in range(len(self.conflicts))]

    def for_service(self):
        mine = [
            each["key"]
            for place, each in enumerate(self.conflicts)
            if self.cleaned_data.get(f"conflict_{place}") == "mine"
        ]
        why = {name: self.cleaned_data.get(name, "") for name in ("reason", "reason_text")}
        return {"mine": mine, **why}
