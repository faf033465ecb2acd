"""Asks a person again who they are, in place of the answer to what they sent, and loses nothing of it.

The page that asks holds what was posted in hidden fields and sends it to the same address with the code or the
password beside it: what arrives there is the same post, once more, and the page that answers it needs to know nothing.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from reports.forms.asking_again import AskedCodeForm, AskedPasswordForm
from reports.people.asking_again import ProofAsked, has_proved, note_password_proved, proof_asked_of, prove_by_code
from reports.web.errors import NOT_KEPT, PASSWORDS
from reports.web.guarded import READS_ONLY, Guarded, guard_of
from reports.web.middleware import HookMiddleware
from reports.web.returning import page_at_hand, page_before

ASKED = "asked_again"  # posted by the page that asks: how the address was asked for
BY_READING = "by_reading"
FROM = "asked_from"  # posted by it too: the page to go back to


class AskAgain(HookMiddleware):
    """Comes last: whoever must change the password or bind a phone does that first."""

    @staticmethod
    def process_view(request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        guard = guard_of(request) if request.user.is_authenticated else None
        if guard is None:
            return None
        proof = proof_asked_of(request.user, always=guard.always)
        is_answer = request.POST.get(ASKED) == BY_READING
        if proof is None or has_proved(request.user, request.session.session_key):
            return HttpResponseRedirect(request.get_full_path()) if is_answer else None
        return _asked(request, guard, proof)


def _asked(request: HttpRequest, guard: Guarded, proof: ProofAsked) -> HttpResponse | None:
    """The page that asks, or ``None`` where the answer is in the post, and right."""
    is_answered = request.method == "POST" and ASKED in request.POST
    kind = AskedCodeForm if proof is ProofAsked.CODE else AskedPasswordForm
    form = kind(request.POST if is_answered else None, request=request, prove=_proving(request, proof))
    if is_answered and form.is_valid():
        return HttpResponseRedirect(request.get_full_path()) if request.POST[ASKED] == BY_READING else None
    by_reading = request.method in READS_ONLY or request.POST.get(ASKED) == BY_READING
    context = {
        "form": form,
        "guard": guard,
        "asked": BY_READING if by_reading else "posted",
        "fields": [] if by_reading else _posted(request),
        "back": _way_back(request, guard, is_answered=is_answered),
        "now": timezone.localtime(),
    }
    return render(request, "accounts/asked_again.html", context)


def _way_back(request: HttpRequest, guard: Guarded, *, is_answered: bool) -> str:
    """The page that has sent the post, or had the link to a file, also after a wrong answer; else nothing."""
    if is_answered:
        page = request.POST.get(FROM, "")
    elif request.method == "POST":
        page = page_at_hand(request)
    else:
        page = page_before(request) if guard.is_file else ""
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


def _proving(request: HttpRequest, proof: ProofAsked) -> Callable:
    user, key = request.user, request.session.session_key
    if proof is ProofAsked.CODE:
        return lambda code: prove_by_code(user, key, code)
    return lambda: note_password_proved(user, key)


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be sent once more; a password is typed again."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {*NOT_KEPT, *PASSWORDS, ASKED, FROM}
        for value in values
    ]
