"""Two clerks explain one finding at one moment: who comes second is told, and nothing is lost.

Nor is what is written lost by any button that leads away from the page, also without scripts.
"""

import re

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.reviewing import explain
from reports.views.clerk import checking
from tests.conftest import YEAR

FIRST = "本年度承接上级下放的制定权限，已与法制机构核对。"
SECOND = "经县司法局书面确认，本乡继续执行六件旧有规定。"


def test_what_a_colleague_explained_meanwhile_stays_and_is_said(filled, cast, as_user, monkeypatch):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = unexplained(filled)
    read = checking.shown_findings

    def read_and_then_the_colleague_writes(*arguments):
        shown = read(*arguments)
        if not filled.explanations.exists():
            explain(filled, cast.colleague, finding, FIRST)
        return shown

    monkeypatch.setattr(checking, "shown_findings", read_and_then_the_colleague_writes)
    client = as_user(cast.clerk)
    posted = {f"explain-{finding.fingerprint[:16]}-body": SECOND}
    page = client.post(f"/reports/beizi/{YEAR}/check/", posted, follow=True).content.decode()
    assert filled.explanations.get().body == FIRST
    assert f"王某某刚刚写了此项情况说明，您的没有保存：{SECOND}" in page


def test_the_page_says_beforehand_how_long_an_explanation_is(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = unexplained(filled)
    page = as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/check/").content.decode()
    hint = f'id="id_explain-{finding.fingerprint[:16]}-body_helptext">10—200 字</p>'
    assert page.count(hint) == 1


def test_every_button_that_leads_away_keeps_what_is_written(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6"), Edit("other_matters", "无", "")])
    (finding,) = unexplained(filled)
    client, check, field = as_user(cast.clerk), f"/reports/beizi/{YEAR}/check/", f"explain-{finding.fingerprint[:16]}"
    page = client.get(check).content.decode()
    ways = re.findall(r'<button [^>]*name="go" value="([^"]+)"', page)
    assert {"check", "preview", field, "other_matters"} < set(ways)
    assert re.findall(r"<a [^>]*>(?:去修改|去查看|修改|重新检查|预览全文)</a>", page) == []
    leading_away = [way for way in ways if not way.startswith("mend-")]  # 改为 mends here, and stays
    for number, way in enumerate(leading_away):
        words = f"本年度承接上级下放的制定权限，第{number}次核对。"
        target = client.post(check, {f"{field}-body": words, "go": way}).url
        assert (target == check) == (way == "check")
        assert filled.explanations.get().body == words


def test_what_is_too_short_to_be_kept_stays_on_the_page_whichever_button_is_pressed(filled, cast, as_user):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = unexplained(filled)
    client, check = as_user(cast.clerk), f"/reports/beizi/{YEAR}/check/"
    for way in ("check", "preview"):
        posted = {f"explain-{finding.fingerprint[:16]}-body": "写到一半", "go": way}
        page = client.post(check, posted).content.decode()
        assert "写到一半</textarea>" in page
        assert "有情况说明未保存，请按提示改好；不需要的，请清空。" in page
    assert not filled.explanations.exists()


def test_what_was_said_of_other_values_is_not_said_of_these_by_going_elsewhere(filled, cast, as_user):
    """Nor do such words hold anybody back, though they are those of another finding by now."""
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = unexplained(filled)
    explain(filled, cast.clerk, finding, FIRST)
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "6", "7")])
    client, check = as_user(cast.clerk), f"/reports/beizi/{YEAR}/check/"
    filled.refresh_from_db()
    (now,) = unexplained(filled)
    posted = {f"explain-{now.fingerprint[:16]}-body": FIRST}
    assert FIRST in client.get(check).content.decode()
    assert client.post(check, posted | {"go": "other_matters"}).url != check
    assert unexplained(filled) == [now]
    client.post(check, posted)
    assert unexplained(filled) == []


def test_a_lapsed_explanation_is_shown_at_one_of_the_findings_in_its_place(filled, cast, as_user):
    text = "overview.disclosure_on_request"
    cited = "按照国办公开办函〔2019〕60号、国务院令第492号编制。"
    save(filled.pk, cast.clerk, [Edit(text, filled.texts.get(key=text).body, cited)])
    explain(filled, cast.clerk, unexplained(filled)[0], FIRST)
    save(filled.pk, cast.clerk, [Edit(text, cited, f"均{cited}")])
    page = as_user(cast.clerk).get(f"/reports/beizi/{YEAR}/check/").content.decode()
    assert page.count("原说明因数字变动已失效") == 1
