"""French words for figures, dates and states: pure functions, used by pages, PDF and mails."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.formats import date_format

NBSP = "\u00a0"
THIN = "\u202f"
NOTHING = "—"


def _decimal(value):
    try:
        return Decimal(str(value).replace(NBSP, "").replace(THIN, "").replace(",", "."))
    except InvalidOperation:
        return None


def _grouped(value: Decimal, places: int) -> str:
    return f"{value:,.{places}f}".replace(",", THIN).replace(".", ",").replace("-", "−")


def number(value, places: int | str = "") -> str:
    """12500 → « 12 500 »; decimals only where there are some, unless `places` is given."""
    amount = None if value in (None, "") else _decimal(value)
    if amount is None:
        return NOTHING if value in (None, "") else str(value)
    if places == "":
        shown = max(0, -int(amount.normalize().as_tuple().exponent))
    else:
        shown = int(places)
    return _grouped(amount, shown)


def money(value) -> str:
    """12500 → « 12 500,00 € »."""
    return NOTHING if value in (None, "") else f"{number(value, 2)}{NBSP}€"


def percent(value, places: int | str = "") -> str:
    """40 → « 40 % »: the value is already in hundredths."""
    return NOTHING if value in (None, "") else f"{number(value, places)}{THIN}%"


def _date_of(value):
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def day(value) -> str:
    """« 14 octobre 2025 », « 1er mars 2026 »."""
    value = _date_of(value)
    if not isinstance(value, date):
        return NOTHING if not value else str(value)
    first = f"1er{NBSP}" if value.day == 1 else f"{value.day}{NBSP}"
    return first + date_format(value, "F Y")


def short_day(value) -> str:
    value = _date_of(value)
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else NOTHING


def moment(value) -> str:
    """« 14 octobre 2025 à 09:12 »."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(value)} à {local:%H:%M}"


def _some(count, one, many=None) -> str:
    return f"{count}{NBSP}{one if count < 2 else many or one + 's'}"


def ago(value, now=None) -> str:
    """« il y a 3 jours », « dans 2 mois »."""
    if not value:
        return NOTHING
    if not isinstance(value, datetime):
        return _days_apart((_date_of(now) if now else timezone.localdate()) - value)
    gap = (now or timezone.now()) - value
    seconds = abs(gap.total_seconds())
    if seconds < 60:
        return "à l’instant"
    if seconds < 3600:
        return _apart(_some(int(seconds // 60), "minute"), gap.total_seconds() > 0)
    if seconds < 86400:
        return _apart(_some(int(seconds // 3600), "heure"), gap.total_seconds() > 0)
    return _days_apart(gap)


def _apart(words, past) -> str:
    return f"il y a {words}" if past else f"dans {words}"


def _days_apart(gap) -> str:
    days = abs(gap.days) if gap.days >= 0 else abs(gap).days
    past = gap.days > 0
    if days == 0:
        return "aujourd’hui"
    if days == 1:
        return "hier" if past else "demain"
    if days < 60:
        return _apart(_some(days, "jour"), past)
    if days < 730:
        return _apart(_some(days * 12 // 365, "mois", "mois"), past)
    return _apart(_some(days // 365, "an"), past)


def count_of(count, words) -> str:
    """`{{ n|count_of:"fiche,fiches" }}` → « 3 fiches »."""
    one, _, many = words.partition(",")
    count = count or 0
    return f"{number(count)}{NBSP}{one if count < 2 else many or one + 's'}"


def size(count) -> str:
    """« 537 octets », « 184 Ko », « 2,4 Mo »: as the desks of people count them."""
    if count in (None, ""):
        return NOTHING
    amount, units = int(count), ["Ko", "Mo", "Go"]
    if amount < 1000:
        return _some(amount, "octet")
    value = Decimal(amount) / 1000
    while value >= 1000 and len(units) > 1:
        value, units = value / 1000, units[1:]
    return f"{number(value, 0 if value >= 10 or units[0] == 'Ko' else 1)}{NBSP}{units[0]}"


def inside(label) -> str:
    """A label inside a sentence: in small letters, but for acronyms. « Transmis à l’ARS » → « transmis à l’ARS »."""
    return re.sub(
        r"\w+", lambda word: word[0] if len(word[0]) > 1 and word[0].isupper() else word[0].lower(), str(label)
    )


def cut(text, size=80) -> str:
    """The beginning of a text on one line, in whole words, with « … » where something follows."""
    words = " ".join(str(text).split())
    if len(words) <= size:
        return words
    kept = words[: size + 1].rpartition(" ")[0] or words[:size]
    return kept.rstrip(" ,;:–-«(") + "…"


def severity(missing) -> tuple[str, str]:
    if not missing.blocking:
        return "Conseil", "info"
    return ("À justifier", "warning") if missing.justifiable else ("Bloquant", "error")


def severity_rank(missing) -> int:
    return {"error": 0, "warning": 1, "info": 2}[severity(missing)[1]]


def name_of(person) -> str:
    if person is None or person == "":
        return "Personne"
    return getattr(person, "display_name", "") or str(person)


def page_window(page, around=2) -> list[int | None]:
    """Page numbers to show: the ends, those around here, and None for a gap."""
    last = page.paginator.num_pages
    wanted = sorted({1, last} | {n for n in range(page.number - around, page.number + around + 1) if 1 <= n <= last})
    shown: list[int | None] = []
    for n in wanted:
        if shown and n - (shown[-1] or 0) == 2:
            shown.append(n - 1)
        elif shown and n - (shown[-1] or 0) > 2:
            shown.append(None)
        shown.append(n)
    return shown


def active_filters(form, query):
    """(label, value, query string without it) for each filter in use."""
    for field in form.visible_fields():
        name = field.html_name
        for value in query.getlist(name):
            if value == "":
                continue
            rest = query.copy()
            rest.pop("page", None)
            rest.setlist(name, [each for each in query.getlist(name) if each != value])
            yield {"label": field.label, "value": _choice_label(field, value), "query": rest.urlencode()}


def _choice_label(field, value) -> str:
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return "oui" if value in ("on", "true", "True") else value
    for key, label in choices:
        if str(key) == str(value):
            return str(label)
    return str(value)
