"""Archives of earlier reports: brought, looked through, chosen from, given up; each step once, whoever clicks twice."""

from collections.abc import Collection
from typing import BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from reports.formats.entries import ArchiveMember, entries_of
from reports.lifecycle.batches import tasks
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models.batches import KEPT_FOR, MOST_OF_A_PERSON, Batch, BatchFile, Stage
from reports.models.locking import lock
from reports.models.organs import User

NOTHING_CHOSEN = "请选择要存入的文件。"
GIVEN_UP = "压缩包已删除，没有存入。"
BEING_WORKED_ON = "正在处理，请等处理完再删除。"


def bring(by: User, name: str, file: BinaryIO, size: int) -> Batch:
    """Keep an archive and have its files read; ``NotUnderstood`` where it is none, or holds too much.

    Nothing is unpacked here; that is a task's, and limited.
    """
    entries = entries_of(file)
    prune()
    batch = Batch(by=by, name=name[-255:], size=size, heard_at=timezone.now())
    file.seek(0)
    batch.archive.save("archive.zip", File(file), save=False)
    try:
        _store(batch, entries)
    except BaseException:
        batch.archive.delete(save=False)
        raise
    for old in list(Batch.objects.filter(by=by)[MOST_OF_A_PERSON:]):
        discard(old)
    tasks.read.enqueue(batch.pk)
    return batch


def _store(batch: Batch, entries: list[ArchiveMember]) -> None:
    with transaction.atomic():
        batch.save()
        BatchFile.objects.bulk_create(
            BatchFile(
                batch=batch, number=each.number, path=each.path, size=each.size, refusal=each.refusal,
                is_read=bool(each.refusal),
            )
            for each in entries
        )  # fmt: skip


def choose(batch_id: int, chosen: Collection[int]) -> None:
    """Have the chosen files stored, by their keys, those with a doubt too; ``Refused`` with a sentence otherwise.

    What was chosen is kept where it is refused.
    """
    with transaction.atomic():
        refusal = _chosen(lock(Batch.objects.all()).filter(pk=batch_id).first(), chosen)
    if refusal:
        raise refusal
    tasks.store.enqueue(batch_id)


def _chosen(batch: Batch | None, chosen: Collection[int]) -> Refused | None:
    """Begin to store; what is in the way of it, if anything is."""
    if batch is None:
        return Refused(GIVEN_UP)
    if batch.stage in (Stage.STORING, Stage.DONE):
        return AlreadyDone("已开始存入，不必重复操作。")
    if batch.stage != Stage.READ:
        return Refused("文件还没有读完，请稍候。")
    files = _tick(batch, chosen)
    if refusal := _refusal_of(files):
        return Refused(refusal)
    batch.files.update(is_chosen=False)
    batch.files.filter(pk__in=[each.pk for each in files]).update(is_chosen=True)
    Batch.objects.filter(pk=batch.pk).update(stage=Stage.STORING, worker="", heard_at=timezone.now())
    return None


def _refusal_of(files: Collection[BatchFile]) -> str:
    """Why these are not stored together: two of one report would leave the one that came last."""
    seen: dict[tuple[int, int], BatchFile] = {}
    for each in files:
        other = seen.setdefault((each.organ_id, each.year), each)
        if other is not each:
            return (
                f"“{other.path}”和“{each.path}”都是{each.organ} {each.year} 年度的报告，"
                "只能存入一份，请去掉其中一份的勾。"
            )
    return "" if files else NOTHING_CHOSEN


def keep_ticks(batch_id: int, chosen: Collection[int]) -> None:
    """Keep which files are to be stored until they are, where the page is left to look at one of them."""
    with transaction.atomic():
        batch = lock(Batch.objects.all()).filter(pk=batch_id, stage=Stage.READ).first()
        if batch:
            _tick(batch, chosen)


def _tick(batch: Batch, chosen: Collection[int]) -> list[BatchFile]:
    """Keep what somebody chose otherwise than was proposed, by their keys; the files that are to be stored.

    Where nobody did, what is proposed follows when the files are checked again.
    """
    files = [each for each in batch.files.select_related("organ").defer("content") if each.may_be_stored]
    said = {each.pk: each.pk in chosen for each in files if (each.pk in chosen) != each.goes_in}
    batch.files.update(is_chosen=None)
    for is_chosen in (True, False):
        batch.files.filter(pk__in=[pk for pk, each in said.items() if each is is_chosen]).update(is_chosen=is_chosen)
    return [each for each in files if each.pk in chosen]


def go_on(batch: Batch) -> bool:
    """Have somebody take up an archive whose worker has ended; whether that was needed."""
    if not batch.is_left:
        return False
    task = tasks.read if batch.stage == Stage.READING else tasks.store
    task.enqueue(batch.pk)
    return True


def give_up(batch_id: int) -> None:
    """Have an archive forgotten by who brought it; ``Refused`` while somebody works on it."""
    with transaction.atomic():
        batch = lock(Batch.objects.all()).filter(pk=batch_id).first()
        if batch is None:  # the second click of a double click
            return
        if batch.is_working and not batch.is_left:
            raise Refused(BEING_WORKED_ON)
        batch.delete()
    _forget_the_file_of(batch)


def discard(batch: Batch) -> None:
    """Forget an archive and all that was read of it; what was stored stays."""
    batch.delete()
    _forget_the_file_of(batch)


def _forget_the_file_of(batch: Batch) -> None:
    """Once nothing says any more that it is there."""
    if batch.archive:
        batch.archive.delete(save=False)


def prune() -> None:
    """Forget the archives that nobody came back to within a day."""
    for old in Batch.objects.filter(at__lte=timezone.now() - KEPT_FOR):
        discard(old)


def left() -> list[Batch]:
    """The archives that somebody has to take up: their worker has ended."""
    return [batch for batch in Batch.objects.all() if batch.is_left]
