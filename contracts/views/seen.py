"""A gesture without a form, such as a removal, made on what the person saw: its page carries a hidden `version`."""

from contextlib import contextmanager

from contracts.journal import tell
from core import wording
from core.errors import Invalid, Stale

from .conflict import changes_since
from .loading import by

TOLD = 3


@contextmanager
def as_seen(request):
    """`with as_seen(request) as version:` journals as `by` does; a `Stale` says who changed what since `version`."""
    version = _version(request)
    try:
        with by(request):
            yield version
    except Stale as stale:
        stale.sentences += _what_changed(stale.current, version)
        raise


def _version(request) -> int | None:
    given = request.POST.get("version", "")
    if given and not (given.isdecimal() and len(given) < 10):
        raise Invalid("La version envoyée n’est pas un nombre\xa0: rechargez la page.")
    return int(given) if given else None


def _what_changed(row, version) -> list[str]:
    return [_sentence(line) for line in tell(changes_since(row, version)[:TOLD])]


def _sentence(line):
    fields = "\xa0; ".join(
        f"{field['label']}\xa0: «\xa0{field['before'] or 'vide'}\xa0» est devenu «\xa0{field['after'] or 'vide'}\xa0»"
        for field in line["fields"]
    )
    return f"{line['who']}, {wording.moment(line['at'])}\xa0: {fields or line['what']}."
