"""The work on an archive, file by file: whoever takes it up after a worker has ended goes on where that one was.

What is stored is stored once: a report is archived and its file noted in two steps, and a file that was archived
already is known by its SHA-256. A worker that comes to the end of no file for longer than any file takes ends itself,
so that another one goes on, and a file that no worker comes to the end of is given up.
"""

import faulthandler
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from zipfile import ZipFile

from django.db import transaction
from django.utils import timezone

from reports.formats.entries import content_of
from reports.formats.sandbox import WAIT_OF_A_TASK
from reports.lifecycle.archiving import archive_file
from reports.lifecycle.batches.assessing import Assessed, with_duplicates_marked
from reports.lifecycle.batches.organ_matching import OrganMatcher
from reports.lifecycle.batches.reading_together import Named, assessed_together
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models.batches import MOST_BEGINNINGS, STALLED_AFTER, Batch, BatchFile, Stage
from reports.models.locking import lock
from reports.models.organs import Organ, Role, User
from reports.models.reports import AnnualReport
from reports.models.review import ImportedFile
from reports.models.workers import this_worker
from reports.official.interchange import canonical, parse

logger = logging.getLogger(__name__)
TOLD = ("unplaced", "differences", "notices", "to_fix", "to_explain", "named")
FAILED = "系统暂时无法存入，请稍后再试"
GIVEN_UP = f"读取时 {MOST_BEGINNINGS} 次中断，没有读入。请另存为其他格式（如 .docx、.xlsx）后再试"


def read(batch_id: int) -> None:
    """Read the files of an archive that have not been read, and say which of them go in."""
    with _claimed(batch_id, Stage.READING) as batch:
        if batch is None:
            return
        matcher = matcher_of(batch.by)
        while rows := list(batch.files.filter(is_read=False)):
            for row, assessed in _assessed(batch, rows, matcher):
                if assessed.is_put_off:
                    batch.files.filter(pk=row.pk).update(begun=0)
                else:
                    note(row, assessed)
                if not _goes_on(batch):
                    return
        mark_duplicates(batch)
        _finish(batch, Stage.READ)


def store(batch_id: int) -> None:
    """Store the chosen files of an archive that have not been stored, each by itself."""
    with _claimed(batch_id, Stage.STORING) as batch:
        if batch is None:
            return
        for row in batch.files.filter(is_chosen=True, report=None, refusal="").select_related("organ"):
            _store(row, batch.by)
            if not _goes_on(batch):
                return
        batch.files.update(content=None)
        batch.archive.delete(save=False)
        _finish(batch, Stage.DONE, archive="")


def mark_duplicates(batch: Batch) -> None:
    """Say anew of each file what the stored reports and the other files say of it."""
    kept = list(batch.files.filter(content__isnull=False, organ__isnull=False).select_related("organ"))
    compared = with_duplicates_marked([as_assessed(row) for row in kept], timezone.localdate())
    for row, each in zip(kept, compared, strict=True):
        row.refusal, row.doubt = each.refusal, each.doubt
    BatchFile.objects.bulk_update(kept, ["refusal", "doubt"])


def matcher_of(supervisor: User) -> OrganMatcher:
    """The organs whose earlier reports the supervisor may read in."""
    supervised = supervisor.organ_ids(Role.SUPERVISOR)
    return OrganMatcher(list(Organ.objects.filter(superior__in=supervised).select_related("superior")))


@contextmanager
def _claimed(batch_id: int, stage: Stage) -> Iterator[Batch | None]:
    """The archive, for this worker; ``None`` where another one works on it, or nothing is to be done.

    Where the work fails, somebody may take it up again at once.
    """
    batch = _claim(batch_id, stage)
    _end_unless_heard_again()
    try:
        yield batch
    except BaseException:
        Batch.objects.filter(pk=batch_id).update(worker="", heard_at=None)
        raise
    finally:
        faulthandler.cancel_dump_traceback_later()


def _claim(batch_id: int, stage: Stage) -> Batch | None:
    with transaction.atomic():
        batch = lock(Batch.objects.select_related("by")).filter(pk=batch_id).first()
        if batch is None or batch.stage != stage or not (batch.worker == "" or batch.is_left):
            return None
        batch.worker, batch.heard_at = this_worker(), timezone.now()
        batch.save(update_fields=["worker", "heard_at"])
    return batch


def _goes_on(batch: Batch) -> bool:
    """Say that the work goes on; false where the archive has been given up, and nothing is left to be worked on."""
    _end_unless_heard_again()
    return bool(Batch.objects.filter(pk=batch.pk).update(heard_at=timezone.now()))


def _end_unless_heard_again() -> None:
    """Have this process ended where it hangs, and where it does written to the log, whatever it hangs in."""
    faulthandler.dump_traceback_later(STALLED_AFTER.total_seconds(), exit=True, file=2)


def _finish(batch: Batch, stage: Stage, **more: str) -> None:
    Batch.objects.filter(pk=batch.pk).update(stage=stage, worker="", **more)


def _assessed(batch: Batch, rows: list[BatchFile], matcher: OrganMatcher) -> Iterator[tuple[BatchFile, Assessed]]:
    """The files, each with what it says; one with which a worker has ended alone, so that no other ends with it."""
    together = [row for row in rows if not row.begun]
    alone = [row for row in rows if row.begun]
    with batch.archive.open("rb") as file, ZipFile(file) as archive:
        for group in filter(None, [together, *([row] for row in alone)]):
            if group[0].begun >= MOST_BEGINNINGS:
                yield group[0], Assessed(group[0].path, group[0].size, "", refusal=GIVEN_UP)
            else:
                assessed = assessed_together(_beginning(group, archive), matcher, WAIT_OF_A_TASK)
                yield from zip(group, assessed, strict=True)


def _beginning(rows: list[BatchFile], archive: ZipFile) -> Iterator[Named]:
    for row in rows:
        row.begun += 1
        _keep(row, "begun")
        yield row.path, partial(content_of, archive, row.number)


def note(row: BatchFile, assessed: Assessed) -> None:
    """Keep what was understood of a file in its row."""
    row.is_read, row.digest, row.organ, row.year = True, assessed.digest, assessed.organ, assessed.year
    row.said_organ, row.placed = assessed.said_organ[:200], assessed.placed
    row.told = {key: list(getattr(assessed, key)) for key in TOLD} | {"is_unsaid": assessed.is_unsaid}
    row.refusal, row.doubt, row.own_doubt = assessed.refusal, assessed.doubt, assessed.doubt
    row.content = canonical(assessed.report) if assessed.report else None
    noted = ("is_read", "digest", "organ", "year", "said_organ", "placed", "told", "refusal", "doubt", "content")
    _keep(row, *noted, "own_doubt", "is_chosen")


def as_assessed(row: BatchFile) -> Assessed:
    """What was understood of a file by itself, as it was kept; whatever was understood of its organ is no refusal."""
    return Assessed(
        row.path, row.size, row.digest, row.organ, row.said_organ, row.year, parse(bytes(row.content)), row.placed,
        unplaced=tuple(row.told["unplaced"]), differences=tuple(row.told["differences"]),
        doubt=row.own_doubt,
    )  # fmt: skip


def _store(row: BatchFile, by: User) -> None:
    file = ImportedFile(name=row.path, size=row.size, digest=row.digest)
    try:
        data = parse(bytes(row.content))
        row.report = archive_file(row.organ_id, by, data, file, timezone.localdate()).report
    except AlreadyDone:  # by a worker that ended before it could note it
        row.report = AnnualReport.objects.newest_revision(row.organ, row.year)
    except Refused as refusal:
        row.refusal = str(refusal)
    except Exception:
        logger.exception("A file of an archive could not be stored")
        row.refusal = FAILED
    row.content = None
    _keep(row, "report", "refusal", "content")


def _keep(row: BatchFile, *names: str) -> None:
    """What was noted of a file, unless its archive has been given up meanwhile."""
    BatchFile.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in names})
