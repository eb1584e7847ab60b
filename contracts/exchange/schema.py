"""Is this file one of ours? Problems in French, each with its path, all of them at once."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

from contracts.parts import own_keys
from core.errors import Invalid

FORMAT = "cls-exchange/1"
MAX_BYTES = 20 * 1024 * 1024
MAX_PROBLEMS = 100
_TYPES = {
    "string": "un texte",
    "number": "un nombre",
    "integer": "un nombre entier",
    "boolean": "vrai ou faux",
    "array": "une liste",
    "object": "un objet",
    "null": "rien",
}

_checker = FormatChecker(formats=())


@_checker.checks("date", raises=ValueError)
def _is_date(value):
    if isinstance(value, str):
        if len(value) != 10:
            raise ValueError
        date.fromisoformat(value)
    return True


@cache
def schema() -> dict:
    """The format, and the keys that the parts of a contract add to it (`Part.own_keys`)."""
    known = json.loads((Path(__file__).parent / "cls-exchange.schema.json").read_text(encoding="utf-8"))
    for name, keys in own_keys():
        _place(known, name)["properties"] |= keys
    return known


def _place(known, name) -> dict:
    """`funding` is a definition of the schema, `contract.bodies.seats` the rows of a list inside one."""
    definition, *lists = name.split(".")
    node = known["$defs"].setdefault(definition, {"type": "object", "properties": {}})
    for key in lists:
        node = node["properties"][key]["items"]
    return node


@cache
def _validator():
    return Draft202012Validator(schema(), format_checker=_checker)


def parse(content: bytes) -> dict:
    """The document in these bytes. Raises `Invalid` with `fields` by path where it is not one of ours."""
    if len(content) > MAX_BYTES:
        raise Invalid("Ce fichier dépasse 20 Mo : ce n’est sans doute pas un contrat.")
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise Invalid("Ce fichier n’est pas un texte en UTF-8 : ce n’est pas un fichier d’échange.") from error
    except RecursionError as error:
        raise Invalid("Ce fichier est trop imbriqué pour être un contrat.") from error
    except ValueError as error:
        raise Invalid(f"Ce fichier n’est pas du JSON : {_json_place(error)}.") from error
    check(document)
    return document


def _refuse_constant(name):
    raise ValueError(f"« {name} » n’est pas un nombre")


def _json_place(error):
    if isinstance(error, json.JSONDecodeError):
        return f"erreur à la ligne {error.lineno}, colonne {error.colno}"
    return str(error)


def check(document) -> None:
    """Raises `Invalid` naming each problem by its path."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Invalid(f"Ce fichier n’est pas au format {FORMAT} : sa clé « format » devrait le dire.")
    problems: dict[str, list[str]] = {}
    for error in _validator().iter_errors(document):
        for path, sentence in _problems(error):
            problems.setdefault(path, [])
            if sentence not in problems[path]:
                problems[path].append(sentence)
        if len(problems) >= MAX_PROBLEMS:
            break
    _check_no_nul(document, "", problems)
    if problems:
        raise Invalid(fields=problems)


def _check_no_nul(value, path, problems):
    """PostgreSQL stores no NUL character; better a sentence than a crash."""
    if isinstance(value, str) and "\x00" in value:
        problems.setdefault(path, []).append("Ce texte contient un caractère nul, qui ne peut pas être enregistré.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_no_nul(inner, f"{path}.{key}".lstrip("."), problems)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check_no_nul(inner, f"{path}[{index}]", problems)


def _problems(error):
    """(path, sentence) of one jsonschema error; `anyOf` with null says what its real branch says."""
    if error.validator == "anyOf" and error.context:
        inner = [e for e in error.context if e.schema.get("type") != "null"]
        if error.instance is not None:
            for child in inner:
                yield from _problems(child)
            return
    yield path_of(error.absolute_path), _sentence(error)


def path_of(parts) -> str:
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")


def _sentence(error) -> str:
    match error.validator:
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            return "Il manque : " + ", ".join(f"« {name} »" for name in missing) + "."
        case "type":
            wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
            return f"On attend {' ou '.join(_TYPES[t] for t in wanted)}, pas {_shown(error.instance)}."
        case "enum":
            allowed = ", ".join(str(value) for value in error.validator_value if value is not None)
            return f"{_shown(error.instance)} n’est pas une valeur connue. Valeurs possibles : {allowed}."
        case "format":
            return f"{_shown(error.instance)} n’est pas une date possible (AAAA-MM-JJ)."
        case "minLength":
            return "Ce texte est vide."
        case "minimum":
            return f"{_shown(error.instance)} est trop petit : le minimum est {error.validator_value}."
        case "pattern":
            return f"{_shown(error.instance)} n’a pas la forme attendue (neuf chiffres pour un SIREN)."
        case _:
            return f"{_shown(error.instance)} n’est pas accepté ici."


def _shown(value) -> str:
    if isinstance(value, dict):
        return "un objet"
    if isinstance(value, list):
        return "une liste"
    text = "rien" if value is None else str(value)
    return f"« {text[:60]}{'…' if len(text) > 60 else ''} »"


def unknown_keys(document) -> list[str]:
    """The paths of the keys that the schema does not know: read past, and said."""
    found: list[str] = []
    _walk_unknown(document, schema(), "", found)
    return found


def _walk_unknown(value, node, path, found):
    node = _resolve(node)
    if isinstance(value, dict) and "properties" in node:
        for key, inner in value.items():
            here = f"{path}.{key}".lstrip(".")
            if key in node["properties"]:
                _walk_unknown(inner, node["properties"][key], here, found)
            else:
                found.append(here)
    elif isinstance(value, list) and "items" in node:
        for index, inner in enumerate(value):
            _walk_unknown(inner, node["items"], f"{path}[{index}]", found)


def _resolve(node):
    if "$ref" in node:
        return _resolve(schema()["$defs"][node["$ref"].rsplit("/", 1)[1]])
    for branch in node.get("anyOf", ()):
        if branch.get("type") != "null":
            return _resolve(branch)
    return node
