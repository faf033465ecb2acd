"""The pages as browsers read them: how a template is wrapped makes no difference to a test."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

_KEEPS_LINES = re.compile(r"(<(textarea|pre|script)\b.*?</\2>)", re.DOTALL)


def flat(page: str) -> str:
    """The page without the line breaks and the indentation between its tags and inside them; in texts they are blanks.

    What keeps its lines in a browser (a text area) keeps them.
    """
    return "".join(
        part if part.startswith(("<textarea", "<pre", "<script")) else "" if part in _NAMES else _flat(part)
        for part in _KEEPS_LINES.split(page)
    )


_NAMES = ("textarea", "pre", "script")  # the split gives the name of what keeps its lines after it


def _flat(page: str) -> str:
    tags_on_one_line = re.sub(r"<[^>]*>", lambda tag: re.sub(r"\n\s*", " ", tag[0]), page)
    between_tags = re.sub(r"(?<=>)\n\s*|\n\s*(?=<)", "", tags_on_one_line)
    return re.sub(r"[ \t]*\n {2,}", " ", between_tags)  # what a person wrote is not indented


class Browser(Client):
    """A client that gives each page as a browser reads it."""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            response.content = flat(response.content.decode(response.charset)).encode(response.charset)
        return response
