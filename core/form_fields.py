"""Fields that a French page needs beyond Django's: dates, amounts, lists, rich text, choices found while typing."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_base_media
from js_asset import Media, Script

from . import richtext
from .days import check_the_year, is_far

# What the PDF can print: the same list as `core.richtext.TAGS`.
_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Heading": {"levels": [3, 4]},
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HardBreak": True,
    "History": True,
}


class FrenchDateField(forms.DateField):
    """A native date input; a typed JJ/MM/AAAA is read too."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]
    default_error_messages = {"invalid": "Cette date n’existe pas. Écrivez-la ainsi\u00a0: 14/10/2025."}

    def __init__(self, **kwargs):
        kwargs.setdefault("input_formats", self.input_formats)
        kwargs.setdefault("localize", False)
        super().__init__(**kwargs)

    def to_python(self, value):
        day = super().to_python(value)
        if is_far(day):
            raise forms.ValidationError(check_the_year(day), code="far")
        return day


class AmountField(forms.DecimalField):
    """« 12 500,50 € » and « 12500.5 » are the same amount."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "cls-input--amount"})
    default_error_messages = {"invalid": "Écrivez un montant, par exemple 12\u202f500,50."}

    def __init__(self, **kwargs):
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f€]", "", value)
            value = value.replace(".", "").replace(",", ".") if "," in value else value
        return super().to_python(value)

    def prepare_value(self, value):
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            return value
        return f"{amount:,.2f}".replace(",", "\u202f").replace(".", ",")

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (None if initial in self.empty_values else Decimal(str(initial)))
        except forms.ValidationError:
            return True


class LinesField(forms.CharField):
    """A list of short texts, one per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value):
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]

    def has_changed(self, initial, data):
        typed = [line.strip() for line in str(data or "").splitlines() if line.strip()]
        return typed != list(initial or [])


class RichTextWidget(ProseEditorWidget):
    def __init__(self, attrs=None):
        super().__init__(attrs={"rows": 8, **(attrs or {})}, preset="cls", config={"extensions": _EXTENSIONS})

    @property
    def media(self):
        return prose_editor_base_media + Media(js=[Script("js/richtext.js", type="module")])


class RichTextField(forms.CharField):
    """Rich text limited to what the PDF prints; without script, a plain box where paragraphs are kept."""

    widget = RichTextWidget

    def clean(self, value):
        value = super().clean(value)
        html = value if "<" in value else richtext.from_text(value)
        clean = richtext.sanitize(html)
        if self.required and not clean:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return clean

    def has_changed(self, initial, data):
        return richtext.sanitize(initial or "") != richtext.sanitize(data or "")


class Typed(str):
    """Words left in the box of a combobox, which nobody chose in its list."""


NOT_IN_LIST = "Rien ne porte exactement le nom «\u00a0%(text)s\u00a0». Choisissez dans la liste."


class _Resolving:
    """Words left in the box are the row that bears exactly this name, or an error that keeps them."""

    def resolve(self, text):
        if not any(field.name == "name" for field in self.queryset.model._meta.get_fields()):
            found = []
        else:
            found = list(self.queryset.filter(name__iexact=text)[:2])
        if len(found) != 1:
            raise forms.ValidationError(NOT_IN_LIST, code="not_in_list", params={"text": text})
        return found[0]


class _Combobox:
    """A text box that searches, beside the hidden values that are sent.

    `url` answers `?q=` with `{"results": [{"value", "label", "hint"}]}`; `create_url` accepts a POST of `name` and
    answers one such result. Without script the text box itself is sent as `<name>__text`.
    """

    template_name = "components/combobox.html"
    # Set by a field that knows how to find a row by its name.
    resolves = False

    def __init__(self, *, url="", create_url="", choices=(), free=False, placeholder="", attrs=None):
        super().__init__(attrs=attrs, choices=choices)
        self.url, self.create_url, self.free, self.placeholder = url, create_url, free, placeholder

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"].update(
            url=str(self.url),
            create_url=str(self.create_url),
            free=self.free,
            placeholder=self.placeholder,
            multiple=self.allow_multiple_selected,
            typed=next((each for each in context["widget"]["value"] or [] if isinstance(each, Typed)), ""),
            selected=[
                {"value": option["value"], "label": option["label"]}
                for _, options, _ in context["widget"]["optgroups"]
                for option in options
                if option["selected"] and str(option["value"])
            ],
        )
        return context

    def optgroups(self, name, value, attrs=None):
        """Only what is chosen is written in the page: the register may hold thousands."""
        wanted = [str(each) for each in value if each not in (None, "") and not isinstance(each, Typed)]
        return [
            (None, [self.create_option(name, key, label, True, index)], index)
            for index, (key, label) in enumerate(self._labels(wanted))
        ]

    def _labels(self, wanted):
        queryset = getattr(self.choices, "queryset", None)
        if queryset is None:
            known = {str(key): label for key, label in self.choices}
            return [(key, known.get(key, key)) for key in wanted]
        field = self.choices.field
        key_name = field.to_field_name or "pk"
        try:
            rows = {str(field.prepare_value(row)): row for row in queryset.filter(**{f"{key_name}__in": wanted})}
        except (ValueError, TypeError, forms.ValidationError):
            rows = {}
        return [(key, field.label_from_instance(rows[key])) for key in wanted if key in rows]

    def format_value(self, value):
        # Django turns each value into a plain string, which would forget that it was typed.
        values = value if isinstance(value, list | tuple) else [value]
        return [each if isinstance(each, Typed) else str(each) for each in values if each is not None]

    def typed(self, data, name):
        text = (data.get(f"{name}__text") or "").strip() if self.resolves else ""
        return Typed(text) if text else None


class ComboboxWidget(_Combobox, forms.Select):
    def value_from_datadict(self, data, files, name):
        return self.typed(data, name) or data.get(name) or ""


class ComboboxMultipleWidget(_Combobox, forms.SelectMultiple):
    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        typed = self.typed(data, name)
        return [*(value for value in values if value != ""), *([typed] if typed else [])]


class ComboboxField(_Resolving, forms.ModelChoiceField):
    """One row of `queryset`, found while typing."""

    def __init__(self, queryset, *, url, create_url="", placeholder="", **kwargs):
        kwargs.setdefault("widget", ComboboxWidget(url=url, create_url=create_url, placeholder=placeholder))
        super().__init__(queryset, **kwargs)
        self.widget.resolves = True

    def to_python(self, value):
        return self.resolve(value) if isinstance(value, Typed) else super().to_python(value)


class ComboboxMultipleField(_Resolving, forms.ModelMultipleChoiceField):
    def __init__(self, queryset, *, url, create_url="", placeholder="", **kwargs):
        kwargs.setdefault("widget", ComboboxMultipleWidget(url=url, create_url=create_url, placeholder=placeholder))
        super().__init__(queryset, **kwargs)
        self.widget.resolves = True

    def clean(self, value):
        key = self.to_field_name or "pk"
        return super().clean(
            [getattr(self.resolve(each), key) if isinstance(each, Typed) else each for each in value or []]
        )
