"""French spacing, said once: a template writes « mot : » with an ordinary space, and the page never breaks there."""

import re

from django.template.loaders import filesystem

NBSP = "\u00a0"
_BEFORE = re.compile(r"""(?<=[\w)}>%»”’'"…€]) (?=(?:[:;?!»])(?:[\s<{,.)"]|$))""")
_AFTER = re.compile(r"« ")


def spaced(source: str) -> str:
    """`source` with no place to break a line before « : ; ? ! » », nor after « « »."""
    return _AFTER.sub(f"«{NBSP}", _BEFORE.sub(NBSP, source))


class Loader(filesystem.Loader):
    """Our templates, read once each: the cached loader stands before this one."""

    def get_contents(self, origin):
        contents = super().get_contents(origin)
        return spaced(contents) if origin.name.endswith(".html") else contents
