"""The short names of organisations, with the name that they stand for: « CCPAL », « CC Pays d’Apt-Luberon »."""

import re

from core.acronyms import Acronym

from .models import Organisation, OrganisationAlias

SHORT = r"[A-Z][A-Z0-9]{2,11}"
#: « Centre hospitalier Drôme Vivarais (CHDV) »
IN_BRACKETS = re.compile(rf"^(.+?)\s*\(({SHORT})\)$")


def of_organisations() -> list[Acronym]:
    """An other name in capitals alone says its organisation; so does a name that ends with one in brackets, and a name
    in capitals alone its longest other name. What would say two things says nothing. Three queries."""
    found: dict[str, set[str]] = {}
    current = Organisation.objects.current().order_by()
    aliases = OrganisationAlias.objects.filter(organisation__in=current.values("pk"), name__regex=f"^{SHORT}$")
    for short, name in aliases.order_by().values_list("name", "organisation__name"):
        found.setdefault(short, set()).add(_bare(name))
    for name in current.filter(name__regex=rf"\({SHORT}\)$").values_list("name", flat=True):
        if told := IN_BRACKETS.match(name):
            found.setdefault(told[2], set()).add(told[1])
    longest: dict[str, str] = {}
    for short, other in current.filter(name__regex=f"^{SHORT}$").values_list("name", "aliases__name"):
        if other and len(other) > len(longest.get(short, short)):
            longest[short] = _bare(other)
    for short, name in longest.items():
        found.setdefault(short, set()).add(name)
    return [
        Acronym(short, name) for short, names in found.items() if len(names) == 1 for name in names if name != short
    ]


def _bare(name) -> str:
    told = IN_BRACKETS.match(name)
    return told[1] if told else name
