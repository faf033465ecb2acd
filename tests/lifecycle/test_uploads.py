"""What was read of a file is kept for a day, for who brought it, and not without bounds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.formats.reading import Reading, Unplaced
from reports.formats.understanding import Understood
from reports.lifecycle.uploads import contact_of, correct, corrected, discard, keep
from reports.models import AnnualReport, Upload, UploadPicture, ValueChange
from reports.models.uploads import KEPT_FOR, MOST_OF_A_PERSON
from reports.official import Cell
from reports.official.report_data import ReportData
from tests.views.uploads import GRANTED, PICTURE, an_upload


def brought(cast, person, content, data: ReportData, **more) -> Upload:
    return keep(cast.township, person, "a.html", content, Understood(Reading(data, **more), data.organ, data.year))


def test_a_file_that_was_brought_is_no_report(cast):
    upload = an_upload(cast)
    assert (AnnualReport.objects.count(), ValueChange.objects.count()) == (0, 0)
    assert (upload.size, len(upload.digest), upload.said_year) == (35, 64, 2022)
    assert [(each.number, bytes(each.content)) for each in upload.pictures.all()] == [(1, PICTURE.content)]


def test_who_brings_the_same_file_again_finds_what_was_put_right_and_nobody_else_does(cast, seed):
    first = brought(cast, cast.clerk, b"1", seed)
    correct(first, {"problems": "改过。"})
    others = brought(cast, cast.colleague, b"1", seed)
    again = brought(cast, cast.clerk, b"1", seed)
    assert {*Upload.objects.values_list("pk", flat=True)} == {others.pk, again.pk}
    assert (again.corrections, others.corrections) == ({"problems": "改过。"}, {})


def test_the_oldest_of_a_persons_files_gives_way_and_nobody_elses(cast, seed):
    others = brought(cast, cast.colleague, b"x", seed)
    own = [brought(cast, cast.clerk, bytes([number]), seed).pk for number in range(MOST_OF_A_PERSON + 2)]
    assert [*Upload.objects.of(cast.township, cast.clerk).values_list("pk", flat=True)] == own[:1:-1]
    assert [*Upload.objects.of(cast.township, cast.colleague)] == [others]


def test_after_a_day_a_file_is_seen_by_nobody_and_the_next_one_takes_it_away(cast, seed):
    upload = an_upload(cast)
    Upload.objects.update(at=timezone.now() - KEPT_FOR + timedelta(seconds=30))
    assert [*Upload.objects.of(cast.township, cast.clerk)] == [upload]
    Upload.objects.update(at=timezone.now() - KEPT_FOR - timedelta(seconds=1))
    assert [*Upload.objects.of(cast.township, cast.clerk)] == []
    newer = brought(cast, cast.colleague, b"2", seed)
    assert [*Upload.objects.all()] == [newer]
    assert UploadPicture.objects.count() == 0


def test_what_is_put_in_the_place_of_what_was_read_holds_until_it_is_taken_back(cast, seed):
    upload, was = an_upload(cast), seed.text("problems")
    changed = {str(GRANTED): "１２件", "problems": "改过。", "title": "新标题", "contact.telephone": "0375-1"}
    assert correct(upload, changed) == {}
    upload.refresh_from_db()
    report = corrected(upload).report
    assert (report.figures[GRANTED], report.text("problems"), report.title) == (12, "改过。", "新标题")
    assert contact_of(upload)["contact.telephone"] == "0375-1"
    assert correct(upload, {str(GRANTED): "0", "problems": was}) == {}
    assert upload.corrections == {"title": "新标题", "contact.telephone": "0375-1"}
    assert corrected(upload).report.figures == seed.figures


def test_a_blank_that_the_file_left_out_stays_unknown_and_one_that_is_emptied_is_blank(cast, seed):
    left_out = {cell: figure for cell, figure in seed.figures.items() if cell.row != "other_fee_unpaid"}
    data = ReportData("2021", seed.organ, seed.kind, 2022, figures=left_out)
    upload = brought(cast, cast.clerk, b"1", data)
    absent = Cell("applications", "other_fee_unpaid", "business")
    assert correct(upload, {str(absent): "", str(GRANTED): ""}) == {}
    report = corrected(upload).report
    assert (absent in report.figures, report.figures[GRANTED]) == (False, None)


def test_a_figure_that_could_not_be_placed_is_settled_by_a_figure_that_can(cast, seed):
    figures = {**seed.figures, GRANTED: "十二"}
    data = ReportData("2021", seed.organ, seed.kind, 2022, figures=figures)
    unplaced = (Unplaced("三", "十二", "请填写数字", GRANTED), Unplaced("文字", "注：", "不属于规定的任何一项"))
    upload = brought(cast, cast.clerk, b"1", data, unplaced=unplaced)
    correct(upload, {str(GRANTED): "十三"})
    assert corrected(upload).unplaced == unplaced
    correct(upload, {str(GRANTED): "13"})
    assert corrected(upload).unplaced == unplaced[1:]


def test_what_is_too_long_is_refused_with_the_reason_and_the_rest_is_kept(cast):
    upload = an_upload(cast)
    refused = correct(upload, {"problems": "长" * 20_001, "title": "新标题"})
    assert refused == {"problems": "最多 20000 字，现有 20001 字，未保存"}
    assert upload.corrections == {"title": "新标题"}


def test_an_address_that_the_form_does_not_have_is_refused(cast):
    with pytest.raises(ValueError, match="no entry"):
        correct(an_upload(cast), {"applications.poem.business": "1"})


def test_a_file_that_is_given_up_is_gone_with_its_pictures(cast):
    discard(an_upload(cast))
    assert (Upload.objects.count(), UploadPicture.objects.count()) == (0, 0)


def test_the_contact_is_what_the_opening_paragraph_says(cast, seed):
    said = "如对本报告有疑问，请与党政办公室联系（地址：背孜街1号，电话：0375-5050001）。"
    data = ReportData("2021", seed.organ, seed.kind, 2022, texts={"preamble": said})
    upload = brought(cast, cast.clerk, b"1", data)
    assert contact_of(upload) == {
        "contact.office": "党政办公室",
        "contact.address": "背孜街1号",
        "contact.postcode": "",
        "contact.telephone": "0375-5050001",
        "contact.email": "",
    }
