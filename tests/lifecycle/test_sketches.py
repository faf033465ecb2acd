"""W9 on stored reports: what another organ of the county submitted earlier the same year is not written again."""

import importlib
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.checks import Case, run
from reports.lifecycle import sketches, workflow
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import case_of, findings, findings_of_many, unexplained
from reports.lifecycle.opening import fill, open_report
from reports.lifecycle.refusals import Refused
from reports.lifecycle.reviewing import explain
from reports.lifecycle.rule_setting import ChosenRule, set_rules
from reports.management.demonstration_county import quiet
from reports.models import AnnualReport, Membership, Organ, Role, Status, SubmittedClause, User
from reports.official.report_data import Kind
from tests.conftest import YEAR
from tests.deciding import perform

PLACES = {"东河": "低保", "西岭": "养老", "南沟": "种粮", "北坡": "道路", "石桥": "饮水", "柳林": "医保"}
SENTENCES = [
    f"围绕{place}群众的关切梳理{subject}公开台账，由{place}专人按季度核对{subject}栏目内容。"
    for place, subject in PLACES.items()
]
TEXT = f"存在的问题是栏目更新不及时。改进情况：{''.join(SENTENCES)}"
OTHER = "存在的问题是解读形式单一。改进情况：结合村务公开栏和广播开展通俗解读，逐村听取意见。"
NEW = "本年新建的便民服务中心设置政务公开专区，配备查询设备与意见箱供来访人员使用。"
NEIGHBOUR = "瓦屋镇人民政府"
UNNAMED = "五、存在的主要问题及改进情况：100% 的文字与另一单位先提交的2022年报告相同。请写本年度的情况。"
NAMED = "五、存在的主要问题及改进情况：100% 的文字与瓦屋镇人民政府2022年的报告相同。请写本年度的情况。"
WORDS = "两单位的栏目由县里统一布置，改进措施相同，已经核对。"
MIGRATION = importlib.import_module("reports.migrations.0033_sketches_of_what_was_submitted")


def stored(report):
    return AnnualReport.objects.select_related("organ__superior", "reviewer").get(pk=report.pk)


def rewrite(report, clerk, text):
    save(report.pk, clerk, [Edit("problems", stored(report).stored_texts()["problems"], text)])


def written(organ, clerk, text=TEXT, year=YEAR):
    """A report that may be submitted, with this text as its section 五."""
    report = open_report(organ, year, clerk)
    data = quiet(organ.name, organ.self_reference, Kind(organ.kind), year)
    fill(report.pk, clerk, replace(data, texts=data.texts | {"problems": text}))
    return stored(report)


def another_township(cast, number=0):
    """One more township of the county, and its clerk."""
    name = f"{'赵团熊'[number]}村镇"
    organ = Organ.objects.create(
        slug=f"more-{number}",
        name=f"{name}人民政府",
        short_name=name,
        self_reference="我镇",
        kind=Kind.TOWNSHIP,
        superior=cast.county,
        office="党政办公室",
        address="村东街1号",
        postcode="467300",
        telephone="0375-5050002",
    )
    clerk = User.objects.create_user(f"clerk-{number}", full_name="吴某某")
    Membership.objects.create(user=clerk, organ=organ, role=Role.CLERK)
    return organ, clerk


def hand_in(report, clerk):
    for finding in unexplained(report):
        explain(report, clerk, finding, WORDS)
    perform("submit", report.pk, clerk)


def of_the_rule(found):
    return [each for each in found if each.rule == "W9"]


def ruled(report):
    """The sentences of W9 by every way in which a stored report is checked, which say the same."""
    report = stored(report)
    told = [
        of_the_rule(found)
        for found in (findings(report), run(case_of(report)), findings_of_many([report])[report.pk][1])
    ]
    assert told[0] == told[1] == told[2]
    return [each.message for each in told[0]]


@pytest.fixture
def neighbours(cast):
    """The report of the neighbouring township, handed in."""
    report = written(cast.neighbouring_township, cast.neighbour)
    perform("submit", report.pk, cast.neighbour)
    return stored(report)


@pytest.fixture
def copy(filled, cast):
    """背孜乡's report with the neighbour's section 五."""
    rewrite(filled, cast.clerk, TEXT)
    return stored(filled)


def test_who_writes_what_another_organ_handed_in_explains_it_before_submission(neighbours, copy, cast):
    assert ruled(copy) == [UNNAMED]
    with pytest.raises(Refused, match="1 项须说明"):
        perform("submit", copy.pk, cast.clerk)
    explain(copy, cast.clerk, unexplained(copy)[0], WORDS)
    perform("submit", copy.pk, cast.clerk)
    assert ruled(copy) == [UNNAMED]


def test_nobodys_report_is_another_ones_copy_by_what_was_submitted_later(neighbours, copy, cast):
    explain(copy, cast.clerk, unexplained(copy)[0], WORDS)
    perform("submit", copy.pk, cast.clerk)
    assert ruled(neighbours) == []
    perform("approve", neighbours.pk, cast.supervisor)


def test_a_draft_is_held_against_nobody(copy, cast):
    written(cast.neighbouring_township, cast.neighbour)
    assert ruled(copy) == []


def test_whose_words_they_are_is_said_once_they_are_published_and_what_was_explained_stands(neighbours, copy, cast):
    explain(copy, cast.clerk, unexplained(copy)[0], WORDS)
    perform("approve", neighbours.pk, cast.supervisor)
    assert ruled(copy) == [UNNAMED]
    perform("publish", neighbours.pk, cast.neighbour)
    assert ruled(copy) == [NAMED]
    assert unexplained(copy) == []


def test_what_a_section_says_before_and_after_the_words_of_another_lowers_the_share(neighbours, copy, cast):
    rewrite(copy, cast.clerk, TEXT + NEW)
    assert ruled(copy) == [UNNAMED.replace("100%", "85%")]
    rewrite(copy, cast.clerk, OTHER)
    assert ruled(copy) == []


def test_a_report_that_comes_back_keeps_the_dates_of_what_it_said_before(neighbours, copy, cast):
    explain(copy, cast.clerk, unexplained(copy)[0], WORDS)
    perform("submit", copy.pk, cast.clerk)
    perform("return", neighbours.pk, cast.supervisor, reason="第五部分请补充便民服务中心的情况。")
    rewrite(neighbours, cast.neighbour, TEXT + NEW)
    perform("submit", neighbours.pk, cast.neighbour)
    assert (ruled(neighbours), ruled(copy)) == ([], [UNNAMED])


def test_what_a_report_no_longer_says_when_it_is_submitted_again_is_held_against_nobody(neighbours, copy, cast):
    perform("withdraw", neighbours.pk, cast.neighbour)
    rewrite(neighbours, cast.neighbour, OTHER)
    assert ruled(copy) == [UNNAMED]  # until it is submitted again, what was submitted stands
    perform("submit", neighbours.pk, cast.neighbour)
    assert ruled(copy) == []
    perform("submit", copy.pk, cast.clerk)
    perform("withdraw", neighbours.pk, cast.neighbour)
    rewrite(neighbours, cast.neighbour, TEXT)
    assert ruled(neighbours) == [UNNAMED]


def test_a_correction_repeats_its_own_organ_and_stays_the_first(neighbours, copy, cast):
    explain(copy, cast.clerk, unexplained(copy)[0], WORDS)
    perform("submit", copy.pk, cast.clerk)
    perform("approve", neighbours.pk, cast.supervisor)
    perform("publish", neighbours.pk, cast.neighbour)
    perform("correct", neighbours.pk, cast.supervisor, reason="第六部分没有写明收费情况，须更正。")
    correction = AnnualReport.objects.get(organ=neighbours.organ, revision=2)
    assert (ruled(correction), ruled(copy)) == ([], [NAMED])
    perform("submit", correction.pk, cast.neighbour)
    assert (ruled(correction), ruled(copy)) == ([], [NAMED])


@pytest.mark.parametrize("where", ["another county", "no county", "an archived report"])
def test_only_reports_of_the_county_that_are_worked_on_are_held_against_each_other(where, neighbours, copy, cast):
    Organ.objects.filter(pk=copy.organ_id).update(
        superior={"another county": cast.stranger.memberships.get().organ_id, "no county": None}.get(
            where, cast.county.pk
        )
    )
    if where == "an archived report":
        AnnualReport.objects.filter(pk=copy.pk).update(status=Status.ARCHIVED)
    assert ruled(copy) == []


def test_reports_of_other_years_are_not_held_against_each_other(neighbours, cast):
    assert ruled(written(cast.township, cast.clerk, year=YEAR + 1)) == []


@pytest.mark.parametrize(("threshold", "is_found"), [(85, True), (86, False)])
def test_the_share_that_the_county_has_set_is_asked_for(neighbours, copy, cast, threshold, is_found):
    chosen = [ChosenRule("W9", False, threshold)]
    set_rules(cast.county, YEAR, cast.supervisor, chosen, "统一布置的栏目较多。", seen=0)
    rewrite(copy, cast.clerk, TEXT + NEW)
    assert bool(ruled(copy)) is is_found


def test_of_several_with_the_same_words_one_finding_speaks(neighbours, copy, cast):
    organ, clerk = another_township(cast)
    hand_in(written(organ, clerk), clerk)
    (finding,) = of_the_rule(findings(copy))
    assert finding.message == UNNAMED.replace("另一单位", "另外 2 个单位")
    assert [each.organ for each in finding.overlaps] == [organ.name, NEIGHBOUR]


def test_what_is_kept_says_nothing_of_the_words_and_is_made_before_the_lock(neighbours, filled, cast, monkeypatch):
    kept = SubmittedClause.objects.filter(report=neighbours)
    assert {type(each) for each in kept.values_list("digest", flat=True)} == {int}
    take = workflow.take_sketch

    def while_somebody_writes(report):
        assert not connection.savepoint_ids
        sketch = take(report)
        rewrite(filled, cast.clerk, OTHER)
        return sketch

    before = stored(filled).stored_texts()["problems"]
    monkeypatch.setattr(workflow, "take_sketch", while_somebody_writes)
    seen = {"seen_hash": workflow.content_hash(replace(filled.data(), texts=filled.data().texts | {"problems": OTHER}))}
    with pytest.raises(Refused, match="有修改"):
        perform("submit", filled.pk, cast.clerk, **seen)
    assert (before != OTHER, SubmittedClause.objects.filter(report=filled).exists()) == (True, False)


def test_what_was_submitted_before_there_were_sketches_is_told_again(neighbours, copy, cast):
    perform("withdraw", neighbours.pk, cast.neighbour)
    rewrite(neighbours, cast.neighbour, TEXT + NEW)
    perform("submit", neighbours.pk, cast.neighbour)
    rows = SubmittedClause.objects.order_by("digest").values_list("report", "digest", "since")
    kept = list(rows)
    assert len({since for *_, since in kept}) == 2
    SubmittedClause.objects.all().delete()
    MIGRATION.fill(apps, None)
    assert list(rows) == kept


def test_as_many_questions_for_one_neighbour_and_one_report_as_for_more(neighbours, copy, cast):
    def questions():
        with CaptureQueriesContext(connection) as alone:
            findings(stored(copy))
        reports = AnnualReport.objects.select_related("organ__superior", "reviewer").prefetch_related("steps")
        with CaptureQueriesContext(connection) as together:
            assert len(findings_of_many(list(reports))) == AnnualReport.objects.count()
        return len(alone), len(together)

    one = questions()
    for number in range(2):
        organ, clerk = another_township(cast, number)
        hand_in(written(organ, clerk), clerk)
    assert questions() == one


def test_reports_too_long_for_one_question_are_asked_about_in_several(neighbours, copy, cast, monkeypatch):
    mine = written(*another_township(cast), TEXT + NEW)
    both = [(each, Case(each.data())) for each in (copy, mine)]
    together = sketches.overlaps_of_many(both)
    assert [len(each) for each in together.values()] == [1, 1]
    monkeypatch.setattr(sketches, "MOST_DIGESTS", 1)
    assert sketches.overlaps_of_many(both) == together
