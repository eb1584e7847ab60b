"""Rules of the house that no other tool checks. The line of applications is import-linter's, in `make check`."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LINE = ["core", "territories", "accounts", "contracts", "actions", "governance", "evaluation", "cls_platform"]
LONGEST_FILE = 350

PYTHON = sorted(path for app in LINE for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# The strict policy holds in a browser; a mail and a sheet of paper carry their own style.
PAGES = [path for path in TEMPLATES if not {"pdf", "mail", "mails"} & set(path.parts)]


def short(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_a_file_holds_one_idea(path):
    lines = len(path.read_text().splitlines())
    assert lines <= LONGEST_FILE, f"{short(path)} has {lines} lines: split it by idea"


def test_nobody_asks_the_registry_for_a_model_on_the_right():
    to_the_right = []
    for path in PYTHON:
        own = LINE.index(path.relative_to(ROOT).parts[0])
        for app in models_asked_by_name(path):
            if app in LINE and LINE.index(app) > own:
                to_the_right.append(f"{short(path)} asks for {app}")
    assert to_the_right == []


def models_asked_by_name(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "get_model":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield str(first.value).split(".")[0].lower()


FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\b(?:src|nonce)=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    "an inline style sheet": re.compile(r"<style(?![^>]*\bnonce=)[^>]*>", re.I),
    "a style attribute": re.compile(r"<[a-z][^<>]*\sstyle=", re.I),
    "an event attribute": re.compile(r"<[a-z][^<>]*\son[a-z]+=", re.I),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.I),
}


@pytest.mark.parametrize("path", PAGES, ids=short)
def test_a_page_keeps_to_the_strict_policy(path):
    # Scripts inside a drawing are no less refused: SVG is read too.
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@pytest.mark.parametrize(
    "fault",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p class="a"\n style="color: red">',
        '<button type="button" onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_the_policy_sees_each_fault(fault):
    assert any(pattern.search(fault) for pattern in FORBIDDEN.values())


def test_what_the_policy_allows():
    allowed = (
        '<script src="a.js"></script><script type="application/json">{}</script><p data-style="x" hx-on>on="off"</p>'
    )
    assert not any(pattern.search(allowed) for pattern in FORBIDDEN.values())


def test_every_dependency_has_its_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    written = (ROOT / "docs" / "dependencies.md").read_text()
    missing = [name for name in (re.match(r"[\w.-]+", each).group() for each in names) if f"`{name}`" not in written]
    assert missing == []


def test_the_locks_name_no_machine():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "--index-url" not in text, lock.name
        assert "://" not in text, lock.name
