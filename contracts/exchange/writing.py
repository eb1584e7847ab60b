"""A contract becomes a file. What is empty is not written; organisations are written whole."""

import json

from contracts.parts import ExportContext, parts

from . import tables
from .fields import write_row
from .schema import FORMAT


def export_contract(contract, *, at=None) -> dict:
    """The whole contract as a `cls-exchange/1` document; `at` dates it, and is left out of fingerprints."""
    node = {"reference": contract.reference, **write_row(contract, tables.CONTRACT), "status": contract.stage}
    context = ExportContext(contract=contract, node=node)
    for part in parts():
        part.write(context)
    return {"format": FORMAT, **({"exported_at": at.isoformat()} if at else {}), "contract": node}


def canonical(document) -> bytes:
    """The same document always gives these same bytes: what the fingerprint is taken of."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def without_addresses(value):
    """The same document without the mail addresses of people: what a system that pulls contracts may have."""
    if isinstance(value, dict):
        return {key: without_addresses(inner) for key, inner in value.items() if key != "email"}
    if isinstance(value, list):
        return [without_addresses(inner) for inner in value]
    return value
