"""The parts of a contract. Each app brings its own; `contracts` walks them without knowing who is there.

An app registers its `Part` subclass in `AppConfig.ready()`:

    register(ActionsPart())

The exchange file, the PDF, the frozen snapshot, the list of what is missing and the side menu are made of parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from core.errors import Missing


@dataclass(frozen=True)
class Tab:
    """One line of the side menu: `url_name` takes the contract's reference; lines of one `group` stand together."""

    code: str
    label: str
    url_name: str
    order: int = 100
    count: int | None = None
    group: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of the contract's home, leading to the rows behind it. `words`: « fiche,fiches »."""

    words: str
    value: int
    url_name: str
    order: int = 100


@dataclass(frozen=True)
class FrozenRule:
    """What signing freezes of one model: these fields, and whether rows may still come or go.

    `open_where` names field values that keep a row out of the freeze, such as the fiches written after a framework.
    """

    fields: tuple[str, ...] = ()
    insert: bool = True
    delete: bool = True
    open_where: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Discussed:
    """Rows that are commented one by one. `word` is in their addresses and in the id of each on the page `url_name`.

    Without `url_name`, each row has a page of its own (`get_absolute_url`).
    """

    anchor: str
    word: str
    label: str
    model: type
    url_name: str = ""
    related: tuple[str, ...] = ()

    def rows(self, contract):
        return self.model._base_manager.filter(contract=contract).select_related("contract", *self.related)

    def place_of(self, row) -> str:
        if not self.url_name:
            return row.get_absolute_url()
        return f"{reverse(self.url_name, args=[row.contract.reference])}#{self.word}-{row.pk}"


@dataclass
class ExportContext:
    """The document being written; the nodes of axes, objectives, findings by id: other parts hang theirs on them."""

    contract: Any
    node: dict
    axes: dict[int, dict] = field(default_factory=dict)
    objectives: dict[int, dict] = field(default_factory=dict)
    findings: dict[int, dict] = field(default_factory=dict)


class Part:
    """One app's share of a contract. Override what concerns you; the rest says nothing."""

    code = ""
    label = ""
    order = 100
    #: {Model: FrozenRule}; the database triggers and the services read the same table.
    frozen: dict[type, FrozenRule] = {}
    #: {Model: names of fields}: rows that prove, never deleted, and whose fields are never changed once written.
    #: A list among them (many-to-many) never shrinks, and no longer grows once the row's `sealed_at` is set.
    kept: dict[type, tuple[str, ...]] = {}
    #: {Model: names of fields} that may be empty, and are never changed once they are not.
    once: dict[type, tuple[str, ...]] = {}
    #: What this part writes beside the keys of the format: {definition of the schema: {key: its JSON Schema}}, or
    #: "definition.list" for the rows of a list inside one. Checked and read back as the format's own.
    own_keys: dict[str, dict[str, dict]] = {}

    #: {title in English: Lifecycle} of the rows of this part that have one, for the tables of the code.
    lifecycles: dict[str, Any] = {}

    #: The rows of this part that are commented one by one.
    discussed: tuple[Discussed, ...] = ()

    def prepare(self, contract) -> None:
        """Give a contract that has just been created what it has from its first day. One that is read from a file has
        what the file says, and no more.
        """

    def write(self, context: ExportContext) -> None:
        """Add this part to the exchange document (`context.node` is its `contract` object)."""

    def read(self, reader) -> None:
        """Create this part's rows from the document (`exchange.reader.Reader`), in order, in one transaction."""

    def requirements(self, contract, *, target: str, today, advice=True) -> Iterable[Missing]:
        """What is missing, as far as this part knows, to pass to the stage `target`.

        Without `advice`, rules that never block may be skipped, and their queries with them.
        """
        return ()

    def faults(self, contract) -> Iterable[str]:
        """What this part froze and no longer matches its fingerprint, as sentences."""
        return ()

    def tabs(self, contract, user) -> Iterable[Tab]:
        return ()

    def figures(self, contract, user) -> Iterable[Figure]:
        """The few figures that say how big the contract is. One query each."""
        return ()

    def pdf_sections(self, node, facts) -> Iterable[tuple[int, str, dict]]:
        """(order, template, context) of the printed contract. Below 500 in the body, from 500 among the annexes.

        `node` is the `contract` of the exchange document, complete; `facts` are `contracts.pdf.contract_facts`.
        """
        return ()

    def pdf_contents(self, node, facts) -> Iterable[tuple[int, str, str]]:
        """(order, anchor, title): this part's lines of the table of contents."""
        return ()


_parts: list[Part] = []


def register(part: Part) -> None:
    if part.code not in {known.code for known in _parts}:
        _parts.append(part)
        _parts.sort(key=lambda known: known.order)


def parts() -> list[Part]:
    return list(_parts)


def prepare_all(contract) -> None:
    for part in _parts:
        part.prepare(contract)


def frozen_rules() -> dict[type, FrozenRule]:
    return {model: rule for part in _parts for model, rule in part.frozen.items()}


def kept_rows() -> dict[type, tuple[str, ...]]:
    return {model: names for part in _parts for model, names in part.kept.items()}


def written_once() -> dict[type, tuple[str, ...]]:
    return {model: names for part in _parts for model, names in part.once.items()}


def discussed() -> list[Discussed]:
    return [kind for part in _parts for kind in part.discussed]


def own_keys() -> list[tuple[str, dict[str, dict]]]:
    return [pair for part in _parts for pair in part.own_keys.items()]


def all_tabs(contract, user) -> list[Tab]:
    return sorted((tab for part in _parts for tab in part.tabs(contract, user)), key=lambda tab: tab.order)


def all_figures(contract, user) -> list[Figure]:
    found = [figure for part in _parts for figure in part.figures(contract, user)]
    return sorted(found, key=lambda figure: figure.order)


def all_faults(contract) -> list[str]:
    return [sentence for part in _parts for sentence in part.faults(contract)]


def all_requirements(contract, *, target, today, advice=True) -> list[Missing]:
    asked = {"target": target, "today": today, "advice": advice}
    return [item for part in _parts for item in part.requirements(contract, **asked)]
