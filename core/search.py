"""Search that forgets accents, case and punctuation, the same on SQLite and PostgreSQL.

What is searched is stored once, normalised, in a `search` column; what is typed is normalised in the same way; each
typed word must then be found somewhere.
"""

import unicodedata
from functools import reduce
from operator import and_, or_

from django.db import models
from django.db.models import Q

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
# Nobody types more words than this to find a thing, and each one is a condition in the query.
MAX_WORDS = 12


def unaccent(text) -> str:
    """« Œuvre d’Été — Nyons » → « oeuvre d ete nyons »: lower case, no accent, words parted by one space."""
    lower = str(text or "").casefold().translate(_LIGATURES)
    plain = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def search_key(text) -> str:
    """`unaccent`, but never empty for a text that is not: a name made of signs stays itself."""
    return unaccent(text) or str(text or "").strip().casefold()


def words(text) -> list[str]:
    return unaccent(text).split()[:MAX_WORDS]


def matching(text, *fields) -> Q:
    """A condition: every word of `text` is somewhere in one of the normalised `fields`.

    Nothing typed matches everything; something typed that holds no letter and no figure matches nothing.
    """
    wanted = words(text)
    if not wanted:
        return Q() if not str(text or "").strip() else Q(pk__in=[])
    return reduce(
        and_,
        (reduce(or_, (Q(**{f"{field}__contains": word}) for field in fields)) for word in wanted),
    )


class Searchable(models.Model):
    """Keeps `search` equal to the normalised text of the fields named in `search_sources`."""

    search_sources: tuple[str, ...] = ()

    search = models.TextField("texte de recherche", editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def search_text(self) -> str:
        return search_key(" ".join(str(getattr(self, name) or "") for name in self.search_sources))

    def clean(self):
        super().clean()
        # Before the constraints are checked, since some are on this column.
        self.search = self.search_text()

    def save(self, *args, **kwargs):
        self.search = self.search_text()
        fields = kwargs.get("update_fields")
        if fields is not None and set(fields) & set(self.search_sources):
            kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)
