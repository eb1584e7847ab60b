"""The rows of the evaluation's addresses."""

PAGES: dict = {}
CONTRACT: dict = {}
