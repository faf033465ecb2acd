"""What happens to the second factors of accounts: every act goes through ``note``, from which it is recorded.

It is called in the transaction of the act, and under the lock of the account. Here is the one place to hand it on.
"""

import logging
from enum import StrEnum

from reports.models.organs import User

logger = logging.getLogger(__name__)


class FactorAct(StrEnum):
    """One thing that was done with a second factor, or was tried."""

    ENROLLED = "second_factor_enrolled"
    REMOVED = "second_factor_removed"
    RESET = "second_factor_reset"  # by an administrator, or by a command where ``by`` is nobody
    CODES_RENEWED = "recovery_codes_renewed"
    CODE_REFUSED = "code_refused"
    RECOVERY_CODE_USED = "recovery_code_used"
    ASKED_AGAIN = "asked_again"  # and answered rightly


def note(act: FactorAct, account: User, by: User | None) -> None:
    """Note an act about an account; ``by`` is who did it, ``None`` for a command on the server."""
    logger.info("%s account=%s by=%s", act, account.pk, by.pk if by else "-")
