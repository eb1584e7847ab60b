"""The rows of the addresses of the reviews."""


def rows_on(people, draft, rows):
    """`{key: id}` of one row of everything on this draft, beside `rows` that are there already."""
    return {}


#: The arguments of each address beyond the contract's reference: `{name: "!value" or key of the rows}`.
ARGUMENTS: dict = {}
PAGES: dict = {}
CONTRACT: dict = {}
