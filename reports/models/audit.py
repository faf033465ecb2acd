"""审计日志: who did what to the installation, kept as a chain with the key of the seals (docs/audit.zh.md).

An entry is its ``body``, the bytes that its HMAC is of; the columns beside it (``SEARCHED``) are taken from it.
"""

import json
from typing import Any

from django.db import models
from django.utils import timezone

from reports.models.append_only import AddsOnly, AppendOnly, WrittenOnce

LONGEST_NAME, LONGEST_DETAIL = 100, 200
SEARCHED = ("actor", "person", "action", "outcome", "about")
ONLY_END = 1  # the key of the one row that says where the chain ends


class AuditAction(models.TextChoices):
    """What was done. What becomes of a report has a history of its own, and is not repeated here."""

    SIGNED_IN = "signed_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    SIGN_IN_LOCKED = "sign_in_locked", "登录次数过多"
    SIGNED_OUT = "signed_out", "退出登录"
    SESSION_EXPIRED = "session_expired", "登录超时"
    SESSIONS_ENDED = "sessions_ended", "退出其他登录"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    PASSWORD_RESET = "password_reset", "重置密码"
    SECOND_FACTOR = "second_factor", "两步验证"
    REFUSED = "refused", "访问被拒绝"
    FILE_REFUSED = "file_refused", "拒收文件"
    ACCOUNT_MADE = "account_made", "新增账号"
    ACCOUNT_CHANGED = "account_changed", "修改账号"
    ACCOUNT_ENABLED = "account_enabled", "启用账号"
    ACCOUNT_DISABLED = "account_disabled", "停用账号"
    ROLE_GIVEN = "role_given", "分配角色"
    ROLE_TAKEN = "role_taken", "撤销角色"
    ADMINISTRATOR_MADE = "administrator_made", "设为系统管理员"
    ADMINISTRATOR_UNMADE = "administrator_unmade", "撤销系统管理员"
    ORGAN_MADE = "organ_made", "新增单位"
    ORGAN_CHANGED = "organ_changed", "修改单位"
    ORGAN_ENABLED = "organ_enabled", "启用单位"
    ORGAN_RETIRED = "organ_retired", "停用单位"
    YEAR_SET = "year_set", "设置年度日期"
    EXTENSION_GRANTED = "extension_granted", "延期"
    RULES_SET = "rules_set", "设置检查规则"
    BOILERPLATE_SET = "boilerplate_set", "设置不比较的用语"
    REPORT_OPENED = "report_opened", "查看其他单位的报告"
    DOWNLOADED = "downloaded", "下载"
    EXPORTED = "exported", "命令导出"
    BACKED_UP = "backed_up", "备份"
    RESTORED = "restored", "恢复"
    VERIFIED = "verified", "核对"
    RESEALED = "resealed", "按现状重新封存"
    AUDIT_READ = "audit_read", "查看审计日志"
    AUDIT_EXPORTED = "audit_exported", "导出审计日志"
    AUDIT_PURGED = "audit_purged", "清理审计日志"


class AuditOutcome(models.TextChoices):
    """How it ended."""

    OK = "ok", "成功"
    FAILED = "failed", "失败"
    REFUSED = "refused", "拒绝"


class AuditQuerySet(AddsOnly, models.QuerySet):
    """Adds one entry at a time and answers questions; whole months go by ``purge`` alone."""

    def purge(self, last_number: int) -> int:
        """Remove all up to an entry, which an ``AuditPurge`` names: the database refuses it otherwise; how many."""
        return models.QuerySet.delete(self.filter(number__lte=last_number))[0]


class AuditEntry(WrittenOnce, models.Model):
    """One thing that somebody did, or tried; ``number`` counts without a gap."""

    number = models.PositiveBigIntegerField("编号", primary_key=True)
    at = models.DateTimeField("时间")
    actor = models.BigIntegerField("账号编号", null=True)  # no foreign key: the log stands by itself
    person = models.CharField("办理人", max_length=LONGEST_NAME)
    action = models.CharField("事项", max_length=30)  # of AuditAction; a new one needs no migration
    outcome = models.CharField("结果", max_length=10, choices=AuditOutcome.choices)
    about = models.CharField("对象", max_length=LONGEST_DETAIL, blank=True)
    body = models.BinaryField()
    previous_mac = models.BinaryField()
    mac = models.BinaryField()
    key_name = models.CharField(max_length=8)
    algorithm = models.CharField(max_length=10)

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["at"]),
            models.Index(fields=["action", "number"]),
            models.Index(fields=["actor", "number"]),
        ]
        ordering = ["-number"]
        verbose_name = verbose_name_plural = "审计日志"

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    @property
    def what(self) -> str:
        """The action in words; as it stands where it is none."""
        return str(AuditAction(self.action).label) if self.action in AuditAction else self.action

    def said(self) -> dict[str, Any]:
        """What the body says; empty where somebody made it unreadable."""
        try:
            said = json.loads(bytes(self.body))
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


class AuditEnd(models.Model):
    """Where the chain ends: one row, locked by whoever adds to it; ``seal`` is an HMAC of both."""

    number = models.PositiveBigIntegerField(default=0)
    mac = models.BinaryField(default=bytes)
    key_name = models.CharField(max_length=8)
    seal = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "审计日志的末端"

    def __str__(self) -> str:
        return f"{self.number}"


class AuditPurge(AppendOnly):
    """That whole months of the log were removed, up to which entry, and by what the next one continues the chain."""

    before = models.DateField("清理到")  # the first day of which entries are kept
    last_number = models.PositiveBigIntegerField()
    last_mac = models.BinaryField()
    rows = models.PositiveBigIntegerField("条数")
    at = models.DateTimeField("清理时间", default=timezone.now)

    seal_scope = ("register", "0")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "审计日志清理记录"

    def __str__(self) -> str:
        return f"{self.before}"
