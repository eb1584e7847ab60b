"""The first page of the evaluation of a contract, made of blocks: each topic registers its own in `apps.py`.

    register("evaluation/_home_figures.html", figures_block, order=10)

`context(contract, user, today)` gives what the template reads under the name `block`, or None where there is nothing to
show to this person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Block:
    template: str
    context: Callable[..., dict | None]
    order: int


_blocks: list[Block] = []


def register(template: str, context: Callable[..., dict | None], *, order: int) -> None:
    if template not in {block.template for block in _blocks}:
        _blocks.append(Block(template, context, order))
        _blocks.sort(key=lambda block: block.order)


def blocks_for(contract, user, today) -> list[dict[str, Any]]:
    told = [(block.template, block.context(contract, user, today)) for block in _blocks]
    return [{"template": template, "block": context} for template, context in told if context is not None]
