"""What the cells of one contract may name, asked once for a whole file."""

from functools import cached_property

from accounts.look_alikes import kind_in
from accounts.services.organisations import (
    current_organisation,
    find_organisation,
    look_alikes,
    resolve_organisation,
)
from core.search import search_key

from .cells import Unreadable


class Context:
    """`new_organisations` are those that the file brought; `alike` the names that resemble a known one, to be settled.

    `same_as` settled them: name of the file → key of an organisation, or a name that the file said earlier.
    """

    def __init__(self, contract, *, same_as=None):
        self.contract = contract
        self.new_organisations: list[str] = []
        self.alike: list[dict] = []
        self._same_as = {search_key(name): other for name, other in (same_as or {}).items()}
        self._organisations: dict = {}
        self._broken: set[str] = set()

    @cached_property
    def axes(self):
        return list(self.contract.axes.all())

    @cached_property
    def objectives(self):
        return list(self.contract.objectives.select_related("axis"))

    @cached_property
    def agreements(self):
        return list(self.contract.funding_agreements.all())

    @cached_property
    def fiches(self):
        """Name → fiche, `None` where several bear it."""
        return self._named(self.contract.actions.only("number", "title", "contract"))

    def add_fiches(self, actions):
        for action in actions:
            for key in _keys(action):
                self.fiches.setdefault(key, action)

    @staticmethod
    def _named(rows):
        names: dict = {}
        for row in rows:
            for key in _keys(row):
                names[key] = row if key not in names else None
        return names

    @cached_property
    def _axis_names(self):
        return self._named(self.axes)

    @cached_property
    def _objective_names(self):
        return self._named(self.objectives)

    def axis(self, words):
        return self._axis_names.get(search_key(words))

    def objective(self, words):
        return self._objective_names.get(search_key(words))

    def plan_changed(self):
        """An axis or an objective was added: the plan is read again."""
        for name in ("axes", "objectives", "_axis_names", "_objective_names"):
            self.__dict__.pop(name, None)

    def agreement(self, words):
        return next((each for each in self.agreements if search_key(str(each)) == search_key(words)), None)

    def broken(self, number, title):
        """A fiche of the file that could not be taken: its rows say so, rather than that it does not exist."""
        words = [number, title, f"{number}. {title}"]
        self._broken |= {search_key(each) for each in words if each}

    def fiche(self, words):
        key = search_key(words)
        if key in self._broken and key not in self.fiches:
            raise Unreadable("La fiche de cette ligne a elle-même un problème, dit plus haut.")
        if key not in self.fiches:
            raise Unreadable(f"«\xa0{words}\xa0» n’est pas une fiche de ce contrat ni de ce fichier.")
        if self.fiches[key] is None:
            raise Unreadable(f"Plusieurs fiches s’appellent «\xa0{words}\xa0»\xa0: écrivez le numéro et le titre.")
        return self.fiches[key]

    def organisation(self, name):
        """The one of the register, by name or alias; a new one is made, and look-alikes are said."""
        key = search_key(name)
        if key not in self._organisations:
            self._organisations[key] = self._resolve(name)
        return self._organisations[key]

    def _resolve(self, name):
        if len(name) > 300:
            raise Unreadable("Ce nom d’organisation dépasse 300\xa0caractères.")
        if settled := self._settled(name):
            return resolve_organisation(name=name, known=settled)
        known = find_organisation(name=name)
        if known:
            return known
        if alike := look_alikes(name, limit=3):
            self.alike.append({"name": name, "place": "", "others": [self._other(each) for each in alike]})
        self.new_organisations.append(name)
        return resolve_organisation(name=name, kind=kind_in(name))

    def _settled(self, name):
        other = self._same_as.get(search_key(name))
        if isinstance(other, int):
            return current_organisation(other)
        return find_organisation(name=other) if other else None

    def _other(self, organisation) -> dict:
        """One of this very file has no key that would last until the import: its name says it."""
        if organisation.name in self.new_organisations:
            return {"value": organisation.name, "label": f"«\xa0{organisation.name}\xa0», citée plus haut"}
        return {"value": organisation.pk, "label": f"«\xa0{organisation.name}\xa0», déjà connue"}

    @cached_property
    def _places(self):
        from actions.forms.fiche import known_places

        return {search_key(name): (level, code, name) for level, code, name in known_places(self.contract)}

    def place(self, words):
        level, code, name = self._places.get(search_key(words), ("", "", words))
        return {"level": level, "code": code, "name": name}


def _keys(row):
    """« 1. Accès aux soins », « Accès aux soins » and « 1 » name the same row."""
    return {key for key in (search_key(str(row)), search_key(row.title), search_key(row.number)) if key}
