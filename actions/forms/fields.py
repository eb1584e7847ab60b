"""What a fiche asks beyond the fields of the site: people and places in lines, a place in the plan."""

from django import forms

from accounts.models import User
from actions.enums import PlaceLevel
from core.search import search_key


class SemicolonLines(forms.CharField):
    """One row per line, its parts between semicolons."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_rows(self, text):
        for line in str(text or "").splitlines():
            parts = [" ".join(part.split()) for part in line.split(";")]
            if any(parts):
                yield parts


class PeopleField(SemicolonLines):
    """« Nom ; fonction ; courriel », a person per line; an address of an account names that account."""

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(" ; ".join(_parts(person)) for person in value)

    def clean(self, value):
        rows = [self._person(parts) for parts in self.to_rows(super().clean(value))]
        emails = {row["email"].lower() for row in rows if row["email"]}
        known = {user.email: user for user in User.objects.active().filter(email__in=emails)}
        return [{**row, "user": known.get(row["email"].lower())} for row in rows]

    def _person(self, parts):
        email = next((part for part in parts if "@" in part), "")
        words = [part for part in parts if part != email] + ["", ""]
        if len(words) > 4:
            raise forms.ValidationError("Écrivez une personne par ligne\xa0: nom\xa0; fonction\xa0; courriel.")
        return {"name": words[0], "function": words[1], "email": email}

    def has_changed(self, initial, data):
        return list(self.to_rows(self.prepare_value(initial))) != list(self.to_rows(data))


def _parts(person):
    """Name, function, address, without empty ends."""
    parts = [person["name"], person["function"], person["email"]]
    while parts and not parts[-1]:
        parts.pop()
    return parts


class PlacesField(SemicolonLines):
    """A place per line: a commune or EPCI of the perimeter by its name, a QPV, an establishment, anything else."""

    def __init__(self, *, known=(), **kwargs):
        super().__init__(**kwargs)
        #: (level, code, name) of what the perimeter holds.
        self.known = known

    def prepare_value(self, value):
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(self._line(place) for place in value)

    def _line(self, place):
        level = PlaceLevel(place["level"]).label if place["level"] in PlaceLevel.values else ""
        parts = [place["name"], place["code"], level]
        if self._found(place["name"]) == (place["level"], place["code"]):
            return place["name"]
        while parts and not parts[-1]:
            parts.pop()
        return " ; ".join(parts)

    def _found(self, name):
        key = search_key(name)
        matches = [(level, code) for level, code, known in self.known if search_key(known) == key]
        return matches[0] if len(matches) == 1 else None

    def clean(self, value):
        return [self._place(parts) for parts in self.to_rows(super().clean(value))]

    def _place(self, parts):
        name, code, said, *more = [*parts, "", ""]
        levels = {search_key(label): value for value, label in PlaceLevel.choices}
        levels |= {value: value for value in PlaceLevel.values} | {"qpv": "qpv"}
        level = levels.get(search_key(said), "")
        if any(more) or (said and not level):
            raise forms.ValidationError("Écrivez un lieu par ligne\xa0: nom, ou nom\xa0; code\xa0; nature.")
        if not code and not level and (found := self._found(name)):
            level, code = found
        return {"level": level, "code": code, "name": name}

    def has_changed(self, initial, data):
        return list(self.to_rows(self.prepare_value(initial))) != list(self.to_rows(data))


class PlanPlaceField(forms.ChoiceField):
    """Where in the plan: an axis (« a12 ») or an objective of it (« o34 »), in one list."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.axes, self.objectives = {}, {}

    def of(self, contract):
        self.axes = {f"a{axis.pk}": axis for axis in contract.axes.all()}
        self.objectives = {f"o{each.pk}": each for each in contract.objectives.select_related("axis")}
        self.choices = list(self._groups())
        return self

    def _groups(self):
        for key, axis in self.axes.items():
            inside = [(code, f"Objectif {each}") for code, each in self.objectives.items() if each.axis_id == axis.pk]
            yield str(axis), [(key, f"{axis} (sans objectif)" if inside else str(axis)), *inside]

    def clean(self, value):
        code = super().clean(value)
        if code in self.objectives:
            return self.objectives[code].axis, self.objectives[code]
        return self.axes.get(code), None


def plan_place(action) -> str:
    return f"o{action.objective_id}" if action.objective_id else f"a{action.axis_id}"
