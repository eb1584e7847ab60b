"""What applications show on the page of an organisation: its contracts, fiches, seats, and what was asked of it.

Each registers its own in `AppConfig.ready()`; only what `user` may see is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """`context(user, organisation)` gives the context of `template`, in `block`; None where nothing is to be shown."""

    template: str
    context: Callable
    order: int = 100


_blocks: dict[str, Block] = {}


def register(template, context, *, order=100):
    _blocks[template] = Block(template, context, order)


def blocks_for(user, organisation) -> list[dict]:
    found = [(block, block.context(user, organisation)) for block in sorted(_blocks.values(), key=lambda b: b.order)]
    return [{"template": block.template, "context": context} for block, context in found if context is not None]
