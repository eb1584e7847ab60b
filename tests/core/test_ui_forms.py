"""The fields of French pages: what a person types is understood, or kept beside a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict

from accounts.models import Organisation
from core.forms import AmountField, ComboboxField, ComboboxMultipleField, DsfrForm, FrenchDateField, LinesField
from tests.factories.accounts import OrganisationFactory


@pytest.mark.parametrize("typed", ["12 500,50 €", "12500.5", "12\u202f500,50", "12.500,50"])
def test_an_amount_is_read_as_people_write_it(typed):
    assert AmountField().clean(typed) == Decimal("12500.50")


def test_an_amount_is_shown_in_french_and_not_changed_by_that():
    field = AmountField()
    assert field.prepare_value(Decimal("12500.5")) == "12\u202f500,50"
    assert not field.has_changed(Decimal("12500.5"), "12\u202f500,50")


@pytest.mark.parametrize("typed", ["14/10/2025", "2025-10-14", "14.10.2025"])
def test_a_date_is_read_as_people_write_it(typed):
    assert FrenchDateField().clean(typed) == date(2025, 10, 14)


def test_a_date_that_does_not_exist_says_how_to_write_one():
    with pytest.raises(forms.ValidationError, match="14/10/2025"):
        FrenchDateField().clean("31/02/2025")
    for typed in ("0025-10-14", "9999-12-31"):
        with pytest.raises(forms.ValidationError, match="Vérifiez l’année"):
            FrenchDateField().clean(typed)


def test_lines_are_a_list_and_empty_ones_go():
    assert LinesField(required=False).clean(" a \n\n b") == ["a", "b"]
    assert not LinesField().has_changed(["a", "b"], "a\r\nb\r\n")


class Search(DsfrForm):
    lead = ComboboxField(Organisation.objects.all(), url="/o/", required=False)
    partners = ComboboxMultipleField(Organisation.objects.all(), url="/o/", required=False)


@pytest.fixture
def hospital(db):
    return OrganisationFactory(name="Hôpital de Crest")


def test_words_left_in_the_box_are_the_row_of_that_name(hospital):
    other = OrganisationFactory(name="CPTS du Diois")
    form = Search(QueryDict(f"lead__text=hôpital de crest&partners={hospital.pk}&partners__text=CPTS du Diois"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["lead"] == hospital
    assert set(form.cleaned_data["partners"]) == {hospital, other}


def test_words_that_are_no_row_are_kept_and_said(hospital):
    form = Search(QueryDict(f"lead__text=Inconnue&partners={hospital.pk}&partners__text=Autre"))
    assert not form.is_valid()
    assert "Inconnue" in str(form["lead"].errors)
    assert 'value="Inconnue"' in str(form["lead"])
    # What was chosen beside stays chosen.
    assert "Hôpital de Crest" in str(form["partners"]) and 'value="Autre"' in str(form["partners"])


def test_a_choice_that_was_made_is_shown_by_its_name(hospital):
    form = Search(QueryDict(f"lead={hospital.pk}"))
    assert form.is_valid() and form.cleaned_data["lead"] == hospital
    assert f'value="{hospital.pk}"' in str(form["lead"]) and "Hôpital de Crest" in str(form["lead"])
