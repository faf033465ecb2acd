"""The generated pages of docs/ are as the code has them."""

import pytest
from django.conf import settings

from reports.management.commands.write_docs import pages


@pytest.mark.parametrize("name", pages())
def test_a_generated_page_is_up_to_date(name):
    written = (settings.BASE_DIR / "docs" / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run: manage.py write_docs"
