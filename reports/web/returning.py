"""Back to the page one was at, once one has signed in or changed the password: an address of this site alone."""

from urllib.parse import urlencode, urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

READS_ONLY = ("GET", "HEAD")


def page_at_hand(request: HttpRequest) -> str:
    """The page that a request is made from: the one it asks for, or the one that has sent the post."""
    if request.method in READS_ONLY:
        return request.get_full_path()
    return page_before(request) or request.get_full_path()


def page_before(request: HttpRequest) -> str:
    """The page of this site from which a request was sent; empty where the browser names none."""
    page = request.headers.get("Referer", "")
    parts = urlsplit(page) if _is_of_this_site(request, page) else None
    return f"{parts.path}?{parts.query}".rstrip("?") if parts else ""


def with_way_back(name: str, page: str) -> str:
    """The address of a page that leads back to ``page``."""
    return f"{reverse(name)}?{urlencode({REDIRECT_FIELD_NAME: page}, safe='/')}"


def way_back(request: HttpRequest) -> str:
    """The page to lead back to; empty where none is asked for, or one that is not of this site."""
    page = request.GET.get(REDIRECT_FIELD_NAME, "")
    return page if _is_of_this_site(request, page) else ""


def _is_of_this_site(request: HttpRequest, address: str) -> bool:
    hosts = {request.get_host()}
    return url_has_allowed_host_and_scheme(address, allowed_hosts=hosts, require_https=request.is_secure())
