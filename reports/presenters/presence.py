"""Who else is at work on a step or a review, in words."""

from reports.models import AnnualReport, User
from reports.models.presence import REVIEW, others_at

EDITING = ("正在编辑本部分", "本部分已在另一窗口打开")
REVIEWING = ("正在审核此报告", "本报告已在另一窗口打开")


def others_told(report: AnnualReport, step: str, user: User, tab: str = "") -> str:
    """Who else has a step or the review open; a page's own load has no tab."""
    at_work, open_twice = REVIEWING if step == REVIEW else EDITING
    names, is_open_twice = others_at(report, step, user, tab)
    return "；".join([f"{'、'.join(names)}{at_work}"] * bool(names) + [open_twice] * (is_open_twice and bool(tab)))
