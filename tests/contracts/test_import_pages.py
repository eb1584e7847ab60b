"""The import on the site: the preview says what is doubtful in words, one confirmation settles it and imports."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Organisation
from contracts.models import Contract, ContractImport
from contracts.services.imports import confirm_import, deposit_import, make_import, make_preview
from core.errors import Forbidden, Invalid
from tests.exchange_sample import sample
from tests.factories.accounts import OrganisationFactory, UserFactory, referent
from tests.factories.territories import small_cog

pytestmark = pytest.mark.django_db
NAME = "CPTS du Haut Nyonsais"


@pytest.fixture
def person():
    return referent(small_cog().drome)


@pytest.fixture
def known():
    return OrganisationFactory(name="CPTS Haut-Nyonsais")


def deposit_of(document, person):
    file = SimpleUploadedFile("contrat.json", json.dumps(document).encode())
    deposit = deposit_import(actor=person, file=file)
    make_preview(deposit)
    return ContractImport.objects.get(pk=deposit.pk)


@pytest.fixture
def deposit(person, known):
    document = sample()
    document["contract"]["axes"][0]["lead"] = {"name": NAME}
    return deposit_of(document, person)


def confirm(client, deposit, **choices):
    return client.post(reverse("contracts:import_confirm", args=[deposit.pk]), choices)


def test_the_preview_says_places_in_words_and_asks_whom_a_name_means(client, person, known, deposit):
    client.force_login(person)
    page = client.get(reverse("contracts:import_preview", args=[deposit.pk])).text
    assert f"C’est «\xa0{known.name}\xa0», déjà connue" in page
    assert "Axe 1, structure pilote" in page
    assert "Contrat précédent" in page and "contract.predecessors[0]" in page


def test_the_same_organisation_takes_the_name_and_none_is_made(client, person, known, deposit):
    client.force_login(person)
    assert confirm(client, deposit, name_0="0").status_code == 302
    deposit.refresh_from_db()
    assert deposit.same_as == {NAME: known.pk}
    contract = make_import(deposit)
    assert contract.axes.first().lead == known
    assert known.aliases.get().name == NAME


def test_another_organisation_is_made(client, person, deposit):
    client.force_login(person)
    confirm(client, deposit, name_0="another")
    deposit.refresh_from_db()
    make_import(deposit)
    assert Organisation.objects.filter(name=NAME).exists()


def test_nothing_is_confirmed_before_each_name_is_settled(client, person, deposit):
    client.force_login(person)
    answer = confirm(client, deposit)
    assert answer.status_code == 400 and "Dites si c’est la même" in answer.text
    deposit.refresh_from_db()
    assert deposit.confirmed_at is None and not Contract.objects.exists()


def test_only_what_was_proposed_may_be_chosen(person, deposit):
    other = OrganisationFactory()
    with pytest.raises(Invalid):
        confirm_import(deposit=deposit, actor=person, same_as={NAME: other.pk})
    with pytest.raises(Invalid):
        confirm_import(deposit=deposit, actor=person, same_as={"Un autre nom": other.pk})


def test_the_first_confirmation_counts(person, known, deposit):
    confirm_import(deposit=deposit, actor=person, same_as={NAME: known.pk})
    confirm_import(deposit=deposit, actor=person)
    with pytest.raises(Forbidden):
        confirm_import(deposit=deposit, actor=UserFactory())
    deposit.refresh_from_db()
    assert deposit.same_as == {NAME: known.pk}


def test_a_refused_file_says_where_in_words(client, person):
    document = sample()
    document["contract"]["axes"][0]["title"] = None
    deposit = deposit_of(document, person)
    client.force_login(person)
    page = client.get(reverse("contracts:import_preview", args=[deposit.pk])).text
    assert "Ce fichier ne peut pas être importé" in page and "Axe 1, titre" in page
