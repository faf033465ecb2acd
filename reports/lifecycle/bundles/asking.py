"""Bundles are asked for, forgotten after a week, and taken up again where their worker has ended."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from reports.lifecycle.bundles import tasks
from reports.models.bundles import KEPT_FOR, MAKING, MOST_KEPT, STALLED_AFTER, Bundle, BundleKind, BundleState
from reports.models.locking import lock
from reports.models.organs import Organ, User

FOLDER = Bundle._meta.get_field("file").upload_to


def ask_for(kind: BundleKind, organ: Organ, year: int, by: User, *, wanted: Mapping, total: int) -> tuple[Bundle, bool]:
    """Have a file made, and whether it is a new one: while one of its kind is being made, that one is the answer."""
    prune()
    with transaction.atomic():
        lock(Organ.objects.filter(pk=organ.pk)).get()
        about = {"superior": organ, "year": year, "kind": kind}
        running = Bundle.objects.filter(state__in=MAKING, **about).first()
        bundle = running or Bundle.objects.create(
            requested_by=by, wanted=dict(wanted), total=total, heard_at=timezone.now(), **about
        )
    if running:
        go_on(running)
    else:
        tasks.make_bundle.enqueue(bundle.pk)
    return bundle, running is None


def go_on(bundle: Bundle) -> bool:
    """Have somebody take up a bundle whose worker has ended; whether that was needed."""
    if not bundle.is_left:
        return False
    Bundle.objects.filter(pk=bundle.pk, worker="").update(heard_at=timezone.now())  # it waits anew
    tasks.make_bundle.enqueue(bundle.pk)
    return True


def forget(bundle: Bundle) -> None:
    """Delete a bundle and its file; whoever makes it stops at the next file."""
    bundle.delete()
    if bundle.file:
        bundle.file.delete(save=False)


def left() -> list[Bundle]:
    """The bundles that somebody has to take up: their worker has ended."""
    return [bundle for bundle in Bundle.objects.filter(state__in=MAKING) if bundle.is_left]


def prune() -> None:
    """Forget what is older than a week, all but the newest of each organ, year and kind, and what nothing names."""
    done = (BundleState.READY, BundleState.FAILED)
    seen: dict[tuple[int, int, str], int] = {}
    for old in Bundle.objects.filter(state__in=done):
        place = old.superior_id, old.year, old.kind
        seen[place] = seen.get(place, 0) + 1
        if seen[place] > MOST_KEPT or old.requested_at < timezone.now() - KEPT_FOR:
            forget(old)
    _prune_files()


def _prune_files() -> None:
    """What a worker that was killed left half-written; what is being written now is younger."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except FileNotFoundError:  # none was ever made; S3 has no folders, and says that this one is empty
        return
    named = set(Bundle.objects.exclude(file="").values_list("file", flat=True))
    long_ago = timezone.now() - max(STALLED_AFTER, timedelta(hours=1))
    for name in names:
        path = str(PurePath(FOLDER) / name)
        if path not in named and default_storage.get_modified_time(path) < long_ago:
            default_storage.delete(path)
