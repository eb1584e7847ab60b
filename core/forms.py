"""Forms in the look of the site. The fields that a page needs beyond Django's stand in `core.form_fields`."""

from typing import Any

from django import forms
from django.utils.text import slugify

from .errors import Invalid
from .form_fields import (
    AmountField,
    ComboboxField,
    ComboboxMultipleField,
    ComboboxMultipleWidget,
    ComboboxWidget,
    FrenchDateField,
    LinesField,
    RichTextField,
)

__all__ = [
    "AmountField",
    "ComboboxField",
    "ComboboxMultipleField",
    "ComboboxMultipleWidget",
    "ComboboxWidget",
    "DsfrForm",
    "DsfrModelForm",
    "FrenchDateField",
    "LinesField",
    "RichTextField",
]


class Sectioned:
    """`sections = [(title, help, [names of fields]), …]` cuts a long form; see `{% form_sections form %}`."""

    sections: list[tuple[str, str, list[str]]] = []
    # What the form that this is mixed into has.
    fields: dict
    changed_data: list[str]
    cleaned_data: dict[str, Any]

    def bound_sections(self) -> list[dict]:
        return [
            {
                "title": title,
                "help": help_text,
                "anchor": f"section-{slugify(title)}",
                "fields": [self[name] for name in names if name in self.fields],  # type: ignore[index]  # a form
            }
            for title, help_text, names in self.sections
        ]

    def add_refusal(self, error):
        """Shows on the form what a service refused (`core.errors.ServiceError`)."""
        fields = error.fields if isinstance(error, Invalid) else {}
        for name, sentences in fields.items():
            self.add_error(name if name in self.fields else None, sentences)
        if not fields:
            self.add_error(None, error.sentences)

    def changed_values(self) -> dict:
        """What the person changed, cleaned: hand it to a service as keyword arguments."""
        return {name: self.cleaned_data[name] for name in self.changed_data if self._is_value(name)}

    def _is_value(self, name) -> bool:
        return name != "version" and name in self.cleaned_data


BLANK = "Sélectionner une option"


def name_blank_choices(form):
    """The design system says what the first line of a list is for; Django draws dashes."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label and not field.empty_label.strip("-"):
                field.empty_label = BLANK
        elif isinstance(field, forms.ChoiceField):
            field.choices = [
                (value, BLANK if value == "" and not str(label).strip("-") else label) for value, label in field.choices
            ]


class DsfrForm(Sectioned, forms.Form):
    required_css_class = "cls-is-required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_blank_choices(self)


class DsfrModelForm(Sectioned, forms.ModelForm):
    """Reads a row and checks what is typed; a service writes it (never call `save`).

    For a `Versioned` row, a hidden `version` travels with the page: pass `form.seen_version` to the service.
    """

    required_css_class = "cls-is-required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_blank_choices(self)
        if getattr(self.instance, "pk", None) and hasattr(self.instance, "version"):
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=self.instance.version)

    @property
    def seen_version(self) -> int | None:
        return self.cleaned_data.get("version")

    def accept_version(self, version):
        """After a conflict: the page that is shown again stands on this version."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version

    def save(self, commit=True):
        raise NotImplementedError("A service writes: pass it `form.changed_values()`.")
