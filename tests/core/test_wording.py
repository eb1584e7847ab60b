"""Words that pages, papers and mails share."""

import pytest

from core.wording import cut


@pytest.mark.parametrize(
    ("text", "size", "said"),
    [
        ("Court", 80, "Court"),
        ("Il faudra dire, avant la signature, pourquoi", 26, "Il faudra dire, avant la…"),
        ("Il faudra dire, avant la signature", 16, "Il faudra dire…"),
        ("Deux\n lignes", 80, "Deux lignes"),
        ("anticonstitutionnellement", 10, "anticonsti…"),
    ],
)
def test_a_long_text_is_cut_after_a_whole_word(text, size, said):
    assert cut(text, size) == said
