"""A transition that somebody confirms on a page: performed on exactly the content that was shown there."""

from datetime import date

from reports.formats import writing
from reports.lifecycle.refusals import Refused
from reports.lifecycle.transition import Transition
from reports.lifecycle.workflow import perform, require_allowed
from reports.models import AnnualReport, User


def perform_as_seen(
    transition: Transition,
    report: AnnualReport,
    user: User,
    *,
    seen_hash: str,
    reason: str = "",
    resubmit_by: date | None = None,
) -> None:
    """Perform it, or raise ``Refused`` with a sentence, also where no font draws a character of what is let through."""
    seen = {"seen_hash": seen_hash, "reason": reason}
    if transition.requires_fonts:
        data = require_allowed(transition, report, user, **seen)  # before anything is drawn
        if missing := writing.undrawable(data):
            raise Refused(f"以下字符没有可用的字体，不能印制，请先补装字体：{missing}")
    perform(transition.action, report.pk, user, **seen, resubmit_by=resubmit_by)
