"""The rows of « À faire maintenant »: each reads and puts off her own list."""

from tests.matrix.groups import SIGNED_IN

ARGUMENTS: dict = {"core:todo_of": {"scope": "!1"}}
PAGES: dict = {
    ("core:todo", "get"): SIGNED_IN,
    ("core:todo_of", "get"): SIGNED_IN,
    ("core:todo_put_off", "post"): SIGNED_IN,
    ("core:todo_take_back", "post"): SIGNED_IN,
}
CONTRACT: dict = {}
