"""Work that nobody takes is missed, and work that somebody takes is not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from reports.models import Batch, Stage
from reports.operations.health.probe import Severity
from reports.operations.health.work import worker
from tests.views.archives import an_archive


@pytest.fixture
def queued(db):
    """A task that has waited for so many minutes."""

    def wait(minutes):
        task = DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path="nowhere",
            backend_name="default",
            run_after=get_date_max(),
        )
        DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(minutes=minutes))

    return wait


def works(cast, minutes_ago, **also):
    """Somebody works on an archive, and was heard of so long ago."""
    an_archive(cast)
    heard = timezone.now() - timedelta(minutes=minutes_ago)
    Batch.objects.update(**{"stage": Stage.READING, "worker": "elsewhere:7", "heard_at": heard, **also})


def test_nothing_waits(db):
    assert worker().told == "没有等候的处理"


def test_what_waits_for_a_moment_is_no_complaint(queued):
    queued(4)
    found = worker()
    assert (found.severity, found.told) == (Severity.FINE, "1 项在等候")


def test_what_nobody_takes_is_a_worker_that_has_ended(queued):
    queued(1)
    queued(6)
    (complaint,) = worker().complaints
    assert (complaint.severity, complaint.what) == (Severity.STOPPED, "有处理已等候 6 分钟，后台程序没有在运行")


def test_what_waits_for_a_long_work_before_it_is_only_said(queued, cast):
    queued(6)
    works(cast, minutes_ago=1)
    (complaint,) = worker().complaints
    assert complaint.severity is Severity.NOTICE


def test_who_has_not_been_heard_of_left_the_work(queued, cast):
    queued(6)
    works(cast, minutes_ago=60)
    assert [each.what for each in worker().complaints] == [
        "有处理已等候 6 分钟，后台程序没有在运行",
        "有 1 项处理中断，无人接续",
    ]


def test_what_is_done_is_not_left(cast):
    works(cast, minutes_ago=60, stage=Stage.READ)
    assert worker().severity is Severity.FINE
