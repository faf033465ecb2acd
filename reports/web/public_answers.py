"""What the answers to anybody have in common: no sign-in, no search engine unless that is wanted, and what is kept.

An answer that follows from what is published alone is made once and kept in the cache of the process until the next
publication, in whatever process or on whatever machine that is: the key names the state of all publications, which
one question to the database tells.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from reports.models import Publication
from reports.models.publication import Stamp

View = Callable[..., HttpResponse]
T = TypeVar("T")


def for_anybody(view: View) -> View:
    """Without signing in; search engines are told to leave the page out unless the installation lets them list it."""

    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not settings.PUBLIC_PAGES_INDEXED:
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response

    return answered


def of_the_column(view: View) -> View:
    """As ``for_anybody``, and 404 where the installation has no public column."""

    @for_anybody
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.PUBLIC_COLUMN:
            raise Http404
        return view(request, *args, **kwargs)

    return answered


def kept(request: HttpRequest, name: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer that ``make`` gives, made once until the next publication; 304 to who has it (RFC 9110, 13).

    ``name`` says which answer it is, by what was understood of the address: never by what stood in it.
    """
    stamp = Publication.objects.stamp()
    key = _key(stamp, name)
    found = cache.get(key)
    if found is None:
        response = make()
        found = bytes(response.content), response.headers["Content-Type"], _etag(response.content)
        cache.set(key, found)
    content, content_type, etag = found
    return conditional(request, HttpResponse(content, content_type=content_type), etag, stamp)


def kept_value(name: str, make: Callable[[], T]) -> T:
    """What ``make`` says of all that is published, asked once until the next publication."""
    key = _key(Publication.objects.stamp(), name)
    return cache.get_or_set(key, make)


def _key(stamp: Stamp | None, name: str) -> str:
    return f"public:{hashlib.sha256(f'{stamp}:{name}'.encode()).hexdigest()}"


def conditional(request: HttpRequest, response: HttpResponse, etag: str, stamp: Stamp | None = None) -> HttpResponse:
    """The answer, or 304 where whoever asks has it already; browsers ask each time, so that nothing old is shown."""
    response.headers["ETag"] = etag
    modified = int(stamp.at.timestamp()) if stamp else None
    if stamp:
        response.headers["Last-Modified"] = http_date(stamp.at.timestamp())
    patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag, modified, response)


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
