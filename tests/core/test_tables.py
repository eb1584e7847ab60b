import io
import zipfile

import pytest
from openpyxl import Workbook

from core import tables
from core.errors import Invalid


@pytest.mark.parametrize("text", ["=1+1", "+33 6", "-5", "@a", "'=1", "''=1", "l’eau", "'quote", ""])
def test_text_that_could_run_comes_back_intact(text):
    out = tables.neutral(text)
    assert not out.startswith(tables.FORMULA_STARTS)
    assert tables.intact(out) == text


def test_a_workbook_passes():
    file = io.BytesIO()
    Workbook().save(file)
    tables.check_workbook(file, file.tell())
    assert file.tell() == 0


def test_other_files_get_a_sentence(monkeypatch):
    with pytest.raises(Invalid):
        tables.check_workbook(io.BytesIO(b"not a workbook"), 14)
    with pytest.raises(Invalid):
        tables.check_workbook(io.BytesIO(), 50 * 1024 * 1024)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("xl/workbook.xml", "a" * 100)
    monkeypatch.setattr(tables, "MAX_UNZIPPED", 99)
    with pytest.raises(Invalid):
        tables.check_workbook(bomb, 100)
