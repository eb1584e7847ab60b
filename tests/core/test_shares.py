"""Shares in words: a small part never reads as nothing, nor a part as the whole."""

import pytest

from core.shares import share


@pytest.mark.parametrize(
    ("count", "total", "said"),
    [
        (0, 0, "—"),
        (1, 2, "1 sur 2"),
        (0, 1000, "0\u202f%"),
        (250, 1000, "25\u202f%"),
        (12_226, 68_952_941, "moins de 0,1\u202f%"),
        (68_952_940, 68_952_941, "plus de 99,9\u202f%"),
        (1000, 1000, "100\u202f%"),
    ],
)
def test_a_share_says_what_it_is(count, total, said):
    assert str(share(count, total)) == said
