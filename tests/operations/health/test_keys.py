"""Keys that can be guessed or read, are lost, or lie where the backups lie, are named."""

import pytest
from django.utils import timezone

from reports.models import Organ
from reports.models.seal_key import seal_key
from reports.operations import backups
from reports.operations.health import keys
from reports.operations.health.probe import Severity

STRONG = "k7Qp2vX9sLr4WmZt8bNc1yHd6fJg3aUe5oRiTqBxVwEzYnMhKs"


@pytest.fixture
def real(settings, tmp_path):
    settings.DATA_DIR, settings.SEAL_KEY_FILE = tmp_path / "data", tmp_path / "data" / "seal_key"
    settings.DATA_DIR.mkdir()
    settings.SECRET_KEY, settings.SECRET_KEY_IS_GIVEN = STRONG, True
    return settings


@pytest.fixture
def kept(real, db):
    """The file of a key by which rows are sealed, and a backup elsewhere."""
    seal_key()
    (real.DATA_DIR.parent / "backups").mkdir()
    backups.write_last(timezone.now(), real.DATA_DIR.parent / "backups")
    return real.SEAL_KEY_FILE


def told(diagnosis):
    return [(each.severity, each.what.partition("，")[0]) for each in diagnosis.complaints]


def test_a_strong_key_of_sessions_is_fine(real):
    assert keys.secret_key().severity is Severity.FINE


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + STRONG])
def test_a_key_that_can_be_guessed_is_a_fault(real, key):
    real.SECRET_KEY = key
    assert keys.secret_key().severity is Severity.FAULT


def test_a_key_that_others_may_read_is_a_fault(real):
    real.SECRET_KEY_IS_GIVEN = False
    path = real.DATA_DIR / "secret_key"
    path.write_text(STRONG)
    path.chmod(0o600)
    assert keys.secret_key().severity is Severity.FINE
    path.chmod(0o640)
    assert told(keys.secret_key()) == [(Severity.FAULT, "密钥文件可被其他用户读取")]


def test_a_key_of_seals_that_lies_apart_from_the_backups_is_fine(kept):
    assert keys.seal_key().severity is Severity.FINE


def test_before_anything_is_sealed_no_key_is_missed(real, db):
    assert (keys.seal_key().severity, keys.seal_key().told) == (Severity.FINE, "尚未使用")


def test_a_lost_key_of_seals_is_a_fault(kept, cast):
    Organ.objects.first().save()
    kept.unlink()
    assert told(keys.seal_key()) == [(Severity.FAULT, "没有封条密钥")]
    kept.write_text("not a key", encoding="ascii")
    assert told(keys.seal_key()) == [(Severity.FAULT, "没有封条密钥")]


def test_a_key_of_seals_that_others_may_read_is_a_fault(kept):
    kept.chmod(0o640)
    assert told(keys.seal_key()) == [(Severity.FAULT, "封条密钥可被其他用户读取")]


@pytest.mark.parametrize("below", ["", "keys"])
def test_a_key_of_seals_in_the_folder_of_the_backups_is_a_fault(kept, real, below):
    real.SEAL_KEY_FILE = backups.last_folder() / below / "seal_key"
    seal_key()
    assert told(keys.seal_key()) == [(Severity.FAULT, f"{real.SEAL_KEY_FILE} 与备份放在一起")]


@pytest.mark.parametrize("below", ["", "keys"])
def test_a_copy_of_the_key_in_the_folder_of_the_backups_is_a_fault(kept, below):
    (copied, *_) = backups.copy_keys(backups.last_folder() / below)
    assert told(keys.seal_key()) == [(Severity.FAULT, f"{copied} 与备份放在一起")]


def test_a_backup_laid_beside_the_key_is_a_fault(kept):
    (kept.parent / "backup-20270115T010000.tar.age").touch()
    assert told(keys.seal_key()) == [(Severity.FAULT, f"{kept} 与备份放在一起")]


def test_a_note_of_the_last_backup_from_before_told_no_place(real):
    backups.write_last(timezone.now())
    assert (backups.read_last() is None, backups.last_folder()) == (False, None)
