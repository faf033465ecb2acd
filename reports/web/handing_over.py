"""The answer that hands over one-time passwords: shown once, printed as slips, or taken along; never stored.

What the page sends back for the workbook is signed for the administrator who was shown it.
"""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from reports.models import Membership, User

HEADINGS = ("单位", "姓名", "角色", "账号", "一次性密码")


def handed_over(request: HttpRequest, made: list[tuple[User, str]]) -> HttpResponse:
    """The one page on which one-time passwords are ever shown; it is kept by no browser."""
    held = (
        Membership.objects.filter(user__in=[user for user, _ in made]).select_related("organ").order_by("organ__slug")
    )
    roles: dict[int, list[Membership]] = {}
    for membership in held:
        roles.setdefault(membership.user_id, []).append(membership)
    rows = [_row(user, roles.get(user.pk, []), password) for user, password in made]
    context = {
        "headings": HEADINGS,
        "rows": sorted(rows),
        "signed": signing.dumps(sorted(rows), salt=salt_of(request), compress=True),
        "address": request.build_absolute_uri(reverse("sign_in")),
    }
    return render(request, "administration/handed_over.html", context)


def _row(user: User, held: list[Membership], password: str) -> tuple[str, ...]:
    organs = "、".join(dict.fromkeys(str(each.organ) for each in held))
    roles = "、".join(dict.fromkeys(each.get_role_display() for each in held))
    return organs, user.full_name, roles or user.administers_as, user.username, password


def salt_of(request: HttpRequest) -> str:
    """Bound to the person: nobody fetches what another one was shown."""
    return f"reports.handed_over.{request.user.pk}"
