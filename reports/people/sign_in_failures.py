"""Failed attempts to sign in, as the audit log keeps them."""

from reports.audit.circumstances import name_of
from reports.audit.recording import record_now_and_then
from reports.models.audit import AuditAction, AuditOutcome
from reports.models.organs import User

UNKNOWN = "不存在的账号"  # what was typed is not kept: people type their password there


def note_failure(username: str, address: str, why: str) -> None:
    """Log that somebody did not get in; many of a minute only now and then.

    An account that there is counts by itself, all others by the address that they come from.
    """
    account = User.objects.filter(username=username).first()
    key = f"account:{account.pk}" if account else f"address:{address}"
    about = _named(account)
    record_now_and_then(
        key, AuditAction.SIGN_IN_FAILED, lambda: about, details={"原因": why}, outcome=AuditOutcome.FAILED
    )


def note_lock(username: str, address: str) -> None:
    """Log that somebody was not even let try, now and then by the address: as a rule this asks the database nothing."""
    record_now_and_then(
        f"address:{address}",
        AuditAction.SIGN_IN_LOCKED,
        lambda: _named(User.objects.filter(username=username).first()),
        outcome=AuditOutcome.REFUSED,
    )


def _named(account: User | None) -> str:
    return f"账号 {name_of(account)}" if account else UNKNOWN
