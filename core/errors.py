"""What a service raises when it will not do what was asked.

The faces (page, REST, import, command) translate these; none of them knows about HTTP here.
"""

from dataclasses import dataclass

from django.db import DataError


@dataclass(frozen=True)
class Missing:
    """One thing that is not right yet, as a French sentence.

    `blocking` tells a refusal from an advice; `where` is the name of the place to mend it, a `(url_name, kwargs,
    anchor)` tuple that the page turns into a link; `law` is the article it comes from, when it is a legal rule;
    `code` names the rule, so that a named person may justify an exception where `justifiable`.
    """

    sentence: str
    blocking: bool = True
    where: tuple | None = None
    law: str = ""
    code: str = ""
    justifiable: bool = False


class ServiceError(Exception):
    """Base of all refusals: `sentences` are shown as they are."""

    def __init__(self, *sentences: str):
        self.sentences = [str(sentence) for sentence in sentences]
        super().__init__(" ".join(self.sentences))


class Refused(ServiceError):
    """The state of things does not allow it (409 by API)."""


class Invalid(ServiceError):
    """What was given is wrong (400 by API). `fields` maps a field (or a path) to its sentences."""

    def __init__(self, *sentences: str, fields: dict[str, list[str]] | None = None):
        self.fields = fields or {}
        every = list(sentences) + [s for messages in self.fields.values() for s in messages]
        super().__init__(*every)


class Forbidden(ServiceError):
    """The actor may see it, but not do this (403)."""


class Frozen(Refused):
    """What was signed is touched (409)."""


class PassageRefused(Refused):
    """A lifecycle passage whose conditions do not hold; `missing` is the list of what is missing."""

    def __init__(self, sentence: str, missing: list[Missing] | None = None):
        self.missing = missing or []
        super().__init__(sentence, *(item.sentence for item in self.missing))


class Gone(Refused):
    """The row was removed meanwhile by somebody else (409)."""

    def __init__(self, name):
        super().__init__(f"Quelqu’un d’autre vient de retirer cet élément ({name})\xa0: il n’y a plus rien à modifier.")


class Stale(ServiceError):
    """Somebody saved meanwhile. `current` is the object as it is now, with its version."""

    def __init__(self, current):
        self.current = current
        super().__init__("Cette page a été modifiée par quelqu’un d’autre pendant que vous la modifiiez.")


#: What is answered where `out_of_bounds`.
OUT_OF_BOUNDS = "Une valeur est hors de ce qui peut être enregistré."


def out_of_bounds(exception) -> bool:
    """No database can be asked what was sent: a number too great, half a character, the null character."""
    nul = isinstance(exception, ValueError) and "NUL (0x00)" in str(exception)
    return nul or isinstance(exception, DataError | OverflowError | UnicodeEncodeError)
