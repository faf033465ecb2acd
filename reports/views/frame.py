"""What the frame around every page shows: the installation, the person, what waits for them, and whom to call."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from reports.models import Role, User
from reports.official.calendar import year_on_offer
from reports.official.wording import SYSTEM_NAME
from reports.transitions import waiting_for

ACTING = (Role.CLERK, Role.LEADER, Role.SUPERVISOR)


@dataclass(frozen=True)
class Waiting:
    """待办 in the header: how many reports wait for the person, and the page on which they are."""

    count: int
    url: str


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    context = {
        "system_name": SYSTEM_NAME,
        "support_telephone": settings.SUPPORT_TELEPHONE,
        "is_demonstration": settings.DEMONSTRATION,
        "idle_minutes": settings.IDLE_SECONDS // 60,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "is_insecure": settings.INSECURE_HTTP and not settings.DEMONSTRATION and not settings.DEBUG,
        "reviews_reports": signed_in and bool(user.organ_ids(Role.SUPERVISOR)),
        "files_reports": signed_in and bool(user.organ_ids(Role.CLERK, Role.LEADER, Role.READER)),
    }
    # Asked only where a header is drawn, and once: a page may be put together from several templates.
    if signed_in and user.organ_ids(*ACTING):
        context["waiting_reports"] = SimpleLazyObject(lambda: _waiting(user))
        context["unread_notices"] = SimpleLazyObject(lambda: user.notices.unread().count())
    return context


def _waiting(user: User) -> Waiting:
    """In one query; the address is the home page where anything of one's own organ waits, else the queue."""
    own = Q(organ__in=user.organ_ids(Role.CLERK, Role.LEADER))
    found = waiting_for(user, year_on_offer(timezone.localdate())).aggregate(
        count=Count("pk"), own=Count("pk", filter=own), year=Max("year", filter=~own)
    )
    if found["own"] or not user.organ_ids(Role.SUPERVISOR):
        return Waiting(found["count"], reverse("home"))
    year = f"?year={found['year']}" if found["year"] else ""
    return Waiting(found["count"], reverse("queue") + year)
