"""Failed attempts to sign in, as the audit log keeps them."""

from reports.audit.circumstances import name_of
from reports.audit.recording import record_now_and_then
from reports.models.audit import AuditAction, AuditOutcome
from reports.models.organs import User

UNKNOWN = "不存在的账号"  # what was typed is not kept: people type their password there


def note_failure(username: str, address: str, why: str, *, is_locked: bool = False) -> None:
    """Log that somebody did not get in, or was not even let try (``is_locked``); many of a minute only now and then.

    An account that there is counts by itself, all others by the address that they come from.
    """
    account = User.objects.filter(username=username).first()
    action = AuditAction.SIGN_IN_LOCKED if is_locked else AuditAction.SIGN_IN_FAILED
    outcome = AuditOutcome.REFUSED if is_locked else AuditOutcome.FAILED
    about = f"账号 {name_of(account)}" if account else UNKNOWN
    key = f"account:{account.pk}" if account else f"address:{address}"
    record_now_and_then(key, action, about, details={"原因": why}, outcome=outcome)
