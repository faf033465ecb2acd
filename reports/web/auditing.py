"""What of an answer the audit log keeps: who asked and from where, refusals, files that were handed out."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse

from reports.audit.circumstances import Circumstances, circumstances
from reports.audit.recording import record_if_possible, record_now_and_then, record_once_an_hour
from reports.formats.sandbox import ReadingBusy
from reports.forms.sign_in import address_of
from reports.models import AnnualReport, User
from reports.models.audit import AuditAction, AuditOutcome
from reports.official.interchange import NotUnderstood
from reports.text.cleaning import one_line
from reports.web.request_numbers import request_number

REFUSALS = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
OF_EVERYBODY = ("/public/", "/api/")  # what anybody reads without an account
UTF8_NAME = "filename*=UTF-8''"
LONGEST_PART = 60
FORGED = "表单不是从本系统的页面提交，或页面已过期"


class AuditRequests:
    """Let whatever writes the log know who asks; log refusals of signed-in people, and files that they are given.

    Comes after the person is known. A page that logs nothing is asked nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = circumstances.set(_circumstances_of(request))
        try:
            response = self.get_response(request)
            if response.status_code in REFUSALS or "Content-Disposition" in response.headers:
                _log(request, response)
            return response
        finally:
            circumstances.reset(token)


def note_opening(request: HttpRequest, report: AnnualReport) -> None:
    """Log that somebody opens a report who is not of its organ; once an hour and process, by what was read already."""
    user = request.user
    if report.organ_id not in {organ for organ, _ in user.roles}:
        key = f"{user.pk}:{report.pk}"
        record_once_an_hour(key, AuditAction.REPORT_OPENED, str(report), {"第几版": report.revision})


def note_forged_post(request: HttpRequest) -> None:
    """Log that a form came without the token of the page that it should be from, from whoever is signed in."""
    if request.user.is_authenticated:
        what = {"状态": HTTPStatus.BAD_REQUEST, "方式": request.method, "原因": FORGED}
        key = f"{request.user.pk}:token"
        record_now_and_then(key, AuditAction.REFUSED, lambda: _place(request), what, outcome=AuditOutcome.REFUSED)


def note_refused_file(request: HttpRequest, refusal: NotUnderstood) -> None:
    """Log that a file which somebody brought is not taken: damaged, disguised, live, too large, or of another year.

    That no place to read it is free just now is no fault of the file.
    """
    if isinstance(refusal, ReadingBusy):
        return
    for file in request.FILES.values():
        what = {"文件": one_line(file.name)[-LONGEST_PART:], "字节": file.size, "原因": str(refusal)}
        key = f"{request.user.pk}:file"
        record_now_and_then(key, AuditAction.FILE_REFUSED, lambda: _place(request), what, outcome=AuditOutcome.REFUSED)


def _circumstances_of(request: HttpRequest) -> Circumstances:
    def actor() -> User | None:
        return request.user if request.user.is_authenticated else None

    def session() -> str:
        return request.session.session_key or ""

    return Circumstances(actor, address_of(request), session, request_number())


def _log(request: HttpRequest, response: HttpResponse) -> None:
    if request.resolver_match is None or not request.user.is_authenticated or request.path.startswith(OF_EVERYBODY):
        return
    if response.status_code in REFUSALS:
        key, what = str(request.user.pk), {"状态": response.status_code, "方式": request.method}
        record_now_and_then(key, AuditAction.REFUSED, lambda: _place(request), what, outcome=AuditOutcome.REFUSED)
    elif response.status_code == HTTPStatus.OK and request.method != "HEAD":
        record_if_possible(AuditAction.DOWNLOADED, file_name(response), {"页面": _place(request), **_size(response)})


def _place(request: HttpRequest) -> str:
    """The page by its pattern, and what stands in its place in the address: an organ, a year; never the query."""
    match = request.resolver_match
    parts = " ".join(str(value)[:LONGEST_PART] for value in match.kwargs.values())
    return f"{match.url_name} {parts}".strip()


def file_name(response: HttpResponse) -> str:
    """Under which name a browser keeps it."""
    told = response["Content-Disposition"]
    if UTF8_NAME in told:
        return unquote(told.partition(UTF8_NAME)[2].partition(";")[0])
    return told.partition("filename=")[2].strip('"')


def _size(response: HttpResponse) -> dict[str, object]:
    """How long it is and its SHA-256, which says later whether a file that turns up is this one; not of a stream."""
    if response.streaming:
        return {}
    return {"字节": len(response.content), "SHA-256": hashlib.sha256(response.content).hexdigest()}
