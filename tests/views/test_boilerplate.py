"""不比较的用语: a supervising organ keeps what reports may have in common, with its history."""

from http import HTTPStatus

import pytest

from reports.lifecycle.findings import findings, findings_of_many
from reports.lifecycle.refusals import Refused
from reports.lifecycle.rule_setting import set_boilerplate
from reports.models import AnnualReport, BoilerplateSetting
from reports.models.rule_settings import rules_in_force
from reports.text.similarity import BOILERPLATE
from tests.conftest import YEAR
from tests.lifecycle.test_sketches import SENTENCES, copy, neighbours, of_the_rule, stored
from tests.markup import flat

__all__ = ["copy", "neighbours"]
PAGE = f"/review/rules/lushan/{YEAR}/boilerplate/"
REASON = "县里统一布置的栏目，各单位表述相同。"
OWN = ["围绕群众关切梳理公开台账", "由专人按季度核对栏目内容"]


def in_force(cast, year=YEAR):
    return rules_in_force([(cast.county.pk, year)])[cast.county.pk, year].boilerplate


def put(cast, phrases, *, year=YEAR, seen=0, user=None):
    return set_boilerplate(cast.county, year, user or cast.supervisor, phrases, REASON, seen=seen)


@pytest.fixture
def page(cast, as_user):
    browser = as_user(cast.supervisor)

    def post(phrases, *, seen=0, reason=REASON):
        return browser.post(PAGE, {"phrases": phrases, "reason": reason, "seen": seen}, follow=True)

    return post


def test_a_list_holds_from_its_year_on_until_a_later_one(cast):
    put(cast, OWN)
    put(cast, OWN[:1], year=YEAR + 2, seen=BoilerplateSetting.objects.get().pk)
    held = [in_force(cast, year) for year in (YEAR - 1, YEAR, YEAR + 1, YEAR + 2)]
    assert held == [BOILERPLATE, tuple(OWN), tuple(OWN), tuple(OWN[:1])]


def test_an_empty_list_brings_back_that_of_the_installation(cast):
    first = put(cast, OWN)
    put(cast, [], seen=first.pk)
    assert in_force(cast) == BOILERPLATE


def test_what_holds_already_is_not_set_again(cast):
    assert put(cast, list(BOILERPLATE)) is None
    assert put(cast, []) is None
    assert not BoilerplateSetting.objects.exists()


def test_who_does_not_supervise_or_has_not_seen_the_newest_is_refused(cast):
    for user in (cast.clerk, cast.stranger):
        with pytest.raises(Refused, match="权限"):
            put(cast, OWN, user=user)
    put(cast, OWN)
    with pytest.raises(Refused, match="有变化"):
        put(cast, OWN[:1])
    assert in_force(cast) == tuple(OWN)


def test_what_the_county_leaves_out_is_no_copy_any_more(neighbours, copy, cast):
    def levels():
        report = stored(copy)
        return [bool(of_the_rule(found)) for found in (findings(report), findings_of_many([report])[report.pk][1])]

    assert levels() == [True, True]
    setting = put(cast, [clause for sentence in SENTENCES for clause in sentence.rstrip("。").split("，")])
    assert levels() == [False, False]
    put(cast, [], seen=setting.pk)
    assert levels() == [True, True]


def test_the_page_offers_what_holds_keeps_what_is_sent_and_lists_what_was_changed(cast, as_user, page):
    offered = as_user(cast.supervisor).get(PAGE).content.decode()
    assert "\n".join(BOILERPLATE) in offered
    assert "没有设置过，目前是系统自带的用语。" in offered
    kept = "\r\n".join([*BOILERPLATE[1:], "", f"  {OWN[0]} ", OWN[0]])
    answer = flat(page(kept).content.decode())
    assert in_force(cast) == (*BOILERPLATE[1:], OWN[0])
    assert f"增加：{OWN[0]}" in answer
    assert f"删去：{BOILERPLATE[0]}" in answer
    assert REASON in answer
    again = flat(page("", seen=BoilerplateSetting.objects.get().pk).content.decode())
    assert "恢复系统自带的用语" in again
    assert f"增加：{BOILERPLATE[0]}" in again


@pytest.mark.parametrize(
    ("phrases", "reason", "said"),
    [
        ("政务公开台账\n公开\n", REASON, "第 2 行“公开”不足 4 个汉字，会使多数句子不再比较，请写完整的用语"),
        ("2022年1件", REASON, "第 1 行“2022年1件”不足 4 个汉字，会使多数句子不再比较，请写完整的用语"),
        (f"\n\n{'公' * 101}", REASON, "第 3 行最多 100 字，现有 101 字"),
        ("\n".join(f"通用表述{chr(0x6100 + each)}" for each in range(201)), REASON, "最多 200 条，现有 201 条"),
        ("公" * 20_001, REASON, "用语合计最多 20000 字，现有 20001 字"),
        ("政务公开台账", "", "请填写设置的理由"),
        ("政务公开台账", "统一", "理由至少 5 字"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence(page, cast, phrases, reason, said):
    answer = page(phrases, reason=reason)
    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
    assert phrases.split("\n")[0] in shown
    assert not BoilerplateSetting.objects.exists()


def test_where_somebody_set_it_meanwhile_what_was_typed_comes_back(page, cast):
    put(cast, OWN)
    answer = page("政务公开台账")
    shown = answer.content.decode()
    assert "不比较的用语在您打开本页后有变化，请重新查看后再保存。" in shown
    assert ("政务公开台账" in shown, f"增加：{OWN[0]}" in flat(shown)) == (True, True)
    assert in_force(cast) == tuple(OWN)


def test_a_year_without_reports_has_no_page(cast, as_user):
    browser = as_user(cast.supervisor)
    for year in (2018, 2999):
        assert browser.get(PAGE.replace(str(YEAR), str(year))).status_code == HTTPStatus.NOT_FOUND
    assert AnnualReport.objects.count() == 0
