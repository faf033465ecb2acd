"""The faults that concern a browser use the same Chromium as the browser tests."""

from tests.browser.conftest import _plain_http, chromium

__all__ = ["_plain_http", "chromium"]
