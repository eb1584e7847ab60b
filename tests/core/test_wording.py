"""Words that pages, papers and mails share."""

import pytest

from core.wording import cut, inside, size


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


@pytest.mark.parametrize(
    ("count", "said"),
    [(None, "—"), (1, "1\xa0octet"), (537, "537\xa0octets"), (184_100, "184\xa0Ko"), (2_440_000, "2,4\xa0Mo")],
)
def test_a_size_is_said_as_on_a_desk(count, said):
    assert size(count) == said


def test_acronyms_stay_in_a_label_inside_a_sentence():
    assert inside("Transmis à l’ARS") == "transmis à l’ARS"
    assert inside("À tenir, Décision du COPIL") == "à tenir, décision du COPIL"
