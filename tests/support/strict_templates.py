"""A variable that our templates name and nobody defined fails the test that renders it.

Templates of Django, of the design system and of other packages count on undefined variables being empty, so only the
templates under `templates/` are held to it. Django asks `if string_if_invalid:` at the moment it meets an undefined
variable: that question is where we look at who is asking.
"""

import sys

from django.conf import settings


class UndefinedVariable(AssertionError):
    pass


class StrictInvalid(str):
    def __bool__(self):
        caller = sys._getframe(1)
        if caller.f_code.co_name == "resolve" and "string_if_invalid" in caller.f_locals:
            origin = _template_asking(caller)
            if origin is not None and _is_ours(origin.name):
                variable = caller.f_locals["self"].var
                raise UndefinedVariable(f"{origin.template_name}: “{variable}” is not defined")
        return False


def _template_asking(frame):
    while frame is not None:
        if frame.f_code.co_name == "render_annotated":
            return getattr(frame.f_locals["self"], "origin", None)
        frame = frame.f_back
    return None


def _is_ours(path):
    return str(path).startswith(str(settings.BASE_DIR / "templates"))
