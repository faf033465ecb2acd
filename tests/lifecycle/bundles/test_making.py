"""A bundle is made once, whole, or not at all: by one worker, on a disk that may be full."""

import errno
import os
from datetime import timedelta
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.lifecycle.bundles import asking, making, packing, tasks
from reports.lifecycle.bundles.choosing import WantedReports
from reports.models import Bundle, BundleKind, BundleState, Status
from reports.models.bundles import KEPT_FOR, MOST_BEGINNINGS, MOST_KEPT, STALLED_AFTER
from tests.conftest import YEAR
from tests.county.published import publish

WANTED = WantedReports((Status.PUBLISHED,), ("pdf",))
ELSEWHERE = "another machine:1"


@pytest.fixture
def published(cast):
    return [publish(each, cast.supervisor) for each in (cast.township, cast.neighbouring_township)]


def ask(cast, year=YEAR):
    """Have the supervisor ask for a bundle of both reports."""
    return asking.ask_for(BundleKind.REPORTS, cast.county, year, cast.supervisor, wanted=WANTED.as_data(), total=2)


@pytest.fixture
def asked(cast, published, monkeypatch):
    """A bundle that no worker has begun yet."""
    monkeypatch.setattr(tasks, "making", SimpleNamespace(make=lambda pk: None))
    bundle, is_new = ask(cast)
    assert is_new
    return bundle


def files():
    return default_storage.listdir("bundles")[1] if default_storage.exists("bundles") else []


def test_a_bundle_is_made_by_the_task_and_says_what_it_is(cast, published):
    bundle, _ = ask(cast)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.done, bundle.failures, bundle.worker) == (BundleState.READY, 2, [], "")
    with bundle.file.open("rb") as file:
        assert len(ZipFile(file).namelist()) == 2 + 3
        file.seek(0)
        assert making._digest(file) == bundle.sha256
    assert bundle.size == bundle.file.size


def test_whoever_asks_while_one_is_being_made_gets_that_one(cast, asked):
    again, is_new = ask(cast)
    assert (again, is_new) == (asked, False)
    other, is_new = ask(cast, YEAR - 1)
    assert is_new
    assert other != asked


def test_what_another_worker_makes_is_left_to_it(asked):
    Bundle.objects.update(worker=ELSEWHERE, heard_at=timezone.now(), state=BundleState.RUNNING)
    making.make(asked.pk)
    asked.refresh_from_db()
    assert (asked.worker, asked.state, files()) == (ELSEWHERE, BundleState.RUNNING, [])


def test_what_a_worker_left_is_made_by_another_and_what_is_done_is_not_made_again(cast, asked):
    long_ago = timezone.now() - STALLED_AFTER - timedelta(seconds=1)
    Bundle.objects.update(worker=ELSEWHERE, heard_at=long_ago, state=BundleState.RUNNING, begun=1)
    assert asking.left() == [asked]
    making.make(asked.pk)
    making.make(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.begun, files()) == (BundleState.READY, 2, [f"{asked.pk}-2.zip"])


def test_a_worker_that_wakes_up_late_throws_its_own_away(asked, monkeypatch):
    """Another one has taken the bundle over while the first was about to finish."""
    real = making._digest

    def taken_over(whole):
        Bundle.objects.update(worker=ELSEWHERE, begun=2)
        return real(whole)

    monkeypatch.setattr(making, "_digest", taken_over)
    making.make(asked.pk)
    asked.refresh_from_db()
    assert (asked.worker, asked.state, files()) == (ELSEWHERE, BundleState.RUNNING, [])


def test_a_bundle_that_is_given_up_meanwhile_is_not_brought_back(asked, monkeypatch):
    real = packing._frozen_files

    def given_up(*given):
        asking.forget(Bundle.objects.get())
        return real(*given)

    monkeypatch.setattr(packing, "_frozen_files", lambda *given: given_up(*given) if Bundle.objects.exists() else {})
    making.make(asked.pk)
    assert (Bundle.objects.count(), files()) == (0, [])


def test_a_bundle_with_which_three_workers_ended_is_given_up(asked):
    Bundle.objects.update(begun=MOST_BEGINNINGS, worker="", state=BundleState.RUNNING)
    making.make(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.why) == (BundleState.FAILED, making.GIVEN_UP)


@pytest.mark.parametrize("when", ["while it is packed", "while it is stored"])
def test_a_full_disk_leaves_a_sentence_and_no_file(asked, monkeypatch, when):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    if when == "while it is packed":
        monkeypatch.setattr(packing, "_add", full)
    else:
        monkeypatch.setattr(type(default_storage), "save", full, raising=False)
    making.make(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.why, files()) == (BundleState.FAILED, making.FULL, [])


def test_a_fault_of_ours_is_told_with_a_number(asked, monkeypatch):
    monkeypatch.setattr(packing, "_add_lists", lambda *given: 1 / 0)
    making.make(asked.pk)
    asked.refresh_from_db()
    assert asked.state == BundleState.FAILED
    assert "错误编号" in asked.why


def test_where_nothing_is_left_to_pack_the_bundle_says_so(asked, published):
    type(published[0].report).objects.update(status=Status.RETURNED)
    making.make(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.why) == (BundleState.FAILED, making.NOTHING)


def test_of_old_bundles_the_newest_are_kept_for_a_week_and_files_without_one_are_deleted(cast, published):
    for _ in range(MOST_KEPT + 2):
        ask(cast)
    asking.prune()
    assert (Bundle.objects.count(), len(files())) == (MOST_KEPT, MOST_KEPT)
    newest = Bundle.objects.first()
    Bundle.objects.exclude(pk=newest.pk).update(requested_at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    asking.prune()
    assert (list(Bundle.objects.all()), files()) == ([newest], [newest.file.name.removeprefix("bundles/")])


def test_a_half_written_file_of_a_killed_worker_is_deleted_once_nobody_can_be_writing_it(db):
    default_storage.save("bundles/7-1.zip", ContentFile(b"half"))
    asking.prune()
    assert files() == ["7-1.zip"]
    hours_ago = (timezone.now() - timedelta(hours=2)).timestamp()
    os.utime(default_storage.path("bundles/7-1.zip"), (hours_ago, hours_ago))
    asking.prune()
    assert files() == []
