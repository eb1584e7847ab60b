"""How a place's name is compared: no accent, no case, « St » is « Saint »."""

from core.search import search_key

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


def place_key(*texts) -> str:
    """« St-Étienne » and « SAINT ETIENNE » → « saint etienne »."""
    key = search_key(" ".join(str(text) for text in texts if text))
    return " ".join(_SHORT.get(word, word) for word in key.split())
