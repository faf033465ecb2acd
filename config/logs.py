"""The log: plain lines for whoever looks on, or for programs a JSON object a line, without personal data."""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.utils import InternalError, OperationalError

from reports.web.request_numbers import request_number, route_of

FORMATS = ("plain", "json")
OF_A_REQUEST = ("method", "route", "status", "milliseconds")
# What these say is of the machine. What others say may repeat what somebody typed: a key that is there already, say.
OF_THE_MACHINE = (OSError, OperationalError, InternalError)
MOST_CAUSES = 5
# Signs that end a line or steer a terminal, and that JSON leaves as they are.
_SIGNS = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


class Numbered(logging.Filter):
    """Puts the request's number on each record, and takes the address out of what Django says of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.request_number = getattr(request, "number", "") or request_number()
        if hasattr(record, "status_code") and hasattr(request, "resolver_match"):
            record.msg, record.args = "%s %s %s", (record.status_code, request.method, route_of(request) or "?")
        return True


class PlainLines(logging.Formatter):
    """What is said, after the number of the request if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        number = getattr(record, "request_number", "")
        return f"[{number}] {super().format(record)}" if number else super().format(record)


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC, ISO 8601), level, logger, message, request, and what there is of these:

    ``method``, ``route``, ``status``, ``milliseconds`` of a request; ``exception`` with its type, where it was raised,
    its cause, and its words only where they are the machine's.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "request_number", ""),
        }
        line |= {name: getattr(record, name) for name in OF_A_REQUEST if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str).translate(_SIGNS)


def _told(exception: BaseException, most: int = MOST_CAUSES) -> dict[str, Any]:
    frames = traceback.extract_tb(exception.__traceback__)
    told: dict[str, Any] = {
        "type": f"{type(exception).__module__}.{type(exception).__qualname__}",
        "at": [f"{'/'.join(Path(each.filename).parts[-3:])}:{each.lineno} {each.name}" for each in frames],
    }
    if isinstance(exception, OF_THE_MACHINE):
        told["message"] = str(exception)
    cause = exception.__cause__ or (None if exception.__suppress_context__ else exception.__context__)
    return told | ({"cause": _told(cause, most - 1)} if cause and most > 1 else {})


def configuration(kind: str) -> dict[str, Any]:
    """Python's logging configuration for one of ``FORMATS``; raises ``ValueError`` for any other."""
    if kind not in FORMATS:
        raise ValueError(f"LOG_FORMAT must be one of {', '.join(FORMATS)}")
    is_json = kind == "json"
    loggers: dict[str, Any] = {
        # WeasyPrint names every CSS property that it leaves out; what matters of that is tested.
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "reports.requests": {"level": "INFO" if is_json else "WARNING"},
    }
    if is_json:
        loggers["gunicorn.error"] = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"numbered": {"()": "config.logs.Numbered"}},
        "formatters": {"lines": {"()": f"config.logs.{'JsonLines' if is_json else 'PlainLines'}"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["numbered"], "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": loggers,
    }
