"""Saying by hand whose report a file of an archive is, and of which year: it is read as that, and checked anew."""

import hashlib
from collections.abc import Mapping
from zipfile import ZipFile

from django.db import transaction

from reports.formats import sandbox
from reports.formats.entries import content_of
from reports.formats.understanding import Understood
from reports.lifecycle.batches.assessing import Assessed, assess_as, assess_under
from reports.lifecycle.batches.working import as_assessed, mark_duplicates, matcher_of, note
from reports.lifecycle.refusals import Refused
from reports.models.batches import Batch, BatchFile, Stage
from reports.models.locking import lock
from reports.models.organs import Organ

UNDERSTAND = "reports.formats.understanding.understand"
GONE = "这个压缩包已经存入或删除，不能再改单位和年度。"
NOT_WAITING = "这些文件已经指定单位、存入或删除，没有改动。"


def assign(file: BatchFile, organ: Organ, year: int) -> BatchFile:
    """Read a file of an archive as the report of an organ and a year; what is said of the others follows.

    The organ is one that the archive's owner supervises. Read, in a child with limits, before anything is locked.
    ``Refused``, and ``NotUnderstood``, with a sentence where it cannot be read so; nothing is changed then.
    """
    content = _content(file)
    understood: Understood = sandbox.run(
        UNDERSTAND,
        file.path.rpartition("/")[2],
        content,
        organ=organ.name,
        kind=organ.kind,
        year=year,
        is_shown=False,
    )
    known = Assessed(file.path, len(content), hashlib.sha256(content).hexdigest())
    (row,) = _keep(file.batch_id, {file.pk: assess_as(known, understood, matcher_of(file.batch.by), organ, year)})
    return row


def assign_names(batch: Batch, organs: Mapping[str, Organ]) -> list[BatchFile]:
    """Take all files whose titles name somebody unknown as reports of the organ that is named for each such name.

    Their years stay those of their titles, and nothing is read again. ``Refused`` where the archive is stored or given
    up, or none of its files waits for one of these names.
    """
    waiting = batch.files.filter(organ=None, content__isnull=False).select_related("organ")
    rows = [row for row in waiting if row.said_organ in organs]
    if not rows:
        raise Refused(NOT_WAITING)
    matcher = matcher_of(batch.by)
    return _keep(batch.pk, {row.pk: assess_under(as_assessed(row), matcher, organs[row.said_organ]) for row in rows})


@transaction.atomic
def _keep(batch_id: int, assessed: Mapping[int, Assessed]) -> list[BatchFile]:
    """Note what was understood of files, by their keys; the rows as they are then."""
    batch = lock(Batch.objects.all()).filter(pk=batch_id, stage=Stage.READ).first()
    rows = list(batch.files.filter(pk__in=assessed)) if batch else []
    if not rows:
        raise Refused(GONE)
    for row in rows:
        row.is_chosen = None
        note(row, assessed[row.pk])
    mark_duplicates(batch)
    return list(batch.files.filter(pk__in=assessed).select_related("organ").defer("content"))


def _content(file: BatchFile) -> bytes:
    if file.batch.stage != Stage.READ or not file.batch.archive:
        raise Refused(GONE)
    try:
        with file.batch.archive.open("rb") as opened, ZipFile(opened) as archive:
            return content_of(archive, file.number)
    except FileNotFoundError as error:
        raise Refused(GONE) from error
