"""One line of the grid of money: a funder and a year. A line that nobody touched is neither read nor written."""

from decimal import Decimal

from django import forms
from django.utils.functional import cached_property

from accounts.models import Organisation
from actions.enums import FundingKind, FundingNature
from core import wording
from core.forms import AmountField, DsfrForm
from core.search import search_key

CENT = Decimal("0.01")
UNKNOWN = "Aucune organisation du registre ne s’appelle «\xa0{name}\xa0»\xa0: choisissez dans la liste, ou ajoutez-la."


class FunderField(forms.CharField):
    """A funder by name or alias, as one types or pastes it. `known` are those of the page, by their search key."""

    default_error_messages = {"required": "Dites qui finance."}

    def __init__(self, **kwargs):
        super().__init__(max_length=300, widget=forms.TextInput(attrs={"list": "funders"}), **kwargs)
        self.known: dict[str, Organisation] = {}

    def clean(self, value):
        name = super().clean(value)
        found = self.known.get(search_key(name)) or Organisation.objects.named(name).first()
        if found is None:
            raise forms.ValidationError(UNKNOWN.format(name=name))
        return found

    def prepare_value(self, value):
        return value.name if isinstance(value, Organisation) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), " ".join(str(data or "").split()))


class AgreementField(forms.ChoiceField):
    """A convention of the contract, among those that the page holds."""

    def __init__(self, agreements, **kwargs):
        self.agreements = {str(each.pk): each for each in agreements}
        choices = [("", "–"), *((key, each.reference or each.title) for key, each in self.agreements.items())]
        super().__init__(choices=choices, required=False, **kwargs)

    def clean(self, value):
        return self.agreements.get(super().clean(value))

    def prepare_value(self, value):
        return getattr(value, "pk", value) or ""

    def has_changed(self, initial, data):
        return str(self.prepare_value(initial)) != (data or "")

    def in_words(self, value):
        return str(value or "")


class CentsField(AmountField):
    """As the database keeps it: « 5 » is 5.00, in the journal too."""

    def clean(self, value):
        amount = super().clean(value)
        return amount if amount is None else amount.quantize(CENT)


class EurosField(CentsField):
    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=0, **kwargs)

    def in_words(self, value):
        return wording.money(value)


class HoursField(CentsField):
    """Working time, in ETP."""

    default_error_messages = {"invalid": "Écrivez un temps de travail, par exemple 0,50."}

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "cls-input--short"})

    def __init__(self, **kwargs):
        super().__init__(required=False, min_value=0, max_digits=6, **kwargs)

    def in_words(self, value):
        return wording.number(value, 2)


class FundingLineForm(DsfrForm):
    """`initial` is the row as it is; the hidden `row` and `version` say which one she saw."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    action = forms.IntegerField(widget=forms.HiddenInput, required=False)
    funder = FunderField(label="Financeur")
    year = forms.IntegerField(
        label="Année",
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "cls-input--short"}),
        error_messages={"invalid": "Écrivez une année, par exemple 2026."},
    )
    kind = forms.ChoiceField(label="Nature des fonds", required=False, choices=[("", "–"), *FundingKind.choices])
    nature = forms.ChoiceField(label="Origine", required=False, choices=[("", "–"), *FundingNature.choices])
    planned = EurosField(label="Prévu")
    granted = EurosField(label="Notifié")
    spent = EurosField(label="Réalisé")
    fte = HoursField(label="ETP")
    remove = forms.BooleanField(label="Retirer", required=False)

    VALUES: tuple[str, ...] = ("funder", "year", "kind", "nature", "planned", "granted", "spent", "fte")
    #: Which line it is: a new line with nothing else in it is no line.
    PLACE: tuple[str, ...] = ("row", "version", "action")

    def __init__(self, data=None, *, funding=None, action=None, agreements=(), known=None, **kwargs):
        self.funding = funding
        initial = {name: getattr(funding, name) for name in self.VALUES} if funding else {}
        places = {
            "action": getattr(action, "pk", None),
            "row": getattr(funding, "pk", None),
            "version": getattr(funding, "version", None),
        }
        super().__init__(data, initial=initial | places, use_required_attribute=False, empty_permitted=True, **kwargs)
        self.fields["funder"].known = known if known is not None else {}
        if agreements:
            self.fields["funding_agreement"] = AgreementField(agreements, label="Convention")
            self.initial["funding_agreement"] = funding and funding.funding_agreement
        for name in ("kind", "nature"):
            self.fields[name].choices = [("", "–"), *self.fields[name].choices[1:]]

    @cached_property
    def changed_data(self):
        """Without the place of the line, which is no change of it."""
        return [name for name in super().changed_data if name not in self.PLACE]

    @property
    def seen_version(self):
        return self.cleaned_data.get("version")

    def accept_version(self, version):
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version

    def removes(self) -> bool:
        return bool(self.funding and self.cleaned_data.get("remove"))

    def value_names(self) -> list[str]:
        return [name for name in self.fields if name not in (*self.PLACE, "remove")]
