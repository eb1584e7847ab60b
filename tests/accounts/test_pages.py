import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts import services
from accounts.models import ApiKey, Invitation, Organisation, TerritoryRole, User
from accounts.throttling import LOGIN_FAILURES_PER_IP
from tests.factories.accounts import PASSWORD, OrganisationFactory, UserFactory, referent
from tests.factories.contracts import with_role, world
from tests.support.jobs import do_jobs

pytestmark = pytest.mark.django_db
LOGIN = reverse("accounts:login")


def said(response):
    return [str(message) for message in response.context["messages"]]


def without_tokens(response):
    return re.sub(r'"\w{64}"', '""', response.content.decode())


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": email, "password": password, **extra.pop("data", {})}, **extra)


# --- Coming in -------------------------------------------------------------------------------
def test_signing_in_whatever_the_capitals_and_going_where_one_wanted(client, referent_drome):
    response = sign_in(client, "Referent@Exemple.fr", data={"next": "/mon-compte/"})
    assert response.url == "/mon-compte/"
    assert client.get("/mon-compte/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://mechant.example/", "//mechant.example", "javascript:alert(1)"])
def test_one_is_not_sent_to_another_site(client, referent_drome, elsewhere):
    assert sign_in(client, referent_drome.email, data={"next": elsewhere}).url == "/arrivee/"


def test_signing_out_is_a_post(client, referent_drome):
    client.force_login(referent_drome)
    assert client.get(reverse("accounts:logout")).status_code == 405
    client.post(reverse("accounts:logout"))
    assert client.get("/mon-compte/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, referent_drome):
    known = without_tokens(sign_in(client, referent_drome.email, "faux"))
    unknown = without_tokens(sign_in(client, "inconnue@exemple.fr", "faux"))
    assert unknown.replace("inconnue@", "referent@") == known
    assert "incorrect" in known


def test_an_account_is_locked_after_six_failures_and_the_page_says_until_when(client, referent_drome):
    for _ in range(6):
        response = sign_in(client, referent_drome.email, "faux")
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    # The right password, and capitals, change nothing.
    response = sign_in(client, referent_drome.email.upper())
    assert response.status_code == 429
    assert "15\xa0minutes" in response.content.decode() or "15 minutes" in response.content.decode()


def test_a_machine_that_tries_many_accounts_is_stopped(client, referent_drome):
    for n in range(LOGIN_FAILURES_PER_IP):
        assert sign_in(client, f"essai{n}@exemple.fr", "faux").status_code == 200
    assert sign_in(client, referent_drome.email).status_code == 429
    assert sign_in(client, referent_drome.email, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_address_behind_trusted_proxies_only(client, referent_drome, settings, rf):
    from accounts.throttling import client_ip

    request = rf.get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2", REMOTE_ADDR="9.9.9.9")
    assert client_ip(request) == "9.9.9.9"
    settings.TRUSTED_PROXIES = 1
    assert client_ip(request) == "2.2.2.2"


def test_a_deactivated_person_is_out_at_once(client, referent_drome):
    client.force_login(referent_drome)
    User.objects.update(is_active=False)
    assert client.get("/mon-compte/").status_code == 302
    assert sign_in(client, referent_drome.email).status_code == 200


def test_the_technical_administration_has_the_same_door(client, referent_drome):
    answer = client.get("/admin/login/", {"next": "/admin/"})
    assert answer.url.startswith(LOGIN)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert client.get("/admin/accounts/user/").status_code == 200
    assert client.get("/admin/accounts/organisation/", {"q": "x"}).status_code == 200


def test_a_forgotten_password_from_mail_to_sign_in(client, referent_drome):
    forgotten = reverse("accounts:password_forgotten")
    unknown = client.post(forgotten, {"email": "inconnue@exemple.fr"})
    known = client.post(forgotten, {"email": referent_drome.email})
    assert without_tokens(unknown).replace("inconnue@", "referent@") == without_tokens(known)
    do_jobs()
    link = re.search(r"http://[^/]+(/mot-de-passe/\S+)", mail.outbox[0].body).group(1)
    weak = client.post(link, {"password": "court", "again": "court"})
    assert "trop court" in weak.content.decode()
    new = "une toute autre phrase"
    assert client.post(link, {"password": new, "again": new}).url == LOGIN
    assert sign_in(client, referent_drome.email, new).status_code == 302
    client.logout()
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "address", ["/mot-de-passe/x/y/", "/mot-de-passe/OTk5OTk5OTk5OTk5OTk5OTk5OTk5/y/", "/invitation/x/"]
)
def test_links_that_open_nothing(client, address):
    assert client.get(address).status_code == 410


def test_an_invitation_from_mail_to_the_site(client, siege_aura, drome):
    client.force_login(siege_aura)
    data = {"email": "nora@exemple.fr", "role": "ars_department", "department": drome.pk}
    assert client.post(reverse("accounts:invite"), data).url == reverse("accounts:people")
    client.logout()
    link = re.search(r"http://[^/]+(/invitation/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link).content.decode()
    assert "nora@exemple.fr" in page
    assert "Drôme" in page
    client.post(link, {"display_name": "Nora", "password": PASSWORD, "again": PASSWORD})
    assert client.get("/mon-compte/").context["user"].roles.department_codes == {"26"}
    client.logout()
    assert client.get(link).status_code == 410


# --- One's own account -----------------------------------------------------------------------
def test_one_changes_ones_profile_and_password(client, referent_drome):
    client.force_login(referent_drome)
    client.post("/mon-compte/", {"display_name": "René R.", "function": "Référent", "phone": "", "is_superuser": "1"})
    referent_drome.refresh_from_db()
    assert (referent_drome.display_name, referent_drome.is_superuser) == ("René R.", False)
    new = "une toute autre phrase"
    address = reverse("accounts:password")
    refused = client.post(address, {"current": "faux", "password": new, "again": new})
    assert "current" in refused.context["password_form"].errors
    client.post(address, {"current": PASSWORD, "password": new, "again": new})
    assert client.get("/mon-compte/").status_code == 200
    assert User.objects.get(pk=referent_drome.pk).check_password(new)


def test_my_account_lists_what_i_am_on_each_contract(client):
    people = world()
    client.force_login(people.coordinator)
    page = client.get("/mon-compte/").content.decode()
    assert people.draft.title in page and "Coordinateur, coordinatrice" in page
    with_role(people.signed, "elected", user=people.coordinator)
    with_role(people.signed, "reader", user=people.coordinator)
    page = client.get("/mon-compte/").content.decode()
    assert page.count(people.signed.title) == 1 and "Élu·e ou signataire, Lecture" in page
    client.force_login(UserFactory())
    assert "Aucun rôle ne vous est encore donné." in client.get("/mon-compte/").content.decode()


def test_a_key_is_shown_once_and_revoked_by_its_owner_only(client, referent_drome):
    client.force_login(referent_drome)
    page = client.post(reverse("accounts:create_key"), {"name": "SI", "scope": "signed", "read_only": "on"})
    text = page.context["new_key"]
    assert text in page.content.decode()
    assert text not in client.get("/mon-compte/").content.decode()
    key = ApiKey.objects.get()
    assert (key.read_only, key.signed_only) == (True, True)
    client.force_login(UserFactory())
    assert client.post(reverse("accounts:revoke_key", args=[key.pk])).status_code == 404
    client.force_login(referent_drome)
    client.post(reverse("accounts:revoke_key", args=[key.pk]))
    assert ApiKey.objects.get().revoked_at


# --- People ----------------------------------------------------------------------------------
def test_who_manages_nobody_has_no_page_of_accounts(client, referent_drome):
    client.force_login(referent_drome)
    for name in ["people", "invite"]:
        assert client.get(reverse(f"accounts:{name}")).status_code == 403
    assert client.get(reverse("accounts:person", args=[referent_drome.pk])).status_code == 403


def test_the_siege_sees_its_region_and_nobody_elses(client, siege_aura, referent_drome, vaucluse):
    stranger = referent(vaucluse, display_name="Étrangère")
    client.force_login(siege_aura)
    page = client.get(reverse("accounts:people"), {"q": "rene"}).content.decode()
    assert "René" in page
    assert "Étrangère" not in client.get(reverse("accounts:people")).content.decode()
    for name in ["person", "activation", "add_role"]:
        assert client.post(reverse(f"accounts:{name}", args=[stranger.pk])).status_code in (404, 405)
    theirs = stranger.territory_roles.get()
    assert client.post(reverse("accounts:remove_role", args=[theirs.pk])).status_code == 404
    assert TerritoryRole.objects.filter(pk=theirs.pk).exists()


def test_a_role_beyond_the_region_is_no_choice(client, siege_aura, referent_drome, vaucluse):
    client.force_login(siege_aura)
    address = reverse("accounts:add_role", args=[referent_drome.pk])
    for data in [
        {"role": "ars_department", "department": vaucluse.pk},
        {"role": "administrator"},
        {"role": "ars_region"},
    ]:
        assert client.post(address, data).context["form"].errors
    assert referent_drome.territory_roles.count() == 1


def test_the_administrator_deactivates_and_reactivates(client, admin, referent_drome):
    client.force_login(admin)
    address = reverse("accounts:activation", args=[referent_drome.pk])
    client.post(address, {"active": "0"})
    assert not User.objects.get(pk=referent_drome.pk).is_active
    client.post(address, {"active": "1"})
    assert User.objects.get(pk=referent_drome.pk).is_active
    last = client.post(reverse("accounts:activation", args=[admin.pk]), {"active": "0"}, follow=True)
    assert said(last)[-1] == "Vous ne pouvez pas désactiver votre propre compte."


def test_an_invitation_is_sent_again_or_cancelled(client, admin, aura):
    sent = services.invite(email="x@exemple.fr", actor=admin, territory_role="ars_region", region=aura)
    client.force_login(admin)
    client.post(reverse("accounts:resend_invitation", args=[sent.pk]))
    assert len(mail.outbox) == 2
    client.post(reverse("accounts:revoke_invitation", args=[sent.pk]))
    assert Invitation.objects.get().revoked_at


def test_lists_cost_the_same_with_three_rows_as_with_one(
    client, admin, drome, referent_drome, django_assert_num_queries
):
    client.force_login(admin)
    organisation = OrganisationFactory()
    organisation.aliases.create(name="Un autre nom")
    for turn in range(2):
        with django_assert_num_queries(6):  # session, person, roles, count, rows, other names
            client.get(reverse("accounts:organisations"))
        with django_assert_num_queries(7):  # session, person, roles, waiting, count, rows, their roles
            client.get(reverse("accounts:people"))
        for n in range(2):
            OrganisationFactory().aliases.create(name=f"Autre {turn} {n}")
            referent(drome)


# --- Organisations ---------------------------------------------------------------------------
def test_the_field_that_finds_while_typing(client):
    far, near = OrganisationFactory(name="Grande Écurie"), OrganisationFactory(name="École de santé", kind="education")
    client.force_login(UserFactory())
    address = reverse("accounts:organisation_lookup")
    assert client.get(address, {"q": "ec"}).json() == {
        "results": [
            {"value": near.pk, "label": near.name, "hint": near.hint},
            {"value": far.pk, "label": far.name, "hint": "Association"},
        ]
    }
    assert client.get(address, {"q": "zzz"}).json() == {"results": []}


def test_an_organisation_created_while_typing(client, referent_drome):
    address = reverse("accounts:organisation_create")
    client.force_login(referent_drome)
    made = client.post(address, {"name": "CPTS du Diois"}, HTTP_ACCEPT="application/json")
    assert (made.status_code, made.json()["label"]) == (201, "CPTS du Diois")
    again = client.post(address, {"name": "cpts du DIOIS"}, HTTP_ACCEPT="application/json")
    assert (again.status_code, list(again.json()["errors"])) == (400, ["name"])
    wrong = client.post(address, {"name": "X", "siren": "123456789"}, HTTP_ACCEPT="application/json")
    assert list(wrong.json()["errors"]) == ["siren"]
    assert Organisation.objects.count() == 1
    client.force_login(UserFactory())
    assert client.post(address, {"name": "Autre"}).status_code == 403


def test_the_second_to_save_keeps_her_text_and_sees_the_other(client, referent_drome):
    organisation = OrganisationFactory(name="Avant")
    client.force_login(referent_drome)
    address = reverse("accounts:organisation_edit", args=[organisation.pk])
    seen = client.get(address).context["form"]["version"].value()
    services.change_organisation(organisation=organisation, actor=referent_drome, name="Le sien")
    mine = {"name": "Le mien", "kind": "caf", "sector": "", "siren": "", "version": seen}
    page = client.post(address, mine)
    assert page.status_code == 409
    assert "Le sien" in page.content.decode()
    assert 'value="Le mien"' in page.content.decode()
    again = page.context["form"]["version"].value()
    assert client.post(address, {**mine, "version": again}).status_code == 302
    assert Organisation.objects.get().name == "Le mien"


def test_merging_shows_what_will_move_then_moves_it(client, referent_drome):
    kept, merged = OrganisationFactory(name="CC des Baronnies"), OrganisationFactory(name="CCB", siren="200068229")
    UserFactory(organisation=merged)
    client.force_login(referent_drome)
    address = reverse("accounts:organisation_merge", args=[kept.pk])
    assert list(client.get(address, {"q": "ccb"}).context["found"]) == [merged]
    preview = client.get(address, {"other": merged.pk})
    assert "comptes\xa0: 1" in preview.content.decode()
    assert not Organisation.objects.get(pk=merged.pk).merged_into
    client.post(address, {"other": merged.pk})
    assert Organisation.objects.get(pk=merged.pk).merged_into == kept
    assert client.get(merged.get_absolute_url()).url == kept.get_absolute_url()
    client.force_login(UserFactory())
    assert client.get(address).status_code == 403


def test_other_names_are_added_and_taken_away(client, referent_drome):
    organisation = OrganisationFactory()
    client.force_login(referent_drome)
    client.post(reverse("accounts:organisation_add_alias", args=[organisation.pk]), {"name": "Surnom"})
    alias = organisation.aliases.get()
    client.force_login(UserFactory())
    assert client.post(reverse("accounts:organisation_remove_alias", args=[alias.pk])).status_code == 403
    client.force_login(referent_drome)
    client.post(reverse("accounts:organisation_remove_alias", args=[alias.pk]))
    assert not organisation.aliases.exists()
    assert "Surnom" not in client.get(organisation.get_absolute_url()).content.decode()
