"""The generated pages of docs/ say what the code does."""

import pytest
from django.conf import settings

from contracts.tables import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_docs_are_not_stale(name):
    written = (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "Run manage.py docs_tables"
