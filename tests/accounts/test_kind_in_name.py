"""A name typed in a field often says what the body is."""

import pytest

from accounts.look_alikes import kind_in


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Communauté de communes du Diois", "epci"),
        ("CC du Diois", "epci"),
        ("ARS Auvergne-Rhône-Alpes", "ars"),
        ("Agence régionale de santé", "ars"),
        ("Ville de Die", "commune"),
        ("Centre hospitalier de Die", "hospital"),
        ("Arsenal des arts", ""),
        ("Les amis de la mairie", ""),
    ],
)
def test_kind_in(name, kind):
    assert kind_in(name) == kind
