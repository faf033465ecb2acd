"""Fields for texts grow with what is written in them, and shrink again."""

from tests.conftest import YEAR


def height(field):
    return field.evaluate("each => each.clientHeight - each.scrollHeight"), field.bounding_box()["height"]


def test_a_field_is_as_tall_as_its_text(page, cast, sign_in, filled):
    sign_in(cast.clerk)
    page.goto(f"/reports/beizi/{YEAR}/problems/")
    field = page.locator("textarea").first
    field.fill("无")
    _, short = height(field)
    field.fill("一是培训不够。\n" * 15)
    hidden, tall = height(field)
    field.fill("无")
    assert (hidden, tall > short + 200, height(field)[1]) == (0, True, short)
