"""与表三无关: a clerk says that a sentence does not speak of the table; it holds for that sentence, and is judged."""

import pytest

from reports.checks import RULES, Level
from reports.checks.registry import Finding
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import explained_of, findings, unexplained
from reports.lifecycle.readiness import explanations_are_accepted, is_complete
from reports.lifecycle.refusals import NotEditable, Refused
from reports.lifecycle.reviewing import explain
from reports.lifecycle.setting_aside import set_aside, take_back
from reports.models import AnnualReport, Judgement, Status
from reports.official import Cell
from reports.presenters.tally import tally_of
from tests.conftest import YEAR
from tests.deciding import judge, perform

TEXT = "overview.disclosure_on_request"
SENTENCE = "2022年，我乡新收政府信息公开申请17件。"
REPORT = f"/reports/beizi/{YEAR}"


@pytest.fixture
def contradicted(filled, cast):
    """The text says 17 applications, the table none."""
    save(filled.pk, cast.clerk, [Edit(TEXT, filled.texts.get(key=TEXT).body, SENTENCE)])
    filled.refresh_from_db()
    return filled


def of_the_sentence(report):
    (found,) = [each for each in findings(report, report.data()) if each.rule == "X1"]
    return found


def open_findings(report):
    """What is still to be explained, as the transition, the tally and the list of many reports see it."""
    found = findings(report, report.data())
    tally = tally_of(found, explained_of([report])[report.pk])
    assert tally.unexplained == len(unexplained(report, found))
    return [each.rule for each in unexplained(report, found)]


def test_a_sentence_set_aside_needs_no_explanation_whatever_becomes_of_the_table(contradicted, cast):
    assert open_findings(contradicted) == ["X1"]
    set_aside(contradicted.pk, cast.clerk, of_the_sentence(contradicted))
    assert open_findings(contradicted) == []
    edits = [Edit(f"applications.{row}.natural_person", "0", "3") for row in ("new_received", "granted")]
    save(contradicted.pk, cast.clerk, edits)
    assert "为 3 件" in of_the_sentence(contradicted).message
    assert open_findings(contradicted) == []


def test_another_sentence_is_held_against_the_table_again(contradicted, cast):
    set_aside(contradicted.pk, cast.clerk, of_the_sentence(contradicted))
    save(contradicted.pk, cast.clerk, [Edit(TEXT, SENTENCE, SENTENCE.replace("17", "18"))])
    assert open_findings(contradicted) == ["X1"]
    save(contradicted.pk, cast.clerk, [Edit(TEXT, SENTENCE.replace("17", "18"), SENTENCE)])
    assert open_findings(contradicted) == []


def test_it_can_be_taken_back_and_the_history_tells_both(contradicted, cast, as_user):
    found = of_the_sentence(contradicted)
    for act in (set_aside, set_aside, take_back, take_back):  # the second click of a double click changes nothing
        act(contradicted.pk, cast.clerk, found)
    assert open_findings(contradicted) == ["X1"]
    marks = [(each.quote, each.is_taken_back, each.by) for each in contradicted.unrelated_marks.all()]
    assert marks == [(SENTENCE, True, cast.clerk), (SENTENCE, False, cast.clerk)]
    page = as_user(cast.clerk).get(f"{REPORT}/history/").content.decode()
    assert [page.count(words) for words in ("标为“与表三无关”", "撤销“与表三无关”")] == [1, 1]


def test_the_supervisor_sees_it_as_such_and_approval_waits_for_a_judgement(contradicted, cast, as_user):
    set_aside(contradicted.pk, cast.clerk, of_the_sentence(contradicted))
    contradicted.refresh_from_db()
    assert is_complete(contradicted, cast.clerk) == ""
    perform("submit", contradicted.pk, cast.clerk)
    contradicted.refresh_from_db()
    explanation = contradicted.explanations.get()
    assert explanation.round == contradicted.round
    page = as_user(cast.supervisor).get(f"{REPORT}/review/").content.decode()
    assert "<strong>与表格无关：</strong>这句话与表三无关" in page
    assert explanations_are_accepted(contradicted, cast.supervisor) == "还有 1 项情况说明未认可。"
    judge(contradicted.pk, explanation.pk, cast.supervisor, Judgement.ACCEPTED)
    assert explanations_are_accepted(contradicted, cast.supervisor) == ""


def test_words_take_the_place_of_the_mark(contradicted, cast):
    found = of_the_sentence(contradicted)
    set_aside(contradicted.pk, cast.clerk, found)
    explain(contradicted, cast.clerk, found, "这句话写的是县里转来的咨询件，不是申请。")
    assert [each.kind for each in contradicted.explanations.all()] == ["written"]
    assert open_findings(contradicted) == []


def test_what_must_be_fixed_is_never_set_aside(contradicted, cast):
    cells = (Cell("applications", "new_received", "total"),)
    others = [
        Finding("A3", Level.MUST_FIX, "不平", cells, (TEXT,), SENTENCE),
        Finding("Y1", Level.EXPLAIN, "与上年不同", cells),
        Finding("W9", Level.EXPLAIN, "雷同", (), (TEXT,), SENTENCE),
    ]
    for other in others:
        with pytest.raises(Refused):
            set_aside(contradicted.pk, cast.clerk, other)
    assert not contradicted.explanations.exists()
    assert all(RULES[rule].level is Level.EXPLAIN for rule in ("X1", "X2", "X3", "X4"))


def test_what_was_submitted_is_not_set_aside(contradicted, cast):
    AnnualReport.objects.filter(pk=contradicted.pk).update(status=Status.IN_REVIEW)
    with pytest.raises(NotEditable):
        set_aside(contradicted.pk, cast.clerk, of_the_sentence(contradicted))


def test_the_buttons_of_part_and_check_page_set_aside_and_take_back(contradicted, cast, as_user):
    client, key = as_user(cast.clerk), of_the_sentence(contradicted).fingerprint[:16]
    check = f"{REPORT}/check/"
    page = client.get(check).content.decode()
    assert f'value="aside-{key}">这句话与表三无关</button>' in page
    assert f"explain-{key}-body" in page
    page = client.post(check, {"go": f"aside-{key}"}, follow=True).content.decode()
    assert "已标为“与表三无关”，审核单位可以看到" in page
    assert f"explain-{key}-body" not in page
    page = client.get(f"{REPORT}/overview/").content.decode()
    assert (f'value="back-{key}">撤销“与表三无关”</button>' in page, f"mend-{key}" in page) == (True, False)
    client.post(f"{REPORT}/overview/", {"seen": "{}", "go": f"back-{key}"})
    assert open_findings(contradicted) == ["X1"]
