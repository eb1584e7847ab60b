"""The official lists of priority places: columns by their header, whatever the separator and the encoding."""

import pytest
from django.core.management import CommandError, call_command

from territories.models import PriorityPlace

FILE = "code_qp;lib_qp;insee_com;lib_com\nQN02601M;Nyons Est;26220;Nyons\nQN08401M;Centre ancien;84138,26220;Valréas\n"


@pytest.fixture
def load(cog, tmp_path, capsys):
    def load(text, encoding="utf-8", **options):
        path = tmp_path / "qpv.csv"
        path.write_bytes(text.encode(encoding))
        call_command("import_priority_places", str(path), **options)
        return capsys.readouterr().out

    return load


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_each_separator_is_found(load, separator):
    text = FILE.replace("84138,26220", "84138 26220").replace(";", separator)
    assert "2 créés, 0 mis à jour" in load(text)
    assert list(PriorityPlace.objects.get(code="QN08401M").communes.values_list("code", flat=True)) == [
        "26220",
        "84138",
    ]
    assert PriorityPlace.objects.in_communes(["26220"]).count() == 2


def test_loading_again_updates_and_old_encodings_are_read(load):
    load(FILE)
    assert "0 créés, 2 mis à jour" in load(FILE.replace("Nyons Est", "Nyons l’Été").replace("’", "'"), "cp1252")
    assert PriorityPlace.objects.get(code="QN02601M").name == "Nyons l'Été"


def test_a_rural_zone_is_a_commune(load):
    load("CODGEO,LIBGEO\n26146,Grignan\n", kind="frr")
    assert PriorityPlace.objects.get(kind="frr").communes.get().code == "26146"


def test_unknown_communes_are_told_and_bad_files_write_nothing(load):
    assert "QN99" in load(FILE + "QN99;Ailleurs;99999;Ailleurs\n")
    PriorityPlace.objects.all().delete()
    with pytest.raises(CommandError, match="Colonne introuvable"):
        load("a;b\n1;2\n")
    with pytest.raises(CommandError, match="Ligne 3"):
        load("code_qp;lib_qp;insee_com\nQN1;Un;26220\n;Deux;26220\n")
    assert not PriorityPlace.objects.exists()
