"""The screens are drawn from a few tokens: what style sheets write, and what they must not write by themselves."""

import re

import pytest

from tests.test_architecture import ROOT

TOKENS = ROOT / "static" / "css" / "tokens.css"
SHEETS = sorted(path for path in TOKENS.parent.glob("*.css") if path != TOKENS)

NAMED = r"(?<![\w-])(?:white|black|red|blue|green|grey|gray)(?![\w-])"
COLOURS = rf"#[0-9a-fA-F]{{3,8}}\b|\b(?:rgb|rgba|hsl|hsla)\((?!var\()|{NAMED}"
SPACED = r"(?:margin|padding|gap|row-gap|column-gap)(?:-(?:top|right|bottom|left))?"
LINES = r"(?:border|outline)(?:-(?:top|right|bottom|left))?(?:-width)?"


def written(path):
    """The declarations of a style sheet, without comments and without what is meant for paper alone."""
    sheet = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    for_the_screen = re.sub(r"@media print \{(?:[^{}]|\{[^{}]*\})*\}", "", sheet)
    return re.findall(r"(?<=[{;\s])([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])", for_the_screen)


def raw(path):
    """What names a colour, a type size, a distance, a radius, a shadow or the width of a line by itself."""
    for name, value in written(path):
        has_pixels = bool(re.search(r"\d(?:px|rem|pt)", value))
        if (
            re.search(COLOURS, value)
            or (name == "font-size" and not re.fullmatch(r"var\(--type-[a-z]+\)|inherit", value.split(" !")[0]))
            or name == "font"
            or (name == "border-radius" and has_pixels)
            or (name == "box-shadow" and not value.startswith(("var(", "none", "inset")))
            or (re.fullmatch(SPACED, name) and has_pixels)
            or (re.fullmatch(LINES, name) and has_pixels)
        ):
            yield f"{name}: {value}"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_draws_from_the_tokens_alone(path):
    assert list(raw(path)) == []


def test_every_token_is_used_and_every_used_one_is_there():
    sheets = "".join(path.read_text() for path in (TOKENS, *SHEETS))
    known = set(re.findall(r"(--[a-z0-9-]+)\s*:", TOKENS.read_text()))
    set_elsewhere = set(re.findall(r"(--[a-z0-9-]+)\s*:", sheets)) | {"--region-top"}  # by a script
    used = set(re.findall(r"var\((--[a-z0-9-]+)", sheets))
    assert (known - used, {each for each in used - set_elsewhere if not each.startswith("--bs-")}) == (set(), set())


@pytest.mark.parametrize(
    "declaration", ["color: #123456", "font-size: 15px", "margin: 7px 0", "border-radius: 5px", "border: 1px solid"]
)
def test_a_raw_value_is_found(tmp_path, declaration):
    path = tmp_path / "sheet.css"
    path.write_text(f"main {{ display: block; {declaration}; }}")
    assert list(raw(path)) == [declaration]
