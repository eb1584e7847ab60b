"""The exchange file of a contract (`cls-exchange/1`): one whole contract as JSON, read and written.

document = export_contract(contract)                     # dict, ready for json.dumps
document = parse(content)                                # bytes -> dict, or Invalid by path
preview = preview_import(document, as_draft=False)       # nothing is written
result = import_contract(document, actor=…, as_draft=…)  # all or nothing
"""

from .reading import ImportResult, import_contract, preview_import
from .schema import parse
from .writing import canonical, export_contract

__all__ = ["ImportResult", "canonical", "export_contract", "import_contract", "parse", "preview_import"]
