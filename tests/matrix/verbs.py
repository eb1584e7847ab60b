"""The verbs that each address knows, read from the views themselves; any other must be answered 405."""

import inspect

from django.urls import get_resolver

VERBS = {"get", "post", "put", "patch", "delete"}


def routes():
    """`{name of an address: its verbs}`, without the Django admin."""
    return {name: verbs_of(view) for name, view in _walk(get_resolver()) if not name.startswith(("admin:", "djdt:"))}


def verbs_of(view) -> set[str]:
    """Of a REST resource, its actions; of a page, what its `require_…` decorator lets in, else all."""
    if actions := getattr(view, "actions", None):
        return set(actions) & VERBS
    while view is not None:
        told = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in told:
            return {verb.lower() for verb in told["request_method_list"]} & VERBS
        view = getattr(view, "__wrapped__", None)
    return VERBS


def _walk(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", pattern.callback
