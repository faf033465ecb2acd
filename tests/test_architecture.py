"""The rooms of the house, and who may enter which (design.md §2)."""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from reports.lifecycle.transitions import BY_ACTION
from reports.official import EDITIONS

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = {".py", ".md", ".sh", ".html", ".css", ".js", ".tsv", ".toml", ".txt"}
ROOMS = [
    {"official"},
    {"text"},
    {"claims"},
    {"checks"},
    {"formats"},
    {"models"},
    {"audit"},
    {"lifecycle"},
    {"people"},
    {"operations"},
    {"county", "ledger"},
    {"presenters"},
    {"templatetags"},
    {"forms"},
    {"web"},
    {"views"},
    {"urls", "management", "apps", "migrations"},
]
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
WITHOUT_DJANGO = {"official", "text", "claims", "checks", "formats"}
# The rest of formats reads, in a child that knows no settings.
DRAW_WITH_DJANGO = {"writer", "pdf_renderer", "fonts", "drawing", "drawing_child", "store", "children", "writing"}
LIFE = [
    {"refusals"},
    {"comparing", "entries"},
    {"changes"},
    {"editing"},
    {"deriving"},
    {"opening", "completion", "uploads", "sketches", "open_data"},
    {"filling"},
    {"workbooks"},
    {"consolidation"},
    {"findings", "releasing"},
    {"mending"},
    {"readiness"},
    {"transition", "contributors"},
    {"secrecy"},
    {"secrecy_transitions"},
    {"transitions"},
    {"awaiting"},
    {"mailing"},
    {"notifications"},
    {"changed_sums"},
    {"workflow"},
    {"reviewing", "archiving", "setting_aside"},
    {"importing"},
    {"deadline_words"},
    {"deadlines", "rule_setting"},
    {"reminding"},
    {"batches", "bundles"},
    {"publishing", "circulars", "appraisal"},
    {"history"},
]
JUNK_DRAWERS = {"utils", "helpers", "common", "services", "managers", "misc", "signals"}
SOURCES = sorted(path for path in (ROOT / "reports").rglob("*.py") if "migrations" not in path.parts)
INSTALLING = sorted((ROOT / "installing").glob("*.py"))
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
        if room in WITHOUT_DJANGO and path.stem not in DRAW_WITH_DJANGO:
            assert parts[0] != "django", f"{path} imports {name}"


LIFE_RANK = {part: rank for rank, parts in enumerate(LIFE) for part in parts}


@pytest.mark.parametrize("path", sorted((ROOT / "reports" / "lifecycle").rglob("*.py")), ids=lambda path: path.stem)
def test_within_the_life_of_a_report_imports_run_one_way_too(path):
    part = path.relative_to(ROOT / "reports" / "lifecycle").parts[0].removesuffix(".py")
    if part == "__init__":
        return
    for name in imported(path):
        if name.startswith("reports.lifecycle.") and (other := name.split(".")[2]) != part:
            assert LIFE_RANK[other] < LIFE_RANK[part], f"{path} imports {name}"


def names_actions(node):
    """The names of actions that a piece of code compares with, in Python or in a query."""
    if isinstance(node, ast.Compare):
        values = [node.left, *node.comparators]
    elif isinstance(node, ast.MatchValue) or (
        isinstance(node, ast.keyword) and node.arg and re.search(r"(^|__)action(__in)?$", node.arg)
    ):
        values = [node.value]
    elif isinstance(node, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else "" for key in node.keys]
        values = [value for key, value in zip(keys, node.values, strict=True) if str(key).startswith("action")]
    else:
        return set()
    constants = [each for value in values for each in ast.walk(value) if isinstance(each, ast.Constant)]
    return {each.value for each in constants} & {*BY_ACTION}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_transition_does_is_asked_of_its_fields_and_never_of_its_name(path):
    found = set().union(*map(names_actions, ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
    assert found == set()


def test_no_template_compares_with_the_name_of_an_action():
    naming = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\baction\s*(==|!=|in\b)", path.read_text(encoding="utf-8"))
    ]
    assert naming == []


def test_no_template_asks_for_a_name_that_was_given_up():
    """A template that asks a report for its old ``form`` draws nothing, and says nothing."""
    asking = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.*")
        if re.search(r"\b(report|data|new|old)\.form\b", path.read_text(encoding="utf-8"))
    ]
    assert asking == []


def test_there_is_no_junk_drawer():
    names = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    assert names & JUNK_DRAWERS == set()


BESIDE_THE_ROOMS = {
    "benchmarks",
    "browser",
    "cluster",
    "config",
    "faults",
    "installing",
    "journeys",
    "load",
    "machine",
}  # of no room
OF_TESTS_ALONE = {"formats/toy"}


def test_the_tests_stand_in_folders_as_their_modules_do():
    folders = {
        str(path.parent.relative_to(ROOT / "tests"))
        for path in (ROOT / "tests").rglob("*.py")
        if path.parent != ROOT / "tests" and path.relative_to(ROOT / "tests").parts[0] not in BESIDE_THE_ROOMS
    }
    assert {each for each in folders if not (ROOT / "reports" / each).is_dir()} == OF_TESTS_ALONE


NAMED_BY_DJANGO = {"Command", "Meta"}


def test_no_two_classes_share_a_name():
    """So that a name in a traceback, a review or a search means one thing."""
    places = defaultdict(list)
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in NAMED_BY_DJANGO:
                places[node.name.lstrip("_")].append(str(path.relative_to(ROOT / "reports")))
    assert len(places) > 200
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_view_imports_another_view():
    """Nor does anything but ``urls.py`` import one: what two pages share is a presenter's or stands in ``web``."""
    importers = {
        str(path.relative_to(ROOT / "reports"))
        for path in SOURCES
        for name in imported(path)
        if name.startswith("reports.views.")
    }
    assert importers == {"urls.py"}


def test_no_presenter_knows_forms_or_requests():
    for path in (ROOT / "reports" / "presenters").glob("*.py"):
        names = set(imported(path))
        assert not [name for name in names if name.startswith(("django.http", "django.forms", "reports.forms"))], path


MAY_WRITE_TOGETHER = {"audit", "lifecycle", "people", "management"}  # a command is its own caller
DOOR = "models/sealing.py"  # by which every sealed row is written, with its seal in one transaction


def test_transactions_and_locks_stand_in_the_rooms_that_write():
    """So that a view can neither forget a lock nor hold one while it draws a page."""
    outside = {
        str(path.relative_to(ROOT / "reports"))
        for path in SOURCES
        if room_of(path) not in MAY_WRITE_TOGETHER
        if "transaction.atomic" in path.read_text(encoding="utf-8") or "reports.models.locking.lock" in imported(path)
    }
    assert outside == {DOOR}


WRITING = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "delete", "bulk_update"}
NO_MODELS = {"editing", "book"}  # the door for values, and a workbook


def test_rows_are_written_by_the_rooms_that_write():
    """A form that saves itself, or a view that saves what it holds, passes by every rule of ``people``."""
    writing = {
        f"{path.relative_to(ROOT / 'reports')}: {ast.unparse(node.func)}"
        for path in SOURCES
        if room_of(path) in {"presenters", "templatetags", "forms", "web", "views"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id in NO_MODELS)
    }
    assert writing == set()


def test_rows_are_locked_in_one_place_alone():
    """So that every lock is of the kind, and in the order, that ``models/locking.py`` writes down."""
    places = [path.name for path in SOURCES if ".select_for_update(" in path.read_text(encoding="utf-8")]
    assert places == ["locking.py"]


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


def test_what_installs_knows_the_standard_library_alone():
    """It runs before anything is installed, and when what is installed is broken."""
    names = {name.split(".")[0] for path in INSTALLING for name in imported(path)}
    assert names - {"installing"} <= sys.stdlib_module_names


@pytest.mark.parametrize("path", [*SOURCES, *INSTALLING], ids=lambda path: str(path.relative_to(ROOT)))
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


def test_no_file_holds_both_sides_of_a_merge():
    held = [path for path in ROOT.rglob("*.*") if path.suffix in WRITTEN and ".venv" not in path.parts]
    torn = [path for path in held if re.search(r"^(?:<{7}|>{7}) ", path.read_text(encoding="utf-8"), re.MULTILINE)]
    assert len(held) > 500
    assert torn == []


def test_no_test_replaces_a_name_for_the_length_of_a_call():
    """Of two threads that patch and put back in turn, the later puts back what the earlier had patched, for good."""
    patching = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if any(name.startswith("unittest.mock") for name in imported(path))
    ]
    assert patching == []
