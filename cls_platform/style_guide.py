"""Samples for the style guide page."""


def context(request):
    return {}
