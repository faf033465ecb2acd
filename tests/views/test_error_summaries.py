"""Every form that is refused says so at the top, with the focus, and leads to each field."""

import re
from pathlib import Path

import pytest

from tests.conftest import YEAR

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SUMMARY = 'error-summary" role="alert" tabindex="-1" autofocus'
# Pages whose answer to a refusal is a list of findings or of conflicts of its own.
OF_THEIR_OWN = {"checking/check.html", "steps/step.html", "steps/_fees.html", "start.html"}
WITHIN = {"review/_not_submitted.html": "review/remind.html"}  # the page that a refused one comes back as


def test_every_page_with_a_form_has_a_summary_of_its_errors():
    found = set()
    for path in TEMPLATES.rglob("*.html"):
        name, text = str(path.relative_to(TEMPLATES)), path.read_text(encoding="utf-8")
        if re.search(r"{% crispy |as_crispy_field", text) and name not in OF_THEIR_OWN:
            text = (TEMPLATES / WITHIN.get(name, name)).read_text(encoding="utf-8")
            found |= {name} if "frame/error_summary.html" not in text else set()
    assert found == set()


@pytest.mark.parametrize(
    ("person", "path", "posted", "field"),
    [
        ("administrator", "/administration/organs/new/", {"slug": "x"}, "id_name"),
        ("administrator", "/administration/accounts/new/", {"role": ""}, "id_username"),
        ("administrator", "/administration/accounts/edit/clerk/", {"full_name": ""}, "id_full_name"),
        ("administrator", "/administration/accounts/edit/clerk/roles/", {"give": "yes"}, "id_organ"),
        ("administrator", "/administration/years/new/", {"year": ""}, "id_year"),
        ("administrator", "/administration/import/", {}, "file"),
        ("supervisor", f"/review/extensions/beizi/{YEAR}/", {"reason": "短"}, "id_due_on"),
        ("supervisor", "/phrases/", {"act": "add", "text": "problems", "body": ""}, "problems-new"),
    ],
)
def test_what_is_wrong_stands_at_the_top_and_leads_to_its_field(cast, as_user, person, path, posted, field):
    page = as_user(getattr(cast, person)).post(path, posted, follow=True).content.decode()
    assert page.count(SUMMARY) == 1
    assert f'<a href="#{field}">' in page.split(SUMMARY)[1].split("</div>")[0]
    assert f'id="{field}"' in page
    assert page.index(SUMMARY) < page.index(f'id="{field}"')
