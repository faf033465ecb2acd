"""What one person types in one go is one change, and no version that another person saw is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from reports.lifecycle.contributors import contributors
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history.proof import verify
from reports.lifecycle.opening import open_report
from reports.models import Source
from tests.conftest import YEAR
from tests.deciding import perform

KEY = "problems"
FIGURE = "applications.granted.natural_person"


def typed(report, person, now, address=KEY, source=Source.TYPED):
    last = report.changes.filter(address=address).first()
    seen = last.new if last else ""
    save(report.pk, person, [Edit(address, seen, now)], source=source)


def told(report, address=KEY):
    """The record of an address, the oldest first."""
    changes = report.changes.filter(address=address).order_by("pk")
    return list(changes.values_list("editor__username", "old", "new"))


def passes(report, **time):
    """Let time go by: all that was saved and seen lies so much further back."""
    gone = timedelta(**time)
    report.changes.update(at=F("at") - gone, began_at=F("began_at") - gone)
    for sighting in report._meta.get_field("sighting").related_model.objects.all():
        sighting.at -= gone
        sighting.save()


@pytest.mark.parametrize(("address", "values"), [(KEY, ["一", "一是", "一是人少"]), (FIGURE, ["1", "12", "123"])])
def test_what_is_typed_in_one_go_is_one_change_from_what_was_before(report, cast, address, values):
    for value in values:
        typed(report, cast.clerk, value, address)
    assert told(report, address) == [("clerk", "", values[-1])]
    change = report.changes.get(address=address)
    assert change.began_at < change.at


def test_a_pause_ends_it_and_so_does_half_an_hour(report, cast):
    typed(report, cast.clerk, "一")
    passes(report, minutes=6)
    typed(report, cast.clerk, "一是")
    assert told(report) == [("clerk", "", "一"), ("clerk", "一", "一是")]
    typed(report, cast.clerk, "一是人")
    report.changes.filter(began_at__isnull=False).update(began_at=F("began_at") - timedelta(minutes=31))
    typed(report, cast.clerk, "一是人少")
    assert told(report)[1:] == [("clerk", "一", "一是人"), ("clerk", "一是人", "一是人少")]


def test_the_edit_of_another_person_ends_it(report, cast):
    typed(report, cast.clerk, "一")
    typed(report, cast.colleague, "一、", FIGURE)
    typed(report, cast.clerk, "一是")
    assert told(report) == [("clerk", "", "一"), ("clerk", "一", "一是")]


@pytest.mark.parametrize("page", ["problems/", "preview/", "history/", ""])
def test_what_another_person_has_opened_is_kept(report, cast, as_user, page):
    typed(report, cast.clerk, "一")
    as_user(cast.colleague).get(f"/reports/beizi/{YEAR}/{page}")
    typed(report, cast.clerk, "一是")
    assert told(report) == [("clerk", "", "一"), ("clerk", "一", "一是")]
    typed(report, cast.clerk, "一是人")  # what was saved while that page may still have been drawn is kept too
    assert [new for *_, new in told(report)] == ["一", "一是", "一是人"]
    passes(report, seconds=40)
    for more in ("一是人少", "一是人少事多"):
        typed(report, cast.clerk, more)
    assert [new for *_, new in told(report)] == ["一", "一是", "一是人", "一是人少事多"]


def test_ones_own_look_ends_nothing(report, cast, as_user):
    typed(report, cast.clerk, "一")
    as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/problems/")
    typed(report, cast.clerk, "一是")
    assert told(report) == [("clerk", "", "一是")]


def test_a_conflict_keeps_what_it_showed(report, cast, as_user):
    typed(report, cast.clerk, "3", FIGURE)
    body = {"edits": [[FIGURE, "", "4"]]}
    answer = as_user(cast.colleague).post(
        f"/reports/beizi/{YEAR}/applications/save/", body, content_type="application/json"
    )
    assert answer.json()["conflicts"][0]["stored"] == "3"
    typed(report, cast.clerk, "35", FIGURE)
    assert told(report, FIGURE) == [("clerk", "", "3"), ("clerk", "3", "35")]


def test_an_event_seals_what_was_typed_before_it(filled, cast):
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "没有")])
    perform("submit", filled.pk, cast.clerk)
    perform("withdraw", filled.pk, cast.clerk)
    save(filled.pk, cast.clerk, [Edit("title", filled.data().title, "标题")])
    save(filled.pk, cast.clerk, [Edit("other_matters", "没有", "没有。")])
    assert told(filled, "other_matters")[-2:] == [("clerk", "无", "没有"), ("clerk", "没有", "没有。")]
    assert verify().breaks == []


def test_what_was_emptied_stays_in_the_record_for_four_eyes_look_at_it(report, cast):
    typed(report, cast.colleague, "旧的")
    for now in ("旧的新的", "", "新的"):
        typed(report, cast.clerk, now)
    assert told(report) == [("colleague", "", "旧的"), ("clerk", "旧的", ""), ("clerk", "", "新的")]
    assert contributors(report) == {cast.clerk.pk}


def test_what_was_typed_and_taken_back_leaves_no_change(report, cast):
    typed(report, cast.clerk, "一")
    typed(report, cast.clerk, "")
    assert told(report) == []


@pytest.mark.parametrize("source", sorted(set(Source) - {Source.TYPED, Source.PROPOSED}))
def test_every_other_way_in_is_an_act_of_its_own(report, cast, source):
    for value in ("1", "2"):
        typed(report, cast.clerk, value, FIGURE, source)
    assert told(report, FIGURE) == [("clerk", "", "1"), ("clerk", "1", "2")]


def test_a_hundred_saves_of_one_text_are_stored_once(cast):
    """B20: they took 660 kB."""
    report = open_report(cast.township, YEAR, cast.clerk)
    sentence = "政府信息公开工作人员力量不足，业务培训不够经常。"
    for number in range(1, 101):
        typed(report, cast.clerk, (sentence * 25)[: number * 6])
    stored = [len(old.encode()) + len(new.encode()) for _, old, new in told(report)]
    assert stored == [1800]


def test_a_save_asks_as_much_however_long_the_record_is(report, cast):
    for number in range(40):
        typed(report, cast.clerk, f"第{number}次", source=Source.PASTED)
    typed(report, cast.clerk, "一")
    with CaptureQueriesContext(connection) as asked:
        save(report.pk, cast.clerk, [Edit(KEY, "一", "一是")])
    # The newest is read, and written; what is asked for its seal names no table in quotes.
    assert len([each for each in asked if '"reports_valuechange"' in each["sql"]]) == 2
