"""That a section of a report stands in another organ's as well, which was submitted earlier the same year."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Overlap:
    """How much of a section another organ's stored report has; ``slug`` is that organ's.

    ``is_public`` where that report is published: until then its own organ and the supervisor alone may know whose it
    is and read it. ``is_with_supervisor`` where it has left its organ, so that the two may be put side by side.
    """

    section: str
    share: float  # 0 to 1
    organ: str
    slug: str
    is_public: bool = False
    is_with_supervisor: bool = False

    @property
    def percent(self) -> str:
        return f"{self.share:.0%}"
