"""A list of short texts, some of which are proposed: boxes to tick, and lines for the others, under one name."""

from django import forms

from core.forms import LinesField


class ProposedLines(forms.Textarea):
    template_name = "contracts/_proposed_lines.html"
    use_fieldset = True
    proposals: tuple[str, ...] = ()

    def value_from_datadict(self, data, files, name):
        sent = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return "\n".join(sent)

    def get_context(self, name, value, attrs):
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        others = "\n".join(line for line in lines if line not in self.proposals)
        context = super().get_context(name, others, attrs)
        context["widget"]["proposals"] = [(text, text in lines) for text in self.proposals]
        return context


class ProposedLinesField(LinesField):
    widget = ProposedLines(attrs={"rows": 3})

    def propose(self, texts):
        """The boxes; without any, a plain list of lines."""
        if texts:
            self.widget.proposals = tuple(texts)
        else:
            self.widget = forms.Textarea(attrs={"rows": 3})
            self.help_text = "Un par ligne."

    def has_changed(self, initial, data):
        # The boxes come first whatever the order that was kept.
        return sorted(self.clean(data)) != sorted(initial or [])
