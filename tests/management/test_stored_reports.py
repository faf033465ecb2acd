"""``demo``, ``import_report`` and ``export_report``: what they do to the database, and how they end."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.county.comparing import columns_of_units
from reports.county.contributions import contributions, last_years
from reports.county.differences import differences
from reports.county.drift import drift
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.comparing import compare
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.deadlines import timing
from reports.lifecycle.history.proof import verify
from reports.lifecycle.history.story import content_at, last_submission, submissions_of
from reports.models import (
    AnnualReport,
    AppraisalScheme,
    Event,
    Extension,
    Membership,
    Opinion,
    Organ,
    SchemeState,
    Status,
    User,
)
from reports.official import Cell
from reports.official.calendar import year_on_offer
from reports.official.interchange import FORMAT, as_mapping, parse
from tests.conftest import SEED, YEAR
from tests.deciding import perform

BARE = {"format": FORMAT, "edition": "2021", "organ": "背孜乡人民政府", "kind": "township", "year": YEAR}


def run(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def written(**more):
        path = tmp_path / "report.json"
        path.write_text(json.dumps(BARE | more, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return written


def load(path, *more):
    return run("import_report", path, "--organ", "背孜乡人民政府", "--year", str(YEAR), *more)


@pytest.mark.django_db
def test_the_demonstration_has_a_report_in_every_state_and_is_made_once():
    run("demo")
    made = (User.objects.count(), Membership.objects.count(), AnnualReport.objects.count(), Event.objects.count())
    assert set(AnnualReport.objects.values_list("status", flat=True)) == set(Status)
    run("demo")
    again = (User.objects.count(), Membership.objects.count(), AnnualReport.objects.count(), Event.objects.count())
    assert again == made


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-01", "2027-01-31"])
def test_one_report_of_a_demonstration_is_late_and_one_organ_was_given_time_once(day):
    with time_machine.travel(f"{day}T10:00:00+08:00", tick=False):
        run("demo")
        run("demo")
        late = {
            report.organ.short_name
            for report in AnnualReport.objects.all()
            if any(mark.look != "plain" for mark in timing(report.year, report.organ).marks)
        }
    assert late == {"瀼河乡"}
    assert [each.organ.short_name for each in Extension.objects.all()] == ["土门街道"]


@pytest.mark.django_db
def test_what_the_demonstration_shows():
    """Made once for all that is only looked at: making it takes a quarter of a minute."""
    run("demo")
    _a_report_at_every_stage()
    _the_review_at_work()
    _the_year_on_offer_of_one_township_is_left_to_the_visitor_and_another_has_not_begun()
    _the_sums_of_the_year_before_are_final_with_an_adjustment_and_agree_with_the_county_s_report()
    _only_the_invented_reports_are_marked()
    _the_scores_of_the_year_with_an_answer()
    _a_merged_organ_whose_last_year_is_that_of_both_it_came_from()
    _the_three_signs_of_a_cell()
    _the_city_adds_up_its_counties_and_departments_and_no_township()


def _a_report_at_every_stage():
    year = year_on_offer(timezone.localdate())
    states = {}
    for report in AnnualReport.objects.filter(year=year).order_by("revision"):
        states.setdefault(report.organ.short_name, []).append(report.state)
    assert states == {
        "县政府办公室": ["审核通过"],
        "教育体育局": ["审核通过"],
        "农业农村局": ["审核通过"],
        "卫生健康委员会": ["审核通过"],
        "文化广电和旅游局": ["审核通过"],
        "市政府办公室": ["审核通过"],
        "叶县": ["审核通过"],
        "市公安局": ["审核通过"],
        "瓦屋镇": ["待审核"],
        "观音寺乡": ["退回修改"],
        "赵村镇": ["审核通过"],
        "下汤镇": ["填报中"],
        "土门街道": ["待签发"],
        "尧山镇": ["已公布", "已公布"],
        "梁洼镇": ["已公布", "更正中"],
        "熊背乡": ["待审核"],
        "四棵树乡": ["填报中"],
    }
    withdrawn = submissions_of(AnnualReport.objects.get(organ__slug="sikeshu", year=year))
    assert [each.name for each in withdrawn] == ["第 1 次提交（已撤回）"]
    late = AnnualReport.objects.get(organ__slug="ranghe", year=year - 2)
    assert timing(late.year, late.organ).is_overdue


def _the_review_at_work():
    year = year_on_offer(timezone.localdate())
    report = AnnualReport.objects.get(organ__slug="wawu", year=year)
    assert [each.name for each in submissions_of(report)] == ["第 1 次提交", "第 2 次提交"]
    changes = compare(content_at(last_submission(report)), report.data()).changes
    assert {change.address for change in changes} == {
        "applications.granted.natural_person",
        "applications.partially_granted.natural_person",
        "overview.proactive_disclosure",
        "problems",
    }
    assert [opinion.state for opinion in report.opinions.all()] == ["answered", "answered", "resolved", "answered"]
    waiting = report.explanations.get(rule="W15")
    assert (waiting.judgement, waiting.question != "") == ("", True)
    assert [each.rule for each in report.explanations.exclude(question="")] == ["W15"]
    returned = AnnualReport.objects.get(organ__slug="guanyinsi", year=year)
    assert [opinion.state for opinion in returned.opinions.all()] == ["answered", "open", "open"]
    quoted = [opinion for opinion in Opinion.objects.exclude(quote="") if opinion.report_id == returned.pk]
    assert all(opinion.quote not in returned.data().text(opinion.anchor) for opinion in quoted)
    assert Opinion.objects.get(report__organ__slug="xiongbei").state == "draft"
    assert verify().broken == ""


def _a_merged_organ_whose_last_year_is_that_of_both_it_came_from():
    government, year = Organ.objects.get(slug="lushan-gov"), year_on_offer(timezone.localdate())
    cell = Cell("enforcement", "administrative_penalty", "decisions")
    merged = Organ.objects.get(slug="culture")
    both = AnnualReport.objects.filter(organ__succeeded_by=merged, year=year - 1)
    parts = [each.figures()[cell] for each in both]
    assert (len(parts), all(parts)) == (2, True)
    assert last_years(standing_sums(government, year), cell)[merged.pk] == sum(parts)
    (column,) = columns_of_units([merged], year - 1)
    assert column.succeeded == "原鲁山县文化局、原鲁山县旅游局合计"
    of_last_year = {each.slug for each in standing_sums(government, year - 1).scope.included}
    assert {"culture-bureau", "tourism-bureau"} < of_last_year
    assert "culture" not in of_last_year


def _the_three_signs_of_a_cell():
    government, year = Organ.objects.get(slug="lushan-gov"), year_on_offer(timezone.localdate())
    now, earlier = standing_sums(government, year), standing_sums(government, year - 2)
    zhaocun = Organ.objects.get(slug="zhaocun").pk
    assert now.nil["applications"] == now.nil["disputes"] == {zhaocun}
    cell = Cell("applications", "not_processed_repeat", "natural_person")
    found = {each.organ.slug: (each.figure, each.is_nil) for each in contributions(earlier, cell, {})}
    assert found == {"wawu": (0, True), "guanyinsi": (None, False)}
    assert (earlier.figure(cell), earlier.unknown_to(cell), len(earlier.left_out) > 0) == (None, 1, True)


def _the_city_adds_up_its_counties_and_departments_and_no_township():
    city, year = Organ.objects.get(slug="pingdingshan-gov"), year_on_offer(timezone.localdate())
    before, now = standing_sums(city, year - 1), standing_sums(city, year)
    assert {each.organ.slug for each in before.reports} == {"pingdingshan", "yexian-gov", "city-police", "lushan-gov"}
    assert before.final is not None
    assert [each.organ.slug for each in now.left_out] == ["lushan-gov"]
    own = AnnualReport.objects.get(organ=city, year=year - 1)
    assert [each for each in differences(own, before) if each.amount] == []
    cell = Cell("applications", "new_received", "natural_person")
    county = AnnualReport.objects.get(organ__slug="lushan-gov", year=year - 1).figures()[cell]
    assert before.figure(cell) == county + 4 + 4 + 2


def _the_scores_of_the_year_with_an_answer():
    scheme = AppraisalScheme.objects.get()
    assert (scheme.year, scheme.state) == (year_on_offer(timezone.localdate()), SchemeState.OPEN)
    assert [each.organ.short_name for each in scheme.answers.all()] == ["瓦屋镇"]
    sheets = {each.slug: each for each in appraisal_of(scheme).sheets}
    assert sheets["wawu"].total == scheme.full_tenths - 10
    assert sheets["xiongbei"].total == scheme.full_tenths


def _the_year_on_offer_of_one_township_is_left_to_the_visitor_and_another_has_not_begun():
    of_the_visitor = AnnualReport.objects.filter(organ__slug="beizi").values_list("year", flat=True)
    on_offer = year_on_offer(timezone.localdate())
    assert list(of_the_visitor.order_by("year")) == [YEAR, on_offer - 1]
    assert not AnnualReport.objects.filter(organ__slug="tuancheng", year=on_offer).exists()


def _the_sums_of_the_year_before_are_final_with_an_adjustment_and_agree_with_the_county_s_report():
    government = Organ.objects.get(slug="lushan-gov")
    year = year_on_offer(timezone.localdate()) - 1
    sums = standing_sums(government, year)
    assert (len(sums.reports), sums.is_complete, sums.final is not None) == (18, True, True)
    assert len(sums.adjustments) == 2
    own = AnnualReport.objects.get(organ=government, year=year)
    assert [each for each in differences(own, sums) if each.amount] == []
    assert not drift(sums)
    now = standing_sums(government, year + 1)
    assert 0 < len(now.reports) < now.members == 17


def test_the_demonstration_is_not_mixed_with_real_work(cast):
    Organ.objects.create(slug="real", name="真实的乡人民政府", kind="township")
    with pytest.raises(CommandError, match="已有其他单位"):
        run("demo")


@pytest.mark.django_db
def test_the_demonstration_starts_again_after_a_visitor_added_an_organ():
    run("demo")
    Organ.objects.create(slug="zhangdian", name="张店乡人民政府", kind="township")
    reports = AnnualReport.objects.count()
    run("demo")
    assert AnnualReport.objects.count() == reports
    assert not AnnualReport.objects.filter(organ__slug="zhangdian").exists()


def _only_the_invented_reports_are_marked():
    real = AnnualReport.objects.filter(is_demonstration=False)
    assert [(report.organ.short_name, report.year, report.status) for report in real] == [("背孜乡", 2022, "approved")]


@pytest.mark.django_db
def test_the_seed_goes_through_the_database_unchanged():
    run("demo")
    stored = AnnualReport.objects.get(organ__slug="beizi", year=2022).data()
    assert as_mapping(stored) == json.loads(SEED.read_text(encoding="utf-8"))


def test_a_file_becomes_a_draft(cast):
    assert "已读入 166 个数字、9 段文字" in load(str(SEED))
    report = AnnualReport.objects.get()
    assert report.status == Status.DRAFT
    assert report.data() == parse(SEED.read_bytes())


def test_what_the_file_does_not_know_stays_blank(cast, file):
    load(file(tables={"licensing": {"administrative_licensing": {"decisions": 5}}}))
    report = AnnualReport.objects.get()
    known = {str(cell): figure for cell, figure in report.figures().items() if figure is not None}
    assert known == {"licensing.administrative_licensing.decisions": 5}
    assert report.stored_texts()["preamble"] == ""


def test_a_dry_run_writes_nothing(cast):
    assert "没有写入" in load(str(SEED), "--dry-run")
    assert AnnualReport.objects.count() == 0


def test_a_report_that_somebody_has_touched_is_not_read_over(cast):
    load(str(SEED))
    with pytest.raises(CommandError) as refusal:
        load(str(SEED))
    assert refusal.value.returncode == 2


def test_what_could_not_be_placed_is_told_and_kept_as_written(cast, file, capsys):
    path = file(tables={"licensing": {"administrative_licensing": {"decisions": "三十"}}})
    with pytest.raises(SystemExit) as end:
        load(path)
    assert end.value.code == 1
    figures = {str(cell): figure for cell, figure in AnnualReport.objects.get().figures().items()}
    assert figures["licensing.administrative_licensing.decisions"] == "三十"


def test_a_report_in_the_one_row_form_stays_in_it(cast, file):
    columns = ["natural_person", "business", "research", "public_welfare", "legal_service", "other_org"]
    rows = {
        row: dict.fromkeys(columns, 1)
        for row in json.loads(SEED.read_text(encoding="utf-8"))["tables"]["applications"]
        if row not in ("other_no_correction", "other_fee_unpaid", "handled_total")
    }
    load(file(tables={"applications": rows}))
    table = as_mapping(AnnualReport.objects.get().data())["tables"]["applications"]
    assert (table["handled_total"]["business"], "other_fee_unpaid" in table) == (19, False)


def test_a_superseded_edition_is_read_in_as_such(cast, file):
    load(file(edition="2019", tables={"fees": {"administrative_fees": {"prior_year_items": 3, "net_change": -1}}}))
    report = AnnualReport.objects.get()
    assert (report.edition, report.has_entry_form) == ("2019", False)
    assert as_mapping(report.data())["tables"]["fees"] == {
        "administrative_fees": {"prior_year_items": 3, "net_change": -1}
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["/nowhere/report.json", "--organ", "背孜乡人民政府", "--year", "2022"],
        [str(SEED), "--organ", "没有的乡", "--year", "2022"],
        [str(SEED), "--organ", "背孜乡人民政府", "--year", "2023"],
        [str(SEED), "--organ", "beizi", "--year", "2022", "--editor", "neighbour"],
    ],
)
def test_what_import_cannot_make_sense_of_ends_with_two_and_writes_nothing(cast, arguments):
    with pytest.raises(CommandError) as refusal:
        run("import_report", *arguments)
    assert (refusal.value.returncode, AnnualReport.objects.count()) == (2, 0)
    assert "\n" not in str(refusal.value)


def test_a_stored_report_is_exported(filled, tmp_path):
    target = tmp_path / "out.json"
    run("export_report", "--organ", "beizi", "--year", str(YEAR), "--to", "json", "--output", str(target))
    assert parse(target.read_bytes()) == filled.data()


def test_a_report_that_is_not_stored_is_not_exported(cast, tmp_path):
    target = tmp_path / "out.json"
    with pytest.raises(CommandError) as refusal:
        run("export_report", "--organ", "beizi", "--year", "2022", "--to", "json", "--output", str(target))
    assert (refusal.value.returncode, target.exists()) == (2, False)


def test_a_title_that_is_too_long_is_told_as_unplaced(cast, file):
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_report", file(title="长" * 250), "--organ", "beizi", "--year", str(YEAR), stdout=out)
    assert end.value.code == 1
    assert "未能放入：标题：最多 200 字，现有 250 字，未保存" in out.getvalue()
    assert AnnualReport.objects.get().stored_texts()["title"] == f"背孜乡人民政府{YEAR}年政府信息公开工作年度报告"


def test_a_report_in_review_is_not_read_over(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    with pytest.raises(CommandError) as refusal:
        load(str(SEED))
    assert refusal.value.returncode == 2
