"""The scripts of the pages: modules that import what they use, in no circle, and leave nothing on the window."""

import json
import re
from pathlib import Path

import esprima
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import Context, Template

from reports.templatetags.modules import imported

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "static" / "js").rglob("*.js"))}
TEMPLATES = {path: path.read_text(encoding="utf-8") for path in sorted((ROOT / "templates").rglob("*.html"))}
LONGEST_SCRIPT = 300
GLOBAL_OBJECTS = {"window", "globalThis", "self", "top", "parent", "frames"}


def nodes(text):
    """Every node of a module's syntax tree."""
    found = []
    esprima.parseModule(text, delegate=lambda node, _: found.append(node))
    return found


def imports(text):
    """For each import of a module: the file, the names taken from there, and what the whole is called where it is."""
    for node in nodes(text):
        if node.type == "ImportDeclaration":
            kinds = {each.type: each for each in node.specifiers}
            whole = kinds.get("ImportNamespaceSpecifier")
            names = {each.imported.name for each in node.specifiers if each.type == "ImportSpecifier"}
            yield node.source.value, names, whole.local.name if whole else None


def exported(text):
    """The names that a module gives to others."""
    for node in nodes(text):
        if node.type == "ExportNamedDeclaration":
            yield from (each.exported.name for each in node.specifiers)
            for declared in getattr(node.declaration, "declarations", None) or []:
                yield declared.id.name


def reached(roots):
    """The modules that these modules load, themselves included."""
    found, waiting = set(), list(roots)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += [Path(source).name for source, _, _ in imports(SCRIPTS[name])]
    return found


def circles(names_of):
    """The modules that, by way of others, import themselves."""
    return {
        name for name in names_of if name in {one for first in names_of[name] for one in _reached_in(names_of, first)}
    }


def _reached_in(names_of, start):
    found, waiting = set(), [start]
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting += names_of[name]
    return found


def globals_assigned(text):
    """The properties of the window that a module makes its own."""
    targets = [node.left for node in nodes(text) if node.type == "AssignmentExpression"]
    targets += [
        node.arguments[0]
        for node in nodes(text)
        if node.type == "CallExpression" and getattr(node.callee.property, "name", "") in ("assign", "defineProperty")
    ]
    owners = [each.object if each.type == "MemberExpression" else each for each in targets]
    return [each.name for each in owners if each.type == "Identifier" and each.name in GLOBAL_OBJECTS]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_imports_what_its_neighbours_export(name):
    for source, names, whole in imports(SCRIPTS[name]):
        assert re.fullmatch(r"\./[a-z-]+\.js", source), f"{name} imports {source}"
        given = set(exported(SCRIPTS[source[2:]]))
        used = set(re.findall(rf"(?<![\w.\"]){whole}\.(\w+)", SCRIPTS[name])) if whole else set()
        assert names | used <= given, f"{name} takes {names | used - given} from {source}"


def test_no_script_imports_itself_by_way_of_others():
    assert circles({name: [source[2:] for source, _, _ in imports(text)] for name, text in SCRIPTS.items()}) == set()


def test_a_circle_of_imports_is_noticed():
    assert circles({"a": ["b"], "b": ["c"], "c": ["b"]}) == {"b", "c"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_leaves_anything_on_the_window(name):
    assert globals_assigned(SCRIPTS[name]) == []


@pytest.mark.parametrize("assigning", ["window.Grid = {};", "Object.assign(window, { a });", "globalThis.a = 1;"])
def test_a_global_is_noticed(assigning):
    assert globals_assigned(assigning)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_says_in_its_first_line_what_it_is_for_and_keeps_to_its_budget(name):
    first, *rest = SCRIPTS[name].split("\n")
    assert re.fullmatch(r"/\* [A-Z].*[.] \*/", first)
    assert len(first) <= 120
    assert len(rest) <= LONGEST_SCRIPT


def test_every_script_is_loaded_by_a_page_and_as_a_module():
    assert [path.name for path, text in TEMPLATES.items() if "<script" in text] == []
    loaded = [name for text in TEMPLATES.values() for name in re.findall(r"{% module 'js/([a-z-]+\.js)' %}", text)]
    assert reached(loaded) == set(SCRIPTS)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_page_preloads_all_that_its_script_imports_and_nothing_twice(name):
    preloaded = imported(f"js/{name}")
    assert sorted(preloaded) == sorted(f"js/{each}" for each in reached([name]) - {name})


def test_the_tag_of_a_script_names_its_preloads_before_it():
    drawn = Template("{% load modules %}{% module 'js/fees.js' %}").render(Context())
    assert drawn.split("\n") == [
        *(f'<link rel="modulepreload" href="/static/js/{name}.js">' for name in ("figures", "sources")),
        '<script type="module" src="/static/js/fees.js"></script>',
    ]


def test_collected_scripts_import_each_other_by_their_hashed_names(tmp_path, settings):
    """So that a browser which keeps a file for ever never meets two versions of a page's scripts at once."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static_files.HashedModules"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = json.loads((tmp_path / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    hashed = {name: Path(paths[f"js/{name}"]).name for name in SCRIPTS}
    collected = {name: (tmp_path / "js" / hashed[name]).read_text(encoding="utf-8") for name in SCRIPTS}
    wanted = {name: [f"./{hashed[source[2:]]}" for source, _, _ in imports(text)] for name, text in SCRIPTS.items()}
    assert {name: [source for source, _, _ in imports(text)] for name, text in collected.items()} == wanted
    assert len([each for sources in wanted.values() for each in sources]) > len(SCRIPTS)
    assert all(finders.find(f"js/{name}") for name in SCRIPTS)
