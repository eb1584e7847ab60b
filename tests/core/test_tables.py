"""CSV files as Excel in French opens them."""

from datetime import date
from decimal import Decimal

from core.tables import french_csv


def test_semicolons_commas_in_figures_and_a_mark_at_the_head():
    told = french_csv([["Jour", "Montant"], [date(2026, 3, 1), Decimal("12.50")], [None, 0.5], ["a;b", "=1+1"]])
    assert told.startswith(b"\xef\xbb\xbf")
    assert told.decode("utf-8-sig") == 'Jour;Montant\r\n01/03/2026;12,50\r\n;0,5\r\n"a;b";\'=1+1\r\n'
