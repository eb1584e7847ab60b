"""The rows of the evaluation's addresses."""

from tests.matrix.groups import READ

PAGES: dict = {}
CONTRACT: dict = {("evaluation:home", "get"): READ}
