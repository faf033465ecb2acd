"""The work on a bundle or another such file: one worker at a time makes it, and nobody sees it before it is whole.

Whoever takes it up after a worker has ended begins anew; what was drawn for the first time is still there. Who wakes
up late and finds that another one has it stops.
"""

import hashlib
import logging
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from reports.lifecycle.bundles.choosing import Chosen, NotPacked, WantedReports, choose
from reports.lifecycle.bundles.packing import OnEach, pack
from reports.models.bundles import MOST_BEGINNINGS, Bundle, BundleKind, BundleState
from reports.models.locking import lock
from reports.models.workers import this_worker

logger = logging.getLogger(__name__)
FULL = "磁盘空间不足，文件没有生成。请联系管理员清理磁盘后再试。"
GIVEN_UP = f"生成时 {MOST_BEGINNINGS} 次中断，没有生成。请减少内容后再试；仍有问题请联系管理员。"
NOTHING = "所选单位中没有所选状态的报告。"
MOST_FAILURES = 500  # kept for the page; the list in the bundle has all


# Who writes a file of each kind but reports, to ``target``: ``pack(target, bundle, on_each)``, which is told how many
# are done. Named and not imported: what they draw with stands in rooms below this one.
WRITERS = {
    BundleKind.SITE: "reports.web.site_copy.pack",
    BundleKind.SUMS: "reports.county.sums_file.pack",
    BundleKind.SCORES: "reports.presenters.score_exports.pack",
}


class BundleFailed(Exception):
    """No bundle was made; the message is a sentence for the person who asked."""


class TakenOver(Exception):
    """Another worker has the bundle, or nobody wants it any more."""


def make(bundle_id: int) -> None:
    """Make a bundle; nothing where another worker does, or it is done."""
    bundle = _claim(bundle_id)
    if bundle is None:
        return
    try:
        _make(bundle)
    except TakenOver:
        logger.warning("A bundle was taken over or given up while it was made")
    except BundleFailed as failure:
        _own(bundle).update(state=BundleState.FAILED, why=str(failure), worker="")


def _claim(bundle_id: int) -> Bundle | None:
    with transaction.atomic():
        bundle = lock(Bundle.objects.select_related("requested_by", "superior")).filter(pk=bundle_id).first()
        if bundle is None or not bundle.is_being_made or (bundle.worker and not bundle.is_left):
            return None
        bundle.worker, bundle.heard_at, bundle.begun = this_worker(), timezone.now(), bundle.begun + 1
        bundle.state, bundle.done, bundle.failures = BundleState.RUNNING, 0, []
        if bundle.begun > MOST_BEGINNINGS:
            bundle.state, bundle.why = BundleState.FAILED, GIVEN_UP
        bundle.save()
    return bundle if bundle.is_being_made else None


def _make(bundle: Bundle) -> None:
    with _whole(bundle) as whole:
        name = f"{bundle.pk}-{bundle.begun}.{bundle.ending}"
        size, digest = whole.seek(0, 2), _digest(whole)
        with _sentence_for_what_fails():
            kept = bundle.file.storage.save(f"{bundle.file.field.upload_to}{name}", File(whole))
    about = {"size": size, "sha256": digest, "file": kept, "state": BundleState.READY, "worker": ""}
    if not _own(bundle).update(**about):
        bundle.file.storage.delete(kept)
        raise TakenOver


def _whole(bundle: Bundle) -> BinaryIO:
    writer = WRITERS.get(BundleKind(bundle.kind))
    if writer:
        pack_it = import_string(writer)
        return _into_a_file(lambda target: pack_it(target, bundle, lambda done: _go_on(bundle, done, [])))
    wanted = WantedReports.of_data(bundle.wanted)
    chosen = choose(bundle.superior, bundle.year, wanted, bundle.requested_by)
    return made(chosen, wanted, lambda done, failures: _go_on(bundle, done, failures))


def made(chosen: Chosen, wanted: WantedReports, on_each: OnEach = lambda done, failures: None) -> BinaryIO:
    """The bundle as a file without a name, which is gone once it is closed; ``BundleFailed`` where there is none."""
    if not chosen.reports:
        raise BundleFailed(NOTHING)
    return _into_a_file(lambda target: pack(target, chosen, wanted, on_each))


def _into_a_file(write: Callable[[BinaryIO], object]) -> BinaryIO:
    folder = Path(settings.MEDIA_ROOT)
    with _sentence_for_what_fails():
        folder.mkdir(parents=True, exist_ok=True)
        whole = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 whoever is handed it closes it
        try:
            write(whole)
            whole.seek(0)
        except BaseException:
            whole.close()
            raise
    return whole


@contextmanager
def _sentence_for_what_fails() -> Iterator[None]:
    """What went wrong, as ``BundleFailed``; whatever was written by then is no bundle."""
    try:
        yield
    except (BundleFailed, TakenOver):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
            logger.exception("A bundle was not made: the disk is full")
            raise BundleFailed(FULL) from error
        number = secrets.token_hex(3).upper()
        logger.exception("A bundle was not made, with the error number %s", number)
        raise BundleFailed(f"文件没有生成，请稍后再试。仍有问题请联系管理员，错误编号 {number}。") from error


def _digest(whole: BinaryIO) -> str:
    whole.seek(0)
    digest = hashlib.file_digest(whole, "sha256").hexdigest()
    whole.seek(0)
    return digest


def _go_on(bundle: Bundle, done: int, failures: list[NotPacked]) -> None:
    """Say how far it is."""
    told = [f"{each.organ}：{each.why}" for each in failures[:MOST_FAILURES]]
    if not _own(bundle).update(done=done, failures=told, heard_at=timezone.now()):
        raise TakenOver


def _own(bundle: Bundle) -> QuerySet[Bundle]:
    """Its row, while this worker has it for this time."""
    return Bundle.objects.filter(pk=bundle.pk, worker=this_worker(), begun=bundle.begun, state=BundleState.RUNNING)
