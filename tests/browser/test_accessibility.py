"""Every page against axe's rules for WCAG 2.2 AA, and against sideways scrolling."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from reports.formats.html import writer
from reports.lifecycle.appraisal.schemes import open_scheme
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.opening import fill, open_report
from reports.models import AnnualReport, Examination, Membership, Organ, Role, Stage, Status
from tests.conftest import YEAR
from tests.county.reports import figures_of, settle
from tests.deciding import explain, perform
from tests.lifecycle.appraisal.schemes import asked, drafted
from tests.views.archives import an_archive
from tests.views.uploads import an_upload

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
    f"{REPORT}/workbook/",
    "/uploads/beizi/",
    "/uploads/beizi/1/",
]
OF_THE_SUPERVISOR = [
    f"/review/?year={YEAR}",
    f"/review/remind/?year={YEAR}",
    f"/review/approve/?year={YEAR}&organ=beizi&organ=wawu",
    f"/review/extend/?year={YEAR}&organ=beizi&organ=wawu",
    "/phrases/",
    f"/review/similarity/?year={YEAR}",
    f"/review/rules/lushan/{YEAR}/",
    f"/review/rules/lushan/{YEAR}/boilerplate/",
    f"/county/lushan/{YEAR}/bundle/?organ=beizi",
    f"/county/lushan/{YEAR}/site/",
    f"/county/lushan-gov/{YEAR}/sums/files/",
    f"/county/lushan/{YEAR}/circulars/",
    f"/county/lushan/{YEAR}/circulars/new/",
    f"/county/lushan/{YEAR}/publishing/",
    f"/county/lushan/{YEAR}/publishing/paste/",
    f"/county/lushan/{YEAR}/publishing/code/",
    f"/county/lushan-gov/{YEAR}/sums/",
    f"/county/lushan-gov/{YEAR}/sums/differences/",
    f"/county/lushan-gov/{YEAR}/infographic/",
    f"/county/lushan-gov/{YEAR}/sums/compare/",
    f"/county/lushan-gov/{YEAR}/sums/compare/?by=units&unit=beizi&unit=wawu",
    f"/county/lushan-gov/{YEAR}/sums/compare/?by=kind&unit=beizi",
    f"/county/lushan-gov/{YEAR}/sums/scope/",
    f"/county/lushan-gov/{YEAR}/sums/adjustments/",
    f"/county/lushan-gov/{YEAR}/sums/final/",
    f"/county/lushan-gov/{YEAR}/sums/final/reopen/",
    f"/county/lushan-gov/{YEAR}/sums/applications.granted.total/",
    "/review/earlier/",
    "/review/earlier/1/",
    "/review/earlier/1/0/",
    "/review/earlier/2/",
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
    """A report with an unreadable figure, an uneven column, a blank text and a finding to explain, and an upload."""
    an_upload(cast)
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


def test_the_pages_of_the_secrecy_review_are_accessible(page, cast, sign_in, filled):
    Organ.objects.filter(pk=cast.township.pk).update(reviews_secrecy=True)
    Membership.objects.create(user=cast.reader, organ=cast.township, role=Role.SECRECY)
    stored = filled.stored_texts()["problems"]
    save(filled.pk, cast.clerk, [Edit("problems", stored, f"{stored}内部资料涉及工作秘密。")])
    for finding in unexplained(filled):
        explain(filled, finding, cast.clerk, "上级机关认定的规章，已随附认定文件。")
    perform("ask_secrecy", filled.pk, cast.clerk)
    sign_in(cast.reader)
    found = {}
    for path in ("/", f"{REPORT}/secrecy/", f"{REPORT}/decide/refuse_secrecy/"):
        page.goto(path)
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    page.goto(f"{REPORT}/secrecy/")
    page.get_by_role("button", name="确认审查通过").click()
    expect(page.get_by_role("link", name="请先通读全文，再勾选声明")).to_be_visible()
    found["unticked"] = violations(page)
    assert {path: each for path, each in found.items() if each} == {}


def test_the_pages_of_the_supervisor_are_accessible(page, cast, sign_in, filled, government):
    settle(cast.clerk, cast.neighbouring_township, figures_of("wawu"))
    perform("submit", filled.pk, cast.clerk)
    an_archive(cast)
    an_archive(cast, 2, Stage.READING)
    sign_in(cast.supervisor)
    found = {}
    for path in OF_THE_SUPERVISOR:
        page.goto(path)
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    assert {path: each for path, each in found.items() if each} == {}


def test_the_pages_of_appraisal_are_accessible(page, cast, sign_in, in_review, desk_of):
    scores, found = f"/county/lushan/{YEAR}/scores/", {}

    def look(where, *paths):
        for path in paths:
            where.goto(path)
            found[path, where.title()] = violations(where)
            assert not scrolls_sideways(where), path

    sign_in(cast.supervisor)
    look(page, scores)
    scheme = drafted(cast)
    look(page, scores, f"{scores}scheme/", f"{scores}open/")
    asked(cast)
    open_scheme(scheme.pk, cast.supervisor, answers_until=timezone.localdate(), seen=scheme.seen)
    sheet = f"/scores/{scheme.pk}/beizi/"
    look(page, scores, f"{scores}close/", f"{scores}give-up/", sheet, f"{sheet}entry/")
    look(desk_of(cast.clerk), "/", sheet)
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [1093, 683])
def test_narrow_screens_scroll_sideways_only_inside_a_table(page, cast, sign_in, filled, width):
    page.set_viewport_size({"width": width, "height": 480})
    an_upload(cast)
    sign_in(cast.clerk)
    for path in OF_THE_CLERK:
        page.goto(path)
        assert not scrolls_sideways(page), path


def test_the_pages_of_what_changed_are_accessible(page, cast, sign_in, filled):
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
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
        perform(action, filled.pk, user, reason="第五部分没有逐项写明改进情况，请补充。")
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "没有。")])
    perform("submit", filled.pk, cast.clerk)
    sign_in(cast.supervisor)
    page.goto(f"{REPORT}/review/?compare=submission")
    page.get_by_role("link", name="从第一处开始看").click()
    page.locator("#change-1").get_by_role("link", name="变化列表").click()
    assert page.url.endswith("#change-item-1")
    assert violations(page) == []


def test_a_published_page_with_its_differences_is_accessible(page, cast, sign_in, filled):
    for action, user in (("submit", cast.clerk), ("approve", cast.supervisor), ("publish", cast.clerk)):
        perform(action, filled.pk, user)
    published = writer.write(filled.data(), draft=False, demonstration=False).decode()
    sentence = filled.stored_texts()["problems"].split("。")[0].split("\n")[-1]
    changed = published.replace(sentence, "另一句").replace(">0<", ">3<", 2).encode()
    sign_in(cast.clerk)
    page.goto(f"{REPORT}/publication-check/")
    page.set_input_files("input[type=file]", {"name": "page.html", "mimeType": "text/html", "buffer": changed})
    page.click("text=上传并核对")
    page.wait_for_selector("#result")
    assert violations(page) == []
    assert not scrolls_sideways(page)


def test_what_a_zip_of_published_reports_came_to_is_accessible(page, cast, sign_in, filled):
    found = [{"level": "must_fix", "rule": "A3", "section": "三、", "message": "少 1 件。", "quote": "共 2 件。"}]
    counts = {"must_fix": 1, "explain": 0, "hint": 0}
    report = {"path": "a.html", "organ": "背孜乡人民政府", "year": YEAR, "previous": "", "unplaced": 1}
    told = {"reports": [report | {"found": found, "counts": counts}], "unread": [["b.docx", "不能读取"]]}
    known = {"by": cast.supervisor, "name": "公布.zip", "total": 3, "heard_at": timezone.now()}
    Examination.objects.create(**known)
    sign_in(cast.supervisor)
    for working in (True, False):
        if not working:
            Examination.objects.update(told=told)
        page.goto("/review/examination/")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        assert violations(page) == []
        assert not scrolls_sideways(page)


def test_two_reports_side_by_side_are_accessible(page, cast, sign_in, filled, seed):
    fill(open_report(cast.neighbouring_township, YEAR, cast.neighbour).pk, cast.neighbour, seed)
    AnnualReport.objects.update(status=Status.IN_REVIEW)
    sign_in(cast.supervisor)
    found = {}
    for path in (f"/review/similarity/?year={YEAR}", f"/review/similarity/{YEAR}/beizi/wawu/"):
        page.goto(path)
        found[path] = violations(page)
        assert not scrolls_sideways(page), path
    assert {path: each for path, each in found.items() if each} == {}
