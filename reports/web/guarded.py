"""Before what a person is asked again who they are: the one list of all that decides, lets out or changes rights."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from reports.lifecycle.transitions import BY_ACTION

READS_ONLY = ("GET", "HEAD", "OPTIONS")
Applies = Callable[[HttpRequest, Mapping[str, Any]], bool]


def _decides(request: HttpRequest, at: Mapping[str, Any]) -> bool:
    transition = BY_ACTION.get(at.get("action", ""))
    return transition is not None and transition.is_decision


def _is_confirmed(request: HttpRequest, at: Mapping[str, Any]) -> bool:
    """Whether what was tried before is to be done; a file that is only tried changes nothing."""
    return "rows" in request.POST


@dataclass(frozen=True)
class Guarded:
    """What is done at an address, as a person reads it, and which requests to it do it.

    ``always`` asks for the password also where the installation does not ask for it otherwise. ``is_file`` is what may
    be answered with a file: a browser saves it and leaves the page that asked standing.
    """

    done: str
    by_reading: bool = False  # a file that is fetched, and a page that shows a secret
    always: bool = False
    is_file: bool = False
    applies: Applies = lambda request, at: True


ROLES, OUT, OWN = "变更账号或单位的权限", "批量导出", "变更两步验证"
# By the name of the address.
GUARDED: dict[str, Guarded] = {
    "decide": Guarded("办理报告", applies=_decides),
    "approve_together": Guarded("审核通过"),
    "secrecy": Guarded("保密审查"),
    "sums_finalise": Guarded("汇总数定稿"),
    "sums_reopen": Guarded("撤销定稿"),
    "scheme_close": Guarded("考核定稿"),
    "account_new": Guarded(ROLES),
    "account_roles": Guarded(ROLES),
    "account_reset": Guarded(ROLES),
    "account_activity": Guarded(ROLES),
    "account_second_factor": Guarded(ROLES),
    "organ_edit": Guarded(ROLES),  # who reviews its reports, and whether their secrecy is reviewed
    "organ_activity": Guarded(ROLES),
    "roster": Guarded(ROLES, applies=_is_confirmed),
    "bundle": Guarded(OUT, is_file=True),  # a few published reports at once
    "bundle_file": Guarded(OUT, by_reading=True, is_file=True),
    "handed_over_workbook": Guarded(OUT, is_file=True),
    "end_session": Guarded("退出其他登录", always=True),
    "second_factor_new": Guarded(OWN, by_reading=True, always=True),
    "second_factor_remove": Guarded(OWN, by_reading=True),
    "second_factor_codes": Guarded(OWN, always=True),
}


def guard_of(request: HttpRequest) -> Guarded | None:
    """What the request is about to do that somebody is asked again for; ``None`` for every other request."""
    found = GUARDED.get(request.resolver_match.url_name or "")
    if found is None or (request.method in READS_ONLY and not found.by_reading):
        return None
    return found if found.applies(request, request.resolver_match.kwargs) else None
