"""已汇总 n／m 个单位: as long as a government's own report is a draft, no page or file shows its figures without it."""

import json
import re
from http import HTTPStatus
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.lifecycle.consolidation.finalising import finalise
from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.lifecycle.consolidation.standing import coverage_of_draft, standing_sums, with_coverage
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings
from reports.lifecycle.opening import fill, open_report
from reports.lifecycle.releasing import code_of
from reports.models import AnnualReport, Membership, Organ, Role, Status
from reports.models.county import Basis
from reports.official import Cell, interchange
from reports.official.report_data import Kind, ReportData
from reports.presenters.findings import shown_findings
from tests.conftest import YEAR
from tests.county.reports import figures_of, organ, settle
from tests.markup import flat

REPORT = f"/reports/lushan-gov/{YEAR}/"
DIFFERENCES = f"/county/lushan-gov/{YEAR}/sums/differences/"
COVERED = "已汇总 4／5 个单位"
PAGES = ("", "proactive_disclosure/", "applications/", "disputes/", "overview/", "check/", "preview/", "history/")
WHOLE = {"counted": 4, "members": 5, "undecided": 0, "differing": 0}
NEW = "applications.new_received.natural_person"


@pytest.fixture
def filled_in(government, four_of_five, summing, as_user):
    """The report of the county, filled in from the sums of four organs out of five."""
    client = as_user(summing)
    client.post(f"{REPORT}start/")
    client.post(DIFFERENCES)
    return AnnualReport.objects.get(organ=government)


def texts_of_pdf(content):
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def texts_of_ofd(content):
    package = ZipFile(BytesIO(content))
    pages = [name for name in package.namelist() if name.endswith("Content.xml")]
    words = (re.findall(r"<ofd:TextCode[^>]*>([^<]*)", package.read(name).decode()) for name in pages)
    return [re.sub(r"\s", "", "".join(each)) for each in words]


def texts_of_workbook(content):
    return [sheet["A2"].value or "" for sheet in load_workbook(BytesIO(content)) if sheet.sheet_state == "visible"]


def texts_of_document(content):
    return [section.header.paragraphs[0].text for section in Document(BytesIO(content)).sections]


def texts_of_page(content):
    return [content.decode()]


FILES = {
    "report.pdf": texts_of_pdf,
    "report.ofd": texts_of_ofd,
    "report.xlsx": texts_of_workbook,
    "workbook/form.xlsx": texts_of_workbook,
    "report.docx": texts_of_document,
    "report.html": texts_of_page,
}


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_draft_says_how_many_are_summed_up(filled_in, summing, as_user, address):
    assert COVERED in flat(as_user(summing).get(f"{REPORT}{address}").content.decode())


@pytest.mark.parametrize("name", FILES)
def test_every_page_and_sheet_of_its_files_says_it(filled_in, summing, as_user, name):
    texts = FILES[name](as_user(summing).get(f"{REPORT}{name}").content)
    assert texts
    for text in texts:
        assert re.sub(r"\s", "", COVERED) in re.sub(r"\s", "", text)


def test_the_sheet_and_the_code_for_a_website_say_it_at_their_head(filled_in, summing, as_user):
    page = flat(as_user(summing).get(f"{REPORT}preview/").content.decode())
    assert f'<p class="sheet-mark">{COVERED}</p>' in page
    assert f'<p class="printed">{COVERED}</p>' in page
    assert code_of(filled_in, filled_in.data()).startswith(f"<p>草稿　{COVERED}</p>")


def test_the_data_file_says_it_and_is_read_again_as_the_same_content(filled_in, summing, as_user):
    content = as_user(summing).get(f"{REPORT}report.json").content
    assert json.loads(content)["coverage"] == {"counted": 4, "members": 5, "undecided": 0, "differing": 0}
    data = filled_in.data()
    read_again = interchange.parse(content)
    assert str(read_again.coverage) == COVERED
    assert read_again.figures == data.figures
    assert interchange.content_hash(read_again) == interchange.content_hash(data)


def test_when_the_last_one_comes_in_the_draft_says_how_many_figures_are_still_those_of_before(
    cast, filled_in, summing, as_user
):
    one = next(iter(cell for cell in figures_of("tumen") if str(cell) == NEW))
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen") | {one: 7})
    assert str(coverage_of_draft(filled_in)) == "已汇总 5／5 个单位，1 格与汇总数不一致"
    as_user(summing).post(DIFFERENCES)
    assert str(coverage_of_draft(filled_in)) == "已汇总 5／5 个单位"


def test_final_sums_cover_all_that_were_summed_up_then(cast, filled_in, summing):
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"))
    decide_scope(filled_in.organ, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    finalise(filled_in.organ, YEAR, summing, seen=standing_sums(filled_in.organ, YEAR).seen)
    AnnualReport.objects.filter(organ__slug="tumen").update(status=Status.RETURNED)
    assert str(coverage_of_draft(filled_in)) == "已汇总 5／5 个单位"


def test_an_organ_that_came_after_the_scope_was_decided_is_told_of(cast, filled_in, summing):
    decide_scope(filled_in.organ, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    organ("later", "后来乡人民政府", "township", cast.county)
    assert str(coverage_of_draft(filled_in)) == f"{COVERED}，另有 1 个单位未确定是否纳入"


def test_a_draft_on_another_form_is_compared_where_both_have_a_figure(government, four_of_five, summing, as_user):
    own = open_report(government, YEAR, summing)
    figures = {Cell(*NEW.split(".")): 11, Cell("normative_acts", "rules", "newly_made"): 3}
    fill(own.pk, summing, ReportData("2019", government.name, Kind.COUNTY, YEAR, figures=figures))
    assert COVERED in as_user(summing).get(f"{REPORT}preview/").content.decode()
    assert AnnualReport.objects.get(pk=own.pk).edition == "2019"


def test_what_is_through_or_is_no_sum_says_nothing_of_it(filled_in, report):
    filled_in.status = Status.APPROVED
    assert coverage_of_draft(filled_in) is None
    assert coverage_of_draft(report) is None
    assert "coverage" not in interchange.as_mapping(with_coverage(report, report.data()))


@pytest.mark.parametrize(
    "said",
    [
        "4／5",
        [4, 5],
        {"counted": 4},
        WHOLE | {"differing": "0"},
        WHOLE | {"counted": True},
        WHOLE | {"counted": -1},
        WHOLE | {"counted": 6},
        WHOLE | {"more": 0},
    ],
    ids=["words", "list", "part", "text", "truth", "negative", "more than all", "unknown key"],
)
def test_a_coverage_that_cannot_be_is_refused(report, said):
    with pytest.raises(interchange.NotUnderstood, match="coverage 应"):
        interchange.from_mapping(interchange.as_mapping(report.data()) | {"coverage": said})


def test_the_report_of_a_county_begins_without_questions_and_goes_on_to_the_sums(government, summing, as_user):
    client = as_user(summing)
    page = client.get(f"{REPORT}start/").content.decode()
    assert "<h1>开始填报</h1>" in page
    assert 'type="radio"' not in page
    assert "上传上年报告" in page
    answer = client.post(f"{REPORT}start/")
    assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, DIFFERENCES)
    assert "重新回答开始前的两个问题" not in client.get(REPORT).content.decode()
    assert client.get(f"{REPORT}start/")["Location"] == DIFFERENCES
    assert "检查并提交</a>" in client.get(DIFFERENCES).content.decode()


def test_last_years_carried_forward_asks_it_nothing_either(cast, government, summing, as_user):
    forward = next(cell for cell in figures_of("x") if str(cell) == "applications.carried_forward.natural_person")
    settle(cast.clerk, government, figures_of("x", YEAR - 1) | {forward: 3}, year=YEAR - 1)
    assert "结转 3 件" not in as_user(summing).get(f"{REPORT}start/").content.decode()


def test_a_figure_that_is_not_the_sum_leads_to_the_comparison(cast, filled_in, summing):
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"))
    decide_scope(filled_in.organ, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    save(filled_in.pk, summing, [Edit(NEW, "11", "12")])
    ways = {each.finding.rule: each.url for each in shown_findings(filled_in, findings(filled_in))}
    assert ways["H1"] == DIFFERENCES


def test_whoever_reviews_it_reads_it_too(cast, filled_in, as_user):
    office = Organ.objects.create(slug="city-office", name="平顶山市人民政府办公室", kind="office")
    Organ.objects.filter(pk=filled_in.organ_id).update(superior=office)
    Membership.objects.create(user=cast.stranger, organ=office, role=Role.SUPERVISOR)
    AnnualReport.objects.filter(pk=filled_in.pk).update(status=Status.IN_REVIEW, reviewer=office)
    page = flat(as_user(cast.stranger).get(f"{REPORT}review/").content.decode())
    assert f'<span class="frame-coverage">{COVERED}</span>' in page
