"""What the parts of a contract use to read their share of a file: rows in bulk, problems and doubts by path."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from accounts.enums import OrganisationKind, Sector
from accounts.services.organisations import (
    current_organisation,
    find_organisation,
    look_alikes,
    resolve_organisation,
)
from core.days import far_days
from core.errors import Invalid
from core.history import journal_created
from core.search import search_key

from .fields import read_row

BATCH = 500


@dataclass(frozen=True)
class LookAlike:
    """A name of the file that resembles organisations: `(key, name)`, no key for one of the same file."""

    path: str
    name: str
    others: list[tuple[int | None, str]]

    def __str__(self):
        others = " ou ".join(f"« {name} »" for _key, name in self.others)
        return f"« {self.name} » ressemble à {others} : est-ce la même organisation ?"


class Reader:
    """One file being read into `contract`.

    `node` is the file's `contract` object. `axes`, `objectives` and `findings` are `(node, path, row)` in file order.
    `problems` (path → sentences) refuse the whole file; `doubts` (path, sentence) are only said. `alike` are the new
    names that resemble one that is known; `same_as` (name → organisation's key, or name said earlier in the file)
    settles them. `actor` is who imports; none is a command, which sees everything.
    """

    def __init__(self, node, *, actor=None, contract=None, as_draft=False, same_as=None, progress=None):
        self.node = node
        self.actor = actor
        self.contract = contract
        self.as_draft = as_draft
        self.axes: list[tuple[dict, str, Any]] = []
        self.objectives: list[tuple[dict, str, Any]] = []
        self.findings: list[tuple[dict, str, Any]] = []
        #: By path: promises have neither number nor title.
        self.commitments: dict[str, Any] = {}
        self.problems: dict[str, list[str]] = {}
        self.doubts: list[tuple[str, str]] = []
        self.created: Counter[str] = Counter()
        self.new_organisations: list[Any] = []
        self.alike: list[LookAlike] = []
        self._same_as = {search_key(name): other for name, other in (same_as or {}).items()}
        self._organisations: dict[tuple, Any] = {}
        self._progress = progress

    def tell(self, percent, message):
        if self._progress:
            self._progress(percent, message)

    def problem(self, path, sentence):
        self.problems.setdefault(path, []).append(sentence)

    def doubt(self, path, sentence):
        self.doubts.append((path, sentence))

    # --- rows ------------------------------------------------------------------------------------
    def rows(self, model, nodes, path, fields, *, periods=(), first=1, **common):
        """Create one row a node, in order, in bulk; returns `(node, path, row)` for those that could be.

        `common` are arguments of every row; a callable one is given the node. `periods` are pairs of keys whose
        second date may not precede the first.
        """
        made = []
        for index, node in enumerate(nodes or ()):
            here = f"{path}[{index}]"
            arguments = {"position": first + index, **_given(common, node)}
            if row := self.build(model, node, here, fields, periods=periods, **arguments):
                made.append((node, here, row))
        return self.save(model, made)

    def build(self, model, node, path, fields, *, periods=(), **arguments):
        """The row, checked but not saved; `None` and problems where it cannot be."""
        before = len(self.problems)
        values = read_row(node, fields, path, self)
        for start, end in periods:
            self._check_period(node, path, start, end)
        if hasattr(model, "contract"):
            arguments.setdefault("contract", self.contract)
        row = model(**arguments, **values)
        skipped = [f.name for f in model._meta.fields if f.is_relation or f.name == "id"]
        keys = {field.name: field.key for field in fields}
        try:
            row.clean_fields(exclude=skipped)
            if wrong := far_days(row):
                raise ValidationError(wrong)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    self.problem(f"{path}.{keys.get(name, name)}", message)
        return row if len(self.problems) == before else None

    def save(self, model, made):
        """Insert the rows of `(node, path, row)` in bulk, and journal that they came."""
        if self.problems or not made:
            return made if not self.problems else []
        rows = [row for _node, _path, row in made]
        model._base_manager.bulk_create(rows, batch_size=BATCH)
        if hasattr(model, "get_additional_data"):
            journal_created(rows)
        self.created[str(model._meta.verbose_name if len(rows) == 1 else model._meta.verbose_name_plural)] += len(rows)
        return made

    def children(self, model, parents, key, fields, *, link, periods=(), unique=None, **common):
        """The rows that hang on `parents` (`(node, path, row)`), from their list `key`, all in one insert.

        `common` as in `rows`.
        """
        made = []
        for parent_node, parent_path, parent in parents:
            seen = set()
            for index, node in enumerate(parent_node.get(key) or ()):
                here = f"{parent_path}.{key}[{index}]"
                if unique and node.get(unique) in seen:
                    self.problem(f"{here}.{unique}", f"« {node[unique]} » est déjà plus haut dans la liste.")
                    continue
                seen.add(node.get(unique) if unique else index)
                arguments = {**_given(common, node), link: parent, "position": index + 1}
                if row := self.build(model, node, here, fields, periods=periods, **arguments):
                    made.append((node, here, row))
        return self.save(model, made)

    def refuse_repeated(self, key, inner):
        """A problem for each entry of the contract's list `key` whose `inner` value was already said."""
        seen = set()
        for index, node in enumerate(self.node.get(key) or ()):
            said = node.get(inner)
            if said in seen:
                self.problem(f"contract.{key}[{index}].{inner}", f"« {said} » est déjà plus haut dans la liste.")
            seen |= {said} if said else set()

    def _check_period(self, node, path, start, end):
        first, last = node.get(start), node.get(end)
        if first and last and date.fromisoformat(last) < date.fromisoformat(first):
            self.problem(f"{path}.{end}", f"Cette date ({last}) précède le début ({first}).")

    # --- organisations ---------------------------------------------------------------------------
    def organisation(self, data, path):
        """The organisation of the register meant by `data`, created where it is new; look-alikes are said."""
        key = (" ".join(data["name"].split()).casefold(), data.get("siren"))
        if key not in self._organisations:
            self._organisations[key] = self._resolve(data, path)
        return self._organisations[key]

    def _resolve(self, data, path):
        said = {
            "name": data["name"],
            "kind": self._code(data, "kind", OrganisationKind, path),
            "sector": self._code(data, "sector", Sector, path),
            "siren": data.get("siren") or "",
            "aliases": data.get("aliases") or (),
        }
        known = self._recognised(said["name"]) or find_organisation(
            name=said["name"], siren=said["siren"], aliases=said["aliases"]
        )
        alike = [] if known else look_alikes(said["name"], siren=said["siren"] or None, limit=3)
        try:
            organisation = resolve_organisation(**said, known=known)
        except Invalid as error:
            for field, sentences in (error.fields or {"name": error.sentences}).items():
                for sentence in sentences:
                    self.problem(f"{path}.{field}", sentence)
            return None
        if known is None:
            self.new_organisations.append(organisation)
        if alike:
            here = {made.pk for made in self.new_organisations}
            others = [(None if other.pk in here else other.pk, other.name) for other in alike]
            self.alike.append(LookAlike(path, said["name"], others))
        return organisation

    def _recognised(self, name):
        """What a person said this name to be, if they did: an organisation of the register, or a name above."""
        other = self._same_as.get(search_key(name))
        if isinstance(other, int):
            return current_organisation(other)
        return find_organisation(name=other) if other else None

    def _code(self, data, key, choices, path):
        value = data.get(key) or ""
        if value and value not in choices.values:
            self.doubt(f"{path}.{key}", f"« {value} » n’est pas une nature connue : elle est notée « Autre ».")
            return choices.OTHER
        return value


def _given(common, node) -> dict:
    return {name: value(node) if callable(value) else value for name, value in common.items()}
