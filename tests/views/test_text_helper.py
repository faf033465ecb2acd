"""What stands beside a text while it is written."""

import pytest

from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.models import Basis, Organ
from reports.people.phrases import BLANK, added, change_phrases
from reports.presenters.text_helper import IDEOGRAPHS, LOOKALIKES, text_helper
from reports.text import lookalikes
from tests.conftest import YEAR

ON_REQUEST, PROACTIVE = "overview.disclosure_on_request", "overview.proactive_disclosure"


@pytest.fixture
def next_years(filled, cast):
    """The report of the year after the seed's."""
    return open_report(cast.township, YEAR + 1, cast.clerk)


def help_for(report, key):
    return text_helper(report, [key], report.data()).texts[0]


def of_last_year(report, cast, next_years, text):
    """The pieces of a text of last year's report, the years to be changed with their advice."""
    save(report.pk, cast.clerk, [Edit(PROACTIVE, report.stored_texts()[PROACTIVE], text)])
    return [
        [f"{piece.text}→{piece.instead}" if piece.instead else piece.text for piece in each.pieces]
        for each in help_for(next_years, PROACTIVE).last_year
    ]


def test_last_years_wording_is_offered_by_paragraph_with_its_years_marked(filled, next_years):
    first = help_for(next_years, ON_REQUEST).last_year[0]
    assert first.text == "2022年，我乡无依申请公开事项。"
    assert (first.slots, first.advice) == (("2022年",), "请改 1 处年份")
    assert len(help_for(next_years, "overview.supervision").last_year) == 3


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("２０２２年公开5条", ["２０２２年→2023年", "公开5条"]),
        (
            "二〇二二年、二○二二年、二零二二年度",
            ["二〇二二年→二〇二三年", "、", "二○二二年→二〇二三年", "、", "二零二二年→二〇二三年", "度"],
        ),
        ("较2021年增长，2023年将改进", ["较", "2021年→2022年", "增长，", "2023年→2024年", "将改进"]),
        ("自2019年5月15日起施行", ["自2019年5月15日起施行"]),
        ("《2022年工作要点》、〔2022〕30号、第12022年", ["《2022年工作要点》、〔2022〕30号、第12022年"]),
        ("20 22年，共2022条", ["20 22年，共2022条"]),
    ],
)
def test_years_that_move_on_with_the_report_are_marked_and_no_others(filled, cast, next_years, text, pieces):
    assert of_last_year(filled, cast, next_years, text) == [pieces]


def test_the_pieces_of_a_paragraph_are_the_paragraph(filled, next_years):
    shown = text_helper(next_years, next_years.official_form.text, next_years.data()).texts
    assert sum(len(each.last_year) for each in shown) > 8
    for each in shown:
        assert ["".join(piece.text for piece in found.pieces) for found in each.last_year] == [
            found.text for found in each.last_year
        ]


def test_without_a_report_of_last_year_nothing_is_offered_of_it(filled):
    helper = text_helper(filled, [ON_REQUEST], filled.data())
    assert (helper.previous_year, helper.texts[0].last_year) == (None, [])


def test_phrases_are_those_of_the_superior_with_year_and_self_reference(cast, filled):
    change_phrases(cast.county, PROACTIVE, lambda bodies: ["{年份}年，{自称}公开{条数}条、{条数}条。"])
    change_phrases(cast.township, PROACTIVE, added("不是上级的表述。"))
    found = help_for(filled, PROACTIVE).phrases
    assert [each.text for each in found] == [f"2022年，我乡公开{BLANK}条、{BLANK}条。"]
    assert (found[0].slots, found[0].advice) == ((BLANK, BLANK), "请填写 2 处空白")


def test_sentences_come_from_the_reports_own_tables(filled, cast):
    assert help_for(filled, ON_REQUEST).sentences[0].text == "2022年，我乡未收到政府信息公开申请，无上年结转。"
    save(filled.pk, cast.clerk, [Edit("applications.granted.business", "0", "")])
    assert help_for(filled, ON_REQUEST).missing == ["表三未填完"]


def test_a_step_without_texts_has_no_panel(filled):
    assert text_helper(filled, [], filled.data()) is None
    assert text_helper(filled, ["title", "contact.office"], filled.data()) is None


def test_the_browser_repairs_the_look_alikes_that_the_server_repairs():
    assert len(LOOKALIKES) == len(IDEOGRAPHS) == lookalikes.count(LOOKALIKES) > 300
    assert lookalikes.repaired(LOOKALIKES) == IDEOGRAPHS


def test_what_was_typed_elsewhere_cannot_leave_its_attribute(next_years, filled, cast, as_user):
    typed = '"><script>alert(1)</script>'
    save(filled.pk, cast.clerk, [Edit(PROACTIVE, filled.stored_texts()[PROACTIVE], typed)])
    page = as_user(cast.clerk).get(f"/reports/beizi/{YEAR + 1}/overview/").content.decode()
    assert page.count("alert(1)") == 3  # shown, inserted, and named
    assert "<script>alert" not in page


@pytest.mark.parametrize("step", ["particulars", "overview", "problems", "other_matters"])
def test_the_panel_works_as_readable_text(next_years, cast, as_user, step):
    page = as_user(cast.clerk).get(f"/reports/beizi/{YEAR + 1}/{step}/").content.decode()
    assert ("上年原文（2022 年度，填报中，尚未审核通过）" in page, "常用表述" in page) == (True, True)


def test_the_steps_with_tables_have_no_panel(filled, cast, as_user):
    assert "填写参考" not in as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/applications/").content.decode()


def test_a_governments_opening_paragraph_is_offered_a_sentence_on_whom_it_adds_up(cast, government):
    report = open_report(government, YEAR, cast.clerk)
    own = help_for(report, "preamble")
    whole = "本报告数据汇总鲁山县人民政府办公室、1个部门和3个乡镇（街道）的年度报告。"
    assert [(each.label, each.text) for each in own.sentences] == [("按汇总范围生成", whole)]
    police = Organ.objects.get(slug="police")
    decide_scope(government, YEAR, cast.clerk, Decision(Basis.CUSTOM, "", {police.pk: "实行垂直领导"}), seen="")
    (said,) = help_for(report, "preamble").sentences
    assert said.text == "本报告数据汇总鲁山县人民政府办公室和3个乡镇（街道）的年度报告。未包括鲁山县公安局的数据。"
    assert "汇总" not in report.stored_texts()["preamble"]  # offered, and not written


def test_no_other_organs_opening_paragraph_is_offered_one(filled):
    assert help_for(filled, "preamble").sentences == []
