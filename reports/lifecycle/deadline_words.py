"""What pages say of a deadline that is still ahead or has passed, and how it looks."""

from dataclasses import dataclass
from datetime import date

NEAR = 3  # from how many days on the time left is called short


@dataclass(frozen=True)
class DeadlineMark:
    """What a page says of a deadline, and how it looks: plain, near (amber) or past (red)."""

    words: str
    look: str = "plain"


def exceptional(mark: DeadlineMark) -> DeadlineMark | None:
    """The mark where it is near or past; of what has time, nothing."""
    return mark if mark.look != "plain" else None


def left(what: str, due_on: date, today: date) -> DeadlineMark:
    """How long there is still time; ``what`` for: 公布, or nothing for handing the report in."""
    days = (due_on - today).days
    if days < 0:
        return DeadlineMark(f"{what}已逾期 {-days} 天（{due_on} 截止）", "past")
    if days == 0:
        return DeadlineMark(f"今天{what}截止（{due_on}）", "near")
    return DeadlineMark(f"距{what}截止还有 {days} 天（{due_on}）", "near" if days <= NEAR else "plain")
