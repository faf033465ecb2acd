"""What the scripts of a page send: a JSON object."""

import json

from django.http import HttpRequest


def body_of(request: HttpRequest) -> dict:
    """The JSON object that a script sent; empty where it is none."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
