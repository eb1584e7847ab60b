"""The usual end of a form: the service writes, or its refusal is shown on the form with all that was typed."""

from core.errors import Invalid, Refused, Stale

from .conflict import conflict_for
from .loading import by


def settle(request, form, write):
    """(done, conflict): whether `write()` went through; a `Stale` gives what both versions say.

    What the service refused stands on the form, which keeps what was typed.
    """
    try:
        with by(request):
            write()
        return True, None
    except Stale as stale:
        return False, conflict_for(form, stale)
    except (Invalid, Refused) as error:
        form.add_refusal(error)
        return False, None


def status_of(form, conflict=None) -> int:
    """200, 400 where something typed is refused, 409 where somebody saved meanwhile."""
    return 409 if conflict else 400 if form.errors else 200
