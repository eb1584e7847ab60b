"""What the person had in front of them: so that only what she touched is written, and crossings are told apart.

A page carries, for each field, a short print of the value it showed. When it comes back, a field whose value still has
that print was not touched; where the row has changed meanwhile, only fields that both touched need a choice.
"""

import json
from hashlib import blake2b

from django import forms

from core import richtext
from core.forms import RichTextField


def print_of(field, value) -> str:
    plain = json.dumps(canonical(field, value), ensure_ascii=False, sort_keys=True, default=str)
    return blake2b(plain.encode(), digest_size=6).hexdigest()


def canonical(field, value):
    if isinstance(field, RichTextField):
        text = value or ""
        return richtext.sanitize(text if "<" in text else richtext.from_text(text))
    if isinstance(field, forms.MultipleChoiceField):
        # Boxes come back in the order of the page, whatever order an import had written.
        return sorted(str(each) for each in value or [])
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.replace("\r\n", "\n").strip().split("\n"))
    if value is None:
        return ""
    if hasattr(value, "pk"):
        return str(value.pk)
    if isinstance(value, dict):
        return {key: canonical(None, each) for key, each in value.items() if key != "user"}
    if isinstance(value, list | tuple) or hasattr(value, "all"):
        return [canonical(None, each) for each in (value.all() if hasattr(value, "all") else value)]
    return str(value)


class Seen(forms.Form):
    """Mixed into a form that sets `values_now()`: field name → the value of the row as it is now."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def values_now(self) -> dict:
        raise NotImplementedError

    def prints(self) -> dict[str, str]:
        return {name: print_of(self.fields[name], value) for name, value in self.values_now().items()}

    def seen_prints(self) -> dict[str, str]:
        try:
            told = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            told = {}
        return told if isinstance(told, dict) else {}

    def touched(self) -> list[str]:
        """The fields that the person changed, by comparison with what the page had shown her."""
        before = {**self.prints(), **self.seen_prints()}
        given_up = {name for name in before if self._given_up(name)}
        return [
            name
            for name in self.values_now()
            if name in self.cleaned_data
            and not self.fields[name].disabled
            and name not in given_up
            and print_of(self.fields[name], self.cleaned_data[name]) != before[name]
        ]

    def _given_up(self, name) -> bool:
        """The other's text was chosen, and nothing was typed since."""
        chosen = self.data.get(f"conflict-{name}") == "theirs"
        return chosen and self.sent(name) == self.data.get(f"conflict-{name}-was", self.sent(name))

    def sent(self, name) -> str:
        """The field as the browser sent it."""
        return ",".join(self.data.getlist(name)) if hasattr(self.data, "getlist") else str(self.data.get(name, ""))

    def moved(self) -> list[str]:
        """The fields that somebody else changed since the page was shown."""
        seen = self.seen_prints()
        return [name for name, now in self.prints().items() if name in seen and seen[name] != now]
