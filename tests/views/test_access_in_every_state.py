"""Whoever is shown a page of a report in neither state of ``test_access.py`` is shown it in no other state either.

The short run has two states more; ``script/test --long tests/views/test_access_in_every_state.py`` has all, and says
how many cases that were.
"""

from datetime import date
from http import HTTPStatus

import pytest

from reports.models import AnnualReport, ReportingYear, Status
from tests import runs
from tests.conftest import YEAR
from tests.views.test_access import EVERYBODY, PAGES, an_archive, an_upload

STATES = [*Status] if runs.is_long() else [Status.PUBLISHED, Status.RETURNED]
NOWHERE = {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED}
# There only once the report counts or is published, and then for these.
SHOWN_LATER = {
    "sums_workbook": {"supervisor"},
    "sums_compare_workbook": {"supervisor"},
    "infographic_file": {"supervisor"},
    "publication_check": {"clerk", "colleague", "leader", "reader", "supervisor"},
}
# Whoever has nothing to do there is led to a list of their own.
LED_TO = {"approve_together": "/review/?", "extend_together": "/review/?", "upload": "/uploads/beizi/"}

_cases: list[int] = []


@pytest.fixture(scope="module", autouse=True)
def _count(request):
    yield
    if runs.is_long():
        request.config.pluginmanager.get_plugin("terminalreporter").write_line(f"\n{sum(_cases)} cases")


@pytest.mark.parametrize("name", PAGES)
def test_nobody_is_shown_in_another_state_what_they_may_not_see(filled, government, cast, as_user, name):
    address, of_a_draft, in_review = PAGES[name]
    ReportingYear.objects.create(pk=1, year=YEAR, opens_on=date(YEAR, 12, 1), due_on=date(YEAR + 1, 1, 31))
    an_upload(cast)
    an_archive(cast)
    strangers = [each for each in EVERYBODY if each not in of_a_draft | in_review | SHOWN_LATER.get(name, set())]
    for status in STATES:
        AnnualReport.objects.update(status=status)
        for person in strangers:
            browser = as_user(getattr(cast, person))
            for answer in (browser.get(address), browser.post(address, {})):
                assert answer.status_code in NOWHERE or _is_led_away(answer, name), (status, person)
                _cases.append(1)


def _is_led_away(answer, name):
    return answer.status_code == HTTPStatus.FOUND and name in LED_TO and answer.url.startswith(LED_TO[name])
