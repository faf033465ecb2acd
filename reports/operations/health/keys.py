"""Probes of the keys: whether those of sessions and of seals are there, and nobody else's to read."""

import stat
from pathlib import Path

from django.conf import settings
from django.core.checks.security import base as deployment

from reports.models.seal_key import kept_seal_key
from reports.models.seals import Seal
from reports.operations.backups import last_folder, made_at
from reports.operations.health.probe import Complaint, Diagnosis, Severity, found


def secret_key() -> Diagnosis:
    """Whether the key that signs sessions can be guessed or read."""
    advice = "请去掉环境变量 SECRET_KEY（系统会自动生成），或换成 50 个以上随机字符；所有人须重新登录"
    weak = Complaint(Severity.FAULT, "密钥 SECRET_KEY 太短、重复字符太多或是示例值，会话可被伪造", advice)
    path = Path(settings.DATA_DIR, "secret_key")
    is_file = not settings.SECRET_KEY_IS_GIVEN and path.exists()
    opened = Complaint(Severity.FAULT, "密钥文件可被其他用户读取", f"请运行 chmod 600 {path}")
    told = "由环境变量给定" if settings.SECRET_KEY_IS_GIVEN else "在数据文件夹中"
    is_weak, is_open = deployment.check_secret_key(None), is_file and _is_open(path)
    return found(told, weak if is_weak else None, opened if is_open else None)


def seal_key() -> Diagnosis:
    """Whether the key of the seals is there, of which rows tell that there was one, and lies apart from the backups."""
    path = Path(settings.SEAL_KEY_FILE)
    if kept_seal_key() is None:
        advice = "请把另存的 seal_key 放回原处；确已丢失的，按 docs/backup.zh.md“封条密钥丢失”办理"
        lost = Complaint(Severity.FAULT, f"没有封条密钥，或文件 {path} 不是密钥，不能核对数据有没有被改动", advice)
        return found("", lost) if path.exists() or Seal.objects.exists() else found("尚未使用")
    opened = Complaint(Severity.FAULT, "封条密钥可被其他用户读取，封条可被伪造", f"请运行 chmod 600 {path}")
    beside = _beside_backups(path)
    told = f"{beside} 与备份放在一起，拿到备份的人可以伪造封条"
    together = Complaint(Severity.FAULT, told, "请另存到别处后，从放备份的文件夹中删除；用 SEAL_KEY_FILE 指定放在哪里")
    return found(str(path), opened if _is_open(path) else None, together if beside else None)


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _beside_backups(key: Path) -> Path | None:
    """The key, or a copy of it, in the folder of the last backup or one below; or the key where any backup lies."""
    folder, own = last_folder(), key.resolve()
    if folder and own.is_relative_to(folder):
        return key
    if any(made_at(each) for each in own.parent.iterdir()):
        return key
    copies = [*folder.glob(key.name), *folder.glob(f"*/{key.name}")] if folder else []
    return next((each for each in copies if each.is_file()), None)
