"""What the frame around every page shows: the installation, the person, what waits for them, and whom to call."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from reports.models import Role
from reports.models.organs import OWN_ROLES
from reports.official.wording import SYSTEM_NAME
from reports.people.duties import duties_of
from reports.web.doors import ACTING, current_page, doors_of, front_of_administration


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
        "files_reports": signed_in and bool(user.organ_ids(*OWN_ROLES)),
    }
    # Asked only where a header is drawn, and once: a page may be put together from several templates.
    if signed_in:
        context["duties"] = duties_of(user)
        context["front_of_administration"] = front_of_administration(user)
        context["doors"] = SimpleLazyObject(lambda: doors_of(request))
        context["current_page"] = current_page(request)
        if user.organ_ids(*ACTING):
            context["unread_notices"] = SimpleLazyObject(lambda: user.notices.unread().count())
    return context
