"""The rows of a contract in brief and of its weather."""

from tests.matrix.groups import READ, WRITERS

CONTRACT: dict = {
    ("evaluation:in_brief", "get"): READ,
    ("evaluation:weather", "get"): WRITERS,
}
