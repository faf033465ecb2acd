"""The manners of the interface for programs: JSON, also where it refuses (RFC 9457), to be asked from any website.

That other websites may ask it is said by the middleware of django-cors-headers (settings).
"""

from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from reports.web.public_answers import View, of_the_column

READING = ("GET", "HEAD")
NOTHING = "没有这份公布的报告，或没有这个地址。"


class Problem(Exception):
    """Why a program is not answered, in a sentence."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail

    def as_response(self) -> JsonResponse:
        said = {"status": self.status.value, "title": self.status.phrase, "detail": self.detail}
        response = as_json(said, status=self.status, content_type="application/problem+json")
        if self.status is HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = ", ".join(READING)
        return response


def of_the_interface(view: View) -> View:
    """As ``of_the_column``, to be read only; what goes wrong is told in JSON."""
    shown = of_the_column(view)

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            if request.method not in READING:
                raise Problem(HTTPStatus.METHOD_NOT_ALLOWED, f"只能读取（{'、'.join(READING)}），不能提交。")
            return shown(request, *args, **kwargs)
        except Problem as problem:
            return problem.as_response()
        except Http404:
            return Problem(HTTPStatus.NOT_FOUND, NOTHING).as_response()

    return answered


def as_json(said: object, **how) -> JsonResponse:
    """Chinese as Chinese."""
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1}, **how)
