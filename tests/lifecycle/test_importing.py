"""What was read of a file and confirmed becomes last year's report, or goes into this year's draft."""

from datetime import date

import pytest

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.importing import Difference, differences, take_in
from reports.lifecycle.opening import open_report
from reports.lifecycle.refusals import Refused
from reports.lifecycle.uploads import correct
from reports.models import AnnualReport, Source, Status, Upload
from reports.official.interchange import content_hash
from tests.views.uploads import GRANTED, PAPER, an_upload

NEXT_YEAR = date(2024, 1, 5)  # the report of 2023 is on offer, and that of 2022 is last year's
SAME_YEAR = date(2023, 1, 5)
PREAMBLE = "请与信息公开办联系（地址：新街2号，邮编：467301，电话：0375-5050002）。"


def test_an_earlier_year_is_archived_as_it_was_corrected(cast, seed):
    upload = an_upload(cast)
    correct(upload, {str(GRANTED): "7", "problems": "改过的问题。"})
    report = take_in(upload, cast.clerk, 2022, NEXT_YEAR).report
    data = report.data()
    assert (report.status, report.organ, report.year) == (Status.ARCHIVED, cast.township, 2022)
    assert data.figures == {**seed.figures, GRANTED: 7}
    assert (data.text("problems"), data.title) == ("改过的问题。", seed.title)
    assert Upload.objects.count() == 0


def test_each_figure_knows_from_which_file_it_came_and_who_brought_it(cast):
    upload = an_upload(cast)
    report = take_in(upload, cast.clerk, 2022, NEXT_YEAR).report
    file = report.imported_files.get()
    assert (file.name, file.digest, file.size, file.by) == ("上年报告.pdf", upload.digest, len(PAPER), cast.clerk)
    changes = report.changes.filter(address__contains="applications.")
    assert changes.count() == 144
    assert {(each.source, each.editor, each.file) for each in changes} == {(Source.IMPORTED, cast.clerk, file)}


def test_next_years_report_starts_with_the_particulars_of_the_file(cast):
    take_in(an_upload(cast, texts={"preamble": PREAMBLE}), cast.clerk, 2022, NEXT_YEAR)
    texts = open_report(cast.township, 2023, cast.clerk).stored_texts()
    assert {key: said for key, said in texts.items() if key.startswith("contact.")} == {
        "contact.office": "信息公开办",
        "contact.address": "新街2号",
        "contact.postcode": "467301",
        "contact.telephone": "0375-5050002",
        "contact.email": "",
    }
    assert "地址：新街2号" in texts["preamble"]


def test_this_years_file_fills_a_draft_in_which_nobody_wrote(cast, seed):
    draft = open_report(cast.township, 2022, cast.clerk)
    taken = take_in(an_upload(cast), cast.clerk, 2022, SAME_YEAR)
    draft.refresh_from_db()
    assert (taken.report, draft.status) == (draft, Status.DRAFT)
    assert draft.data().figures == seed.figures
    assert draft.stored_texts()["contact.address"] == "背孜街1号", "what the file does not say stays"
    written = draft.changes.exclude(source=Source.PROPOSED)
    assert {(each.source, each.file) for each in written} == {(Source.IMPORTED, draft.imported_files.get())}


def test_into_a_draft_in_which_somebody_wrote_only_what_was_chosen_comes(cast, seed):
    draft = open_report(cast.township, 2022, cast.clerk)
    save(draft.pk, cast.colleague, [Edit("problems", "", "同事写的。"), Edit(str(GRANTED), "", "9")])
    upload = an_upload(cast)
    found = {each.address: each for each in differences(draft, upload)}
    assert found["problems"] == Difference("problems", "同事写的。", seed.text("problems"))
    assert found[str(GRANTED)] == Difference(str(GRANTED), "9", "0")
    assert str(GRANTED._replace(column="business")) in found
    assert "normative_acts.rules.issued" not in found, "a zero that was proposed is the file's too"
    taken = take_in(upload, cast.clerk, 2022, SAME_YEAR, {str(GRANTED): "9"})
    data = draft.data()
    assert (taken.conflicts, data.figures[GRANTED], data.text("problems")) == ((), 0, "同事写的。")
    assert data.figures[GRANTED._replace(column="business")] is None
    assert draft.changes.filter(source=Source.IMPORTED).values_list("address", "file__name").get() == (
        str(GRANTED),
        "上年报告.pdf",
    )


def test_what_somebody_changed_meanwhile_is_left_and_named(cast):
    draft = open_report(cast.township, 2022, cast.clerk)
    save(draft.pk, cast.colleague, [Edit(str(GRANTED), "", "9"), Edit("problems", "", "甲")])
    upload = an_upload(cast)
    save(draft.pk, cast.colleague, [Edit(str(GRANTED), "9", "10")])
    taken = take_in(upload, cast.clerk, 2022, SAME_YEAR, {str(GRANTED): "9", "other_matters": ""})
    data = draft.data()
    assert (taken.conflicts, data.figures[GRANTED], data.text("other_matters")) == ((str(GRANTED),), 10, "无")


def test_nothing_chosen_is_nothing_taken(cast):
    draft = open_report(cast.township, 2022, cast.clerk)
    save(draft.pk, cast.colleague, [Edit("problems", "", "甲")])
    before = content_hash(draft.data())
    upload = an_upload(cast)
    with pytest.raises(Refused, match="请选择"):
        take_in(upload, cast.clerk, 2022, SAME_YEAR, {"poem": ""})
    assert (content_hash(draft.data()), Upload.objects.count(), draft.imported_files.count()) == (before, 1, 0)


@pytest.mark.parametrize("status", [Status.SIGNING, Status.IN_REVIEW, Status.APPROVED, Status.PUBLISHED])
def test_a_report_that_left_its_clerk_takes_no_file_of_its_year(cast, status):
    draft = open_report(cast.township, 2022, cast.clerk)
    AnnualReport.objects.update(status=status)
    draft.refresh_from_db()
    upload = an_upload(cast)
    with pytest.raises(Refused, match=draft.state):
        differences(draft, upload)
    for today in (SAME_YEAR, NEXT_YEAR):
        with pytest.raises(Refused):
            take_in(upload, cast.clerk, 2022, today, {"problems": ""})
    assert (Upload.objects.count(), AnnualReport.objects.count()) == (1, 1)


def test_a_file_on_the_old_form_is_not_mixed_into_a_draft_on_the_new_one(cast):
    draft = open_report(cast.township, 2022, cast.clerk)
    upload = an_upload(cast, edition="2019", figures={})
    with pytest.raises(Refused, match="格式不同"):
        differences(draft, upload)


def test_a_year_that_is_not_open_takes_no_file(cast):
    with pytest.raises(Refused, match="尚未开放"):
        take_in(an_upload(cast, year=2024), cast.clerk, 2024, NEXT_YEAR)
    assert AnnualReport.objects.count() == 0
