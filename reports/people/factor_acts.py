"""What happens to the second factors of accounts: every act goes through ``note``, from which it is recorded.

It is called in the transaction of the act, and under the lock of the account.
"""

from enum import Enum

from reports.audit.circumstances import name_of
from reports.audit.recording import record
from reports.models.audit import AuditAction, AuditOutcome
from reports.models.organs import User


class FactorAct(Enum):
    """One thing that was done with a second factor, or was tried, in the words of the audit log."""

    ENROLLED = "启用"
    REMOVED = "停用"
    RESET = "重置"  # by an administrator, or by a command where ``by`` is nobody
    CODES_RENEWED = "换恢复码"
    CODE_REFUSED = "验证码或恢复码不正确"
    RECOVERY_CODE_USED = "使用恢复码"
    ASKED_AGAIN = "再次验证"  # and answered rightly


def note(act: FactorAct, account: User, by: User | None) -> None:
    """Log an act about an account; ``by`` is who did it, ``None`` for a command on the server."""
    outcome = AuditOutcome.FAILED if act is FactorAct.CODE_REFUSED else AuditOutcome.OK
    record(AuditAction.SECOND_FACTOR, f"账号 {name_of(account)}", {"变更": act.value}, by=by, outcome=outcome)
