"""The oldest browsers of an office, on Chromium 86: our scripts are modules in ES2017 (which Chromium 61
learnt), and use nothing that came later."""

import re
from pathlib import Path

import esprima
import pytest

STATIC = Path(__file__).resolve().parent.parent / "static"
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
STYLESHEETS = sorted((STATIC / "css").rglob("*.css"))
OLDEST = 86

# What a script or a stylesheet could use that a browser learnt after ``OLDEST``: its pattern, and when.
LATER_IN_SCRIPTS = {
    r"\bstructuredClone\(": 98,
    r"\.at\(": 92,
    r"\bObject\.hasOwn\(": 93,
    r"\bObject\.groupBy\(|\bMap\.groupBy\(": 117,
    r"\.(?:findLast|findLastIndex)\(": 97,
    r"\.(?:toSorted|toReversed|toSpliced)\(": 110,
    r"\bArray\.fromAsync\(": 121,
    r"\bPromise\.withResolvers\(": 119,
    r"\bcrypto\.randomUUID\(": 92,
    r"\bAbortSignal\.(?:timeout|any)\(": 103,
    r"\bIntl\.(?:Segmenter|DurationFormat)\b": 87,
    r"\.(?:showPopover|hidePopover|togglePopover)\(": 114,
    r"\.checkVisibility\(": 105,
    r"\.inert\b": 102,
    r"\bscheduler\.": 94,
    r"\.isWellFormed\(|\.toWellFormed\(": 111,
    r"\bnavigator\.clipboard\b": 999,  # there only over HTTPS, which an intranet may lack
}
# Colour and thickness of what is drawn anyway (accent-color, text-decoration-thickness) may be newer.
LATER_IN_STYLESHEETS = {
    r":has\(": 105,
    r":(?:is|where)\(": 88,
    r":not\([^()]*,": 88,
    r"@container\b": 105,
    r"@layer\b": 99,
    r"@scope\b": 118,
    r"@starting-style\b": 117,
    r"(?:^|[{;\s])inset(?:-inline|-block)?(?:-start|-end)?\s*:": 87,
    r"(?:margin|padding|border)-(?:inline|block)\s*:": 87,
    r"\baspect-ratio\s*:": 88,
    r"\bscrollbar-gutter\s*:": 94,
    r"(?:^|[{;\s])(?:translate|rotate|scale)\s*:": 104,
    r"\btext-wrap\s*:": 114,
    r"\bfield-sizing\s*:": 123,
    r"\bsubgrid\b": 117,
    r"\b(?:color-mix|oklch|oklab|light-dark)\(": 111,
    r"\d(?:dvh|svh|lvh|dvw|svw|lvw|cqw|cqh)\b": 108,
    r"\d(?:lh|rlh)\b": 109,
    r"\boverflow(?:-[xy])?\s*:\s*clip\b": 90,
    r"\btext-underline-offset\s*:": 87,
    r"@media[^{]*[<>]": 104,
    r":user-(?:in)?valid\b": 119,
    r"(?:^|[{};\s])&": 120,
}


def later(text, features):
    """The features that a text uses though the oldest browsers lack them, comments left out."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return [pattern for pattern, since in features.items() if since > OLDEST and re.search(pattern, bare, re.MULTILINE)]


def nested(text):
    """The selectors of a stylesheet that stand inside another rule (CSS nesting, Chromium 120)."""
    bare, depth, found, piece = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL), [], [], ""
    for character in bare:
        if character == "{":
            if depth and not depth[-1].startswith("@"):
                found.append(piece.strip())
            depth.append(piece.strip())
        elif character == "}":
            depth.pop()
        piece = "" if character in "{};" else piece + character
    return found


def require_es2017(text):
    """Parse a module; ``esprima.Error`` where it is newer, and ``AssertionError`` for what the parser also lets by."""
    of_2018 = []

    def note(node, _):
        parts = getattr(node, "properties", None) or []
        of_2018.extend(each.type for each in parts if each.type in ("SpreadElement", "RestElement"))

    esprima.parseModule(text, delegate=note)
    assert of_2018 == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_a_module_in_es2017(path):
    require_es2017(path.read_text(encoding="utf-8"))
    assert later(path.read_text(encoding="utf-8"), LATER_IN_SCRIPTS) == []


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_a_stylesheet_asks_nothing_of_a_browser_that_it_cannot_do(path):
    text = path.read_text(encoding="utf-8")
    assert (later(text, LATER_IN_STYLESHEETS), nested(text)) == ([], [])


@pytest.mark.parametrize(
    "newer",
    [
        "const a = 1n;",
        "a?.b;",
        "a ?? b;",
        "a ||= b;",
        "try { f(); } catch { g(); }",
        "const { a, ...rest } = b;",
        "x = {...y};",
        "for await (const a of b) {}",
        "class A { #a = 1; }",
        "await f();",
        'import a from "./a.json" with { type: "json" };',
        'import { "a b" as c } from "./a.js";',
    ],
)
def test_newer_syntax_is_noticed(newer):
    with pytest.raises((esprima.Error, AssertionError)):
        require_es2017(newer)


@pytest.mark.parametrize("newer", ["[1].at(-1)", "navigator.clipboard.writeText(a)", "Object.hasOwn(a, b)"])
def test_a_newer_interface_is_noticed(newer):
    assert later(newer, LATER_IN_SCRIPTS)


@pytest.mark.parametrize(
    "newer",
    ["p:has(a) {}", "a { inset: 0 }", "a { aspect-ratio: 1 }", "@media (width >= 3px) {}", "a { & b { color: red } }"],
)
def test_a_newer_style_is_noticed(newer):
    assert later(newer, LATER_IN_STYLESHEETS)


def test_a_nested_rule_is_noticed_and_a_media_query_is_none():
    assert nested("@media print { a { color: red } }") == []
    assert nested("a { color: red; b { color: red } }") == ["b"]


def test_there_is_something_to_look_at():
    assert {path.name for path in SCRIPTS} >= {"saving.js", "figures.js", "grid.js"}
    assert {path.name for path in STYLESHEETS} >= {"frame.css", "grid.css"}
