"""What is replaced of WeasyPrint's layout of lines."""

import hashlib
import inspect

import pytest

from reports.formats.pdf import line_layout


@pytest.mark.parametrize("name", line_layout.OF)
def test_weasyprint_has_what_our_function_replaces(name):
    source = inspect.getsource(line_layout.REPLACED[name])
    assert hashlib.sha256(source.encode()).hexdigest()[:12] == line_layout.OF[name], (
        f"this WeasyPrint has another {name}: compare it with reports/formats/pdf/line_layout.py and renew OF there"
    )
