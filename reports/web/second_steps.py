"""Between the password and the code nobody is signed in; and whoever must have a second factor binds one first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from reports.models import User
from reports.people.second_factor import has_second_factor, is_required_of
from reports.web.middleware import HookMiddleware, steady_seconds
from reports.web.returning import page_at_hand, with_way_back

# In the session: who has given the password and not yet the code; and that a code was given.
WAITING, WITH_CODE = "waits_for_code", "with_code"
WAITS_SECONDS = 10 * 60
OPEN_WITHOUT_A_SECOND_FACTOR = {"second_factor_new", "password", "sign_out"}


def wait_for_code(request: HttpRequest, user: User, way: str) -> None:
    """Note who has given the right password, and where they were going, under a new key of the session."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "since": steady_seconds(),
        "way": way,
    }


def person_waiting(request: HttpRequest) -> User | None:
    """Who is to give the code; nobody after ten minutes, or once the password or the account is another."""
    waiting = request.session.get(WAITING)
    if not waiting or not 0 <= steady_seconds() - waiting["since"] <= WAITS_SECONDS:
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == waiting["hash"] else None


def way_after_code(request: HttpRequest) -> str:
    """Where the person was going; nobody waits for the code any more."""
    return request.session.pop(WAITING)["way"]


class RequireSecondFactor(HookMiddleware):
    """Lead whoever must have a second factor and has none to the page that binds one, and nowhere else."""

    @staticmethod
    def process_view(request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not request.user.is_authenticated or WITH_CODE in request.session:
            return None
        if request.resolver_match.url_name in OPEN_WITHOUT_A_SECOND_FACTOR:
            return None
        if is_required_of(request.user) and not has_second_factor(request.user):
            return redirect(with_way_back("second_factor_new", page_at_hand(request)))
        return None
