"""The rooms of the house, and who may enter which (design.md §2)."""

import ast
import re
from pathlib import Path

import pytest

from reports.official import EDITIONS

ROOT = Path(__file__).resolve().parent.parent
ROOMS = [
    {"official"},
    {"text"},
    {"checks"},
    {"models"},
    {"editing"},
    {"opening"},
    {"transitions"},
    {"mailing"},
    {"notices"},
    {"workflow"},
    {"reviewing", "reminding"},
    {"deadlines"},
    {"history"},
    {"imports", "exports"},
    {"ledger", "county"},
    {"forms"},
    {"views"},
    {"urls", "admin", "management", "apps", "migrations", "templatetags"},
]
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
WITHOUT_DJANGO = {"official", "text", "checks"}
JUNK_DRAWERS = {"utils", "helpers", "common", "services", "managers", "misc", "signals"}
SOURCES = sorted(path for path in (ROOT / "reports").rglob("*.py") if "migrations" not in path.parts)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 25


def room_of(path):
    return path.relative_to(ROOT / "reports").parts[0].removesuffix(".py")


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            # ``from reports import editing`` is an import of the room, not of the package.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_rooms_to_its_left(path):
    if path.parent == ROOT / "reports" and path.name == "__init__.py":
        return
    room = room_of(path)
    assert room in RANK, f"{room} is no room of the house"
    for name in imported(path):
        parts = name.split(".")
        assert parts[0] != "config", f"{path} imports {name}"
        if parts[0] == "reports" and parts[1] != room:
            assert RANK[parts[1]] < RANK[room], f"{path} imports {name}"
        if room in WITHOUT_DJANGO:
            assert parts[0] != "django", f"{path} imports {name}"


def test_there_is_no_junk_drawer():
    names = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    assert names & JUNK_DRAWERS == set()


def test_no_official_label_stands_in_two_files():
    labels = {
        label
        for form in EDITIONS.values()
        for section in form.sections
        for label in _labels(section)
        if len(label) >= 8
    }
    assert len(labels) > 30
    for label in labels:
        files = [path.name for path in SOURCES if label in path.read_text(encoding="utf-8")]
        assert len(files) == 1, f"{label} stands in {files}"


def _labels(section):
    yield section.title
    yield from (text.name for text in section.texts)
    for table in section.tables:
        yield from (table.band, table.corner)
        for line in (*table.rows, *table.columns):
            yield from (line.label, *line.under)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_keep_to_their_budget(path):
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source)), f"{path} does not say what it is"
    assert source.count("\n") <= LONGEST_MODULE
    if "edition_" in path.name:
        return  # the form is data: its rows are as many as they are
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert _statement_lines(node) <= LONGEST_FUNCTION, f"{path.name}: {node.name}"


def _statement_lines(function):
    """The lines of a function without its docstring and signature."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_the_repository_names_no_machine():
    for path in ROOT.rglob("*"):
        if path.suffix in {".py", ".md", ".sh", ".html", ".toml", ".txt"} and ".venv" not in path.parts:
            assert not re.search(r"/(?:root|home)/\w", path.read_text(encoding="utf-8")), path
