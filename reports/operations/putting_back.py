"""A backup put in the place of the database that is there, as after an upgrade that did not succeed."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from reports.models import Event
from reports.models.review import ValueChange
from reports.operations import archives, databases, stored_files
from reports.operations.backups import UPLOADS
from reports.operations.restoring import opened

ASIDE = "replaced-"
"""In the data folder: the files of a SQLite database that a backup has taken the place of."""


def put_back(source: Path) -> archives.Manifest:
    """Replace the whole database by a backup of this version's; raises ``RestoreFault``.

    It may be repeated after an interruption. Uploads of the backup that are gone come back, newer ones stay.
    """
    data = Path(settings.DATA_DIR)
    with opened(source) as (held, manifest):
        stored_files.put_back(held / UPLOADS)
        aside = data / f"{ASIDE}{timezone.localtime():%Y%m%dT%H%M%S}"
        databases.replace(held / databases.NAMES[manifest.database], aside)
    return manifest


def lost_since(moment: datetime) -> str:
    """What goes with the database as it is now, if a backup of ``moment`` takes its place, in a Chinese sentence."""
    counts = [
        (ValueChange.objects.filter(at__gt=moment).count(), "处填写或修改"),
        (Event.objects.filter(at__gt=moment).count(), "条办理记录"),
    ]
    told = "、".join(f"{count} {what}" for count, what in counts if count)
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M} 以后的{told or '填写'}，以及账号、设置的改动，都不会在里面。"
