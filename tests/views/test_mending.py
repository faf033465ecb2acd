"""改为: one press puts the value that would agree in place, as an edit like any other; a changed text is left alone."""

import re

import pytest

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings
from reports.lifecycle.mending import key_of, mend, undo
from reports.lifecycle.refusals import NotEditable, Refused
from reports.models import AnnualReport, Source
from reports.models.reports import Status
from reports.official import Cell
from reports.official.figures import display
from tests.conftest import YEAR
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}"
FORWARD = Cell("applications", "carried_forward", "natural_person")
TEXT = "overview.disclosure_on_request"
WRONG = "2022年，我乡新收政府信息公开申请17件，均已按时答复。"
RIGHT = "2022年，我乡新收政府信息公开申请0件，均已按时答复。"


@pytest.fixture
def contradicted(filled, cast):
    """The report whose text says 17 applications, and whose table says none; with the key of that finding."""
    save(filled.pk, cast.clerk, [Edit(TEXT, filled.texts.get(key=TEXT).body, WRONG)])
    filled.refresh_from_db()
    (found,) = [each for each in findings(filled) if each.rule == "X1"]
    return filled, key_of(found)


def posted(page, go):
    return {"seen": re.search(r'name="seen" value="([^"]*)"', page)[1].replace("&quot;", '"'), "go": go}


def test_the_button_mends_the_text_without_a_script(contradicted, cast, as_user):
    report, key = contradicted
    client = as_user(cast.clerk)
    page = flat(client.get(f"{REPORT}/overview/").content.decode())
    assert re.findall(r'name="go" value="(mend-[^"]+)"[^>]*>([^<]+)<', page) == [(f"mend-{key}", "改为 0件")]
    answer = client.post(f"{REPORT}/overview/", posted(page, f"mend-{key}"), follow=True).content.decode()
    assert "已改为“0件”" in answer
    assert report.texts.get(key=TEXT).body == RIGHT
    last = report.changes.first()
    assert (last.address, last.old, last.new, last.source, last.editor) == (
        TEXT, WRONG, RIGHT, Source.INSERTED, cast.clerk
    )  # fmt: skip


def test_the_table_has_the_finding_too_and_each_leads_to_the_other(contradicted, cast, as_user):
    _, key = contradicted
    client = as_user(cast.clerk)
    ways = {}
    for step in ("overview", "applications"):
        page = flat(client.get(f"{REPORT}/{step}/").content.decode())
        entry = page[page.index(f'id="found-{key}"') :].partition("</li>")[0]
        (way,) = re.findall(r'value="(see-[^"]+)"[^>]*>([^<]+)<', entry)
        ways[way[1]] = client.post(f"{REPORT}/{step}/", posted(page, way[0])).url
        assert re.search(r'class="to-place" href="#([^"]+)"', entry)[1] in page
    assert ways == {
        "去第三部分表格核对": f"{REPORT}/applications/?finding={key}#applications.new_received.total",
        "去第一部分正文核对": f"{REPORT}/overview/?finding={key}#{TEXT}",
    }


def test_the_check_page_mends_and_stays(contradicted, cast, as_user):
    report, key = contradicted
    answer = as_user(cast.clerk).post(f"{REPORT}/check/", {"go": f"mend-{key}"})
    assert answer.url == f"{REPORT}/check/"
    assert report.texts.get(key=TEXT).body == RIGHT


def test_a_text_that_changed_meanwhile_is_left_alone(contradicted, cast):
    report, key = contradicted
    longer = WRONG.replace("17", "18")
    save(report.pk, cast.colleague, [Edit(TEXT, WRONG, longer)])
    with pytest.raises(Refused, match="已有改动"):
        mend(report, cast.clerk, key)
    assert report.texts.get(key=TEXT).body == longer


def test_what_was_submitted_is_not_mended(contradicted, cast, as_user):
    report, key = contradicted
    AnnualReport.objects.filter(pk=report.pk).update(status=Status.IN_REVIEW)
    report.refresh_from_db()
    with pytest.raises(NotEditable):
        mend(report, cast.clerk, key)
    assert as_user(cast.clerk).post(f"{REPORT}/check/", {"go": f"mend-{key}"}).url == f"{REPORT}/preview/"
    assert report.texts.get(key=TEXT).body == WRONG


def test_of_a_finding_about_several_figures_the_button_names_the_one_that_it_changes(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("applications.new_received.natural_person", "0", "1")])
    client = as_user(cast.clerk)
    for page in ("check", "applications"):
        shown = flat(client.get(f"{REPORT}/{page}/").content.decode())
        (button,) = re.findall(r'name="go" value="(mend-[^"]+)"[^>]*>“四、结转下年度继续办理，自然人”改为 1<', shown)
    client.post(f"{REPORT}/check/", {"go": button})
    filled.refresh_from_db()
    assert display(filled.data().figures[FORWARD]) == "1"
    assert "A3" not in [each.rule for each in findings(filled)]


@pytest.mark.parametrize("page", ["check", "overview"])
def test_what_was_mended_is_taken_back_by_the_button_beside_the_message(contradicted, cast, as_user, page):
    report, key = contradicted
    client = as_user(cast.clerk)

    def press(shown, go):
        data = {"go": go} if page == "check" else posted(shown, go)
        return flat(client.post(f"{REPORT}/{page}/", data, follow=True).content.decode())

    shown = press(flat(client.get(f"{REPORT}/{page}/").content.decode()), f"mend-{key}")
    assert report.texts.get(key=TEXT).body == RIGHT
    form, button = re.search(r'form="([^"]+)" name="go" value="(undo-[^"]+)">撤销<', shown).groups()
    assert f'id="{form}"' in shown
    assert "已撤销，恢复为原来的内容" in press(shown, button)
    assert (report.texts.get(key=TEXT).body, report.changes.first().source) == (WRONG, Source.UNDONE)


def test_what_somebody_changed_after_it_was_mended_is_not_taken_back(contradicted, cast, as_user):
    report, key = contradicted
    mend(report, cast.clerk, key)
    with pytest.raises(Refused, match="已有改动"):
        undo(report, cast.colleague, TEXT)
    save(report.pk, cast.clerk, [Edit(TEXT, RIGHT, f"{RIGHT}完。")])
    assert (
        "已有改动" in as_user(cast.clerk).post(f"{REPORT}/check/", {"go": f"undo-{TEXT}"}, follow=True).content.decode()
    )
    assert report.texts.get(key=TEXT).body == f"{RIGHT}完。"


def test_what_a_template_left_is_taken_out_by_the_button(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit(TEXT, filled.texts.get(key=TEXT).body, "（文字描述）\n甲乙丙。")])
    client = as_user(cast.clerk)
    for page in ("check", "overview"):
        shown = flat(client.get(f"{REPORT}/{page}/").content.decode())
        (button,) = re.findall(r'name="go" value="(mend-[^"]+)"[^>]*>删去这句<', shown)
    answer = client.post(f"{REPORT}/check/", {"go": button}, follow=True).content.decode()
    assert "已删去这句：" in answer
    assert filled.texts.get(key=TEXT).body == "甲乙丙。"


def test_a_title_is_put_right_by_the_button(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("title", filled.stored_texts().get("title", ""), "工作报告")])
    client = as_user(cast.clerk)
    shown = flat(client.get(f"{REPORT}/particulars/").content.decode())
    (button,) = re.findall(r'name="go" value="(mend-[^"]+)"[^>]*>改为规范的标题<', shown)
    client.post(f"{REPORT}/particulars/", posted(shown, button))
    assert filled.texts.get(key="title").body.endswith("2022年政府信息公开工作年度报告")


@pytest.fixture
def cited_twice(filled, cast):
    """The report one sentence of which cites two documents that are no longer in force; with both findings."""
    wrong = "按照国办公开办函〔2019〕60号、国务院令第492号编制。"
    save(filled.pk, cast.clerk, [Edit(TEXT, filled.texts.get(key=TEXT).body, wrong)])
    filled.refresh_from_db()
    return filled, [each for each in findings(filled) if each.rule == "W13"]


def test_of_two_slips_in_one_sentence_each_button_mends_its_own(cited_twice, cast, as_user):
    report, (_, regulations) = cited_twice
    as_user(cast.clerk).post(f"{REPORT}/check/", {"go": f"mend-{key_of(regulations)}"})
    assert report.texts.get(key=TEXT).body == "按照国办公开办函〔2019〕60号、国务院令第711号编制。"


def test_of_two_slips_in_one_sentence_each_has_its_own_explanation(cited_twice, cast, as_user):
    report, found = cited_twice
    words = ["引用的是当年印发的文件，已与县政府办公室核对。", "此处叙述条例修订以前的情况，经办人已经核对。"]
    fields = {f"explain-{key_of(each)}-body": said for each, said in zip(found, words, strict=True)}
    assert as_user(cast.clerk).post(f"{REPORT}/check/", fields).status_code in (200, 302)
    assert sorted(report.explanations.values_list("body", flat=True)) == sorted(words)


def test_several_cells_are_mended_and_taken_back_together(filled, cast, as_user):
    rules = {f"normative_acts.rules.{column}": "1" for column in ("issued", "in_force")}
    save(filled.pk, cast.clerk, [Edit(address, "0", now) for address, now in rules.items()])
    client = as_user(cast.clerk)
    shown = flat(client.get(f"{REPORT}/check/").content.decode())
    (button,) = re.findall(r'name="go" value="(mend-[^"]+)"[^>]*>2 格都改为 0<', shown)
    shown = flat(client.post(f"{REPORT}/check/", {"go": button}, follow=True).content.decode())
    assert "已将 2 格都改为 0：规章，本年制发件数；规章，现行有效件数" in shown
    assert {stood(filled, address) for address in rules} == {"0"}
    undo_button = re.search(r'name="go" value="(undo-[^"]+)">撤销<', shown)[1]
    client.post(f"{REPORT}/check/", {"go": undo_button})
    assert {stood(filled, address) for address in rules} == {"1"}


def test_of_several_cells_none_is_taken_back_where_one_was_changed_since(filled, cast):
    rules = {f"normative_acts.rules.{column}": "1" for column in ("issued", "in_force")}
    save(filled.pk, cast.clerk, [Edit(address, "0", now) for address, now in rules.items()])
    filled.refresh_from_db()
    (found,) = [each for each in findings(filled) if each.rule == "Z5"]
    mend(filled, cast.clerk, key_of(found))
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.issued", "0", "3")])
    with pytest.raises(Refused, match="已有改动"):
        undo(filled, cast.clerk, *rules)
    assert [stood(filled, address) for address in rules] == ["3", "0"]


def test_what_is_still_blank_is_filled_by_the_button(filled, cast, as_user):
    cell = "licensing.administrative_licensing.decisions"
    save(filled.pk, cast.clerk, [Edit(cell, "0", ""), Edit("other_matters", "无", "")])
    client = as_user(cast.clerk)
    shown = flat(client.get(f"{REPORT}/check/").content.decode())
    for words in ("填 0", "填入“无”"):
        (button,) = re.findall(rf'name="go" value="(mend-[^"]+)"[^>]*>{words}<', shown)
        client.post(f"{REPORT}/check/", {"go": button})
    assert (stood(filled, cell), filled.texts.get(key="other_matters").body) == ("0", "无")


def test_the_way_leads_to_the_cell_for_which_a_value_is_offered(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("applications.new_received.natural_person", "0", "1")])
    filled.refresh_from_db()
    (found,) = [each for each in findings(filled) if each.rule == "A3"]
    answer = as_user(cast.clerk).post(f"{REPORT}/check/", {"go": f"explain-{key_of(found)}"})
    assert answer.url.endswith(f"#{FORWARD}")


def stood(report, address):
    return display(report.data().figures[Cell(*address.split("."))])
