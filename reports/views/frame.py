"""What the frame around every page shows: the installation, the person, and whom to call."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from reports.models import Role

SYSTEM_NAME = "政府信息公开工作年度报告填报系统"


def frame(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "system_name": SYSTEM_NAME,
        "support_telephone": settings.SUPPORT_TELEPHONE,
        "is_demonstration": settings.DEMONSTRATION,
        "idle_minutes": settings.IDLE_SECONDS // 60,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "is_insecure": settings.INSECURE_HTTP and not settings.DEMONSTRATION and not settings.DEBUG,
        "reviews_reports": signed_in and bool(user.organ_ids(Role.SUPERVISOR)),
        "files_reports": signed_in and bool(user.organ_ids(Role.CLERK, Role.LEADER, Role.READER)),
    }
