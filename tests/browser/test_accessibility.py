"""Every page against axe's rules for WCAG 2.2 AA, and against sideways scrolling."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from reports.editing import Edit, save
from reports.workflow import take
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}"
AXE = Axe()
STANDARDS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
OF_THE_CLERK = [
    "/",
    "/guide/",
    "/rules/",
    f"{REPORT}/",
    f"{REPORT}/start/",
    f"{REPORT}/check/",
    f"{REPORT}/preview/",
    f"{REPORT}/history/",
    f"{REPORT}/particulars/",
    f"{REPORT}/overview/",
    f"{REPORT}/proactive_disclosure/",
    f"{REPORT}/applications/",
    f"{REPORT}/disputes/",
    f"{REPORT}/problems/",
    f"{REPORT}/other_matters/",
]
OF_THE_SUPERVISOR = [
    f"/review/?year={YEAR}",
    "/phrases/",
    f"{REPORT}/review/",
    f"{REPORT}/decide/return/",
    f"{REPORT}/decide/approve/",
]


def violations(page):
    found = AXE.run(page, options=STANDARDS).response["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def faulty(filled, cast):
    """A report with an unreadable figure, an uneven column, a blank text and a finding to explain."""
    save(
        filled.pk,
        cast.clerk,
        [
            Edit("applications.granted.business", "0", "三"),
            Edit("applications.granted.natural_person", "0", "5"),
            Edit("normative_acts.rules.in_force", "0", "6"),
            Edit("problems", filled.stored_texts()["problems"], ""),
        ],
        step="problems",
        is_finished=True,
    )
    return filled


def test_the_pages_of_the_clerk_are_accessible(page, cast, sign_in, faulty):
    page.goto("/sign-in/")
    found = {"/sign-in/": violations(page)}
    sign_in(cast.clerk)
    for path in OF_THE_CLERK:
        page.goto(path)
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    assert {path: each for path, each in found.items() if each} == {}


def test_the_pages_of_the_supervisor_are_accessible(page, cast, sign_in, filled):
    take("submit", filled.pk, cast.clerk)
    sign_in(cast.supervisor)
    found = {}
    for path in OF_THE_SUPERVISOR:
        page.goto(path)
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [1093, 683])
def test_narrow_screens_scroll_sideways_only_inside_a_table(page, cast, sign_in, filled, width):
    page.set_viewport_size({"width": width, "height": 480})
    sign_in(cast.clerk)
    for path in OF_THE_CLERK:
        page.goto(path)
        assert not scrolls_sideways(page), path


def test_the_pages_of_what_changed_are_accessible(page, cast, sign_in, filled):
    take("submit", filled.pk, cast.clerk)
    take("return", filled.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    problems = filled.stored_texts()["problems"]
    save(
        filled.pk,
        cast.clerk,
        [Edit("problems", problems, f"{problems}\n又一段。"), Edit("other_matters", "无", "没有。")],
    )
    save(filled.pk, cast.clerk, [Edit("normative_acts.normative_documents.issued", "0", "6")])
    version = filled.events.get(action="submit").pk
    restoration = f"{REPORT}/history/restore/?version={version}"
    sign_in(cast.clerk)
    found = {}
    for path in (
        f"{REPORT}/history/",
        f"{REPORT}/history/compare/",
        f"{REPORT}/history/compare/#change-1",
        restoration,
        f"{restoration}&part=problems",
    ):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    assert {path: each for path, each in found.items() if each} == {}


def test_a_review_with_its_changes_is_accessible(page, cast, sign_in, filled):
    for action, user in (("submit", cast.clerk), ("return", cast.supervisor)):
        take(action, filled.pk, user, reason="第五部分没有逐项写明改进情况，请补充。")
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "没有。")])
    take("submit", filled.pk, cast.clerk)
    sign_in(cast.supervisor)
    page.goto(f"{REPORT}/review/?compare=submission")
    page.get_by_role("link", name="从第一处开始看").click()
    page.locator("#change-1").get_by_role("link", name="变化列表").click()
    assert page.url.endswith("#change-item-1")
    assert violations(page) == []
