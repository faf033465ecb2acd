"""A file as an answer: under which name a browser keeps it, and whether it opens it."""

from urllib.parse import quote

from django.http import HttpResponse

from reports.formats import registry


def disposition(name: str, extension: str) -> str:
    """RFC 6266, with a plain name for browsers that garble the other; a web page is saved, never opened here."""
    plain = "".join(each for each in name if each.isprintable() and each not in '\\/:*?"<>|')
    format = registry.writable().get(extension)
    shown = "inline" if format and format.output.opens_in_browser else "attachment"
    return f"{shown}; filename=\"report.{extension}\"; filename*=UTF-8''{quote(plain, safe='')}"


def workbook_answer(name: str, content: bytes) -> HttpResponse:
    """A workbook to be saved under a name."""
    content_type = registry.writable()["xlsx"].output.content_type
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition(name, "xlsx")})
