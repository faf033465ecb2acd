"""汇总调整 and 定稿 on their pages: what a clerk fills in, what is refused in a sentence, and what stays the same."""

import re
from http import HTTPStatus

import pytest

from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.models import Adjustment, AnnualReport, Basis, Finalisation, Organ, Status
from tests.conftest import YEAR
from tests.county.reports import figures_of, settle
from tests.markup import flat

SUMS = f"/county/lushan-gov/{YEAR}/sums/"
ADJUSTMENTS, FINAL, DIFFERENCES = f"{SUMS}adjustments/", f"{SUMS}final/", f"{SUMS}differences/"
NEW, GRANTED = "applications.new_received.natural_person", "applications.granted.natural_person"
REASON = "县政府本级直接收到并答复 1 件，未计入办公室报告"


@pytest.fixture
def complete(cast, government, four_of_five, summing):
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"))
    decide_scope(government, YEAR, summing, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    return government


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return flat(answer.content.decode())


def filled_in(*rows, **more):
    sent = {"kind": "own_level", "about": "", "reason": REASON, "seen": ""} | more
    for number, (cell, amount) in enumerate(rows):
        sent |= {f"cell-{number}": cell, f"amount-{number}": amount}
    return sent


def test_a_difference_is_registered_as_an_adjustment_and_is_none_afterwards(complete, summing, as_user):
    client = as_user(summing)
    own = open_report(complete, YEAR, summing)
    client.post(DIFFERENCES)
    save(own.pk, summing, [Edit(NEW, "11", "12"), Edit(GRANTED, "6", "7")])
    page = page_of(client, DIFFERENCES)
    (link,) = set(re.findall(r'href="([^"]*)#register"\s*>把这 2 项差异登记为一项调整', page))
    form = page_of(client, link.replace("&amp;", "&"))
    assert re.search(rf'<option value="{NEW}" selected>', form)
    assert form.count('value="+1"') == 2
    registered = client.post(ADJUSTMENTS, filled_in((NEW, "+1"), (GRANTED, "＋１")))
    assert registered["Location"] == f"{ADJUSTMENTS}#main"  # above the form, where it is said
    page = page_of(client, DIFFERENCES)
    assert "登记为一项调整" not in page
    assert "都已登记汇总调整" in page
    assert page.count('<td class="number">+1</td><td class="number">0</td>') == 2
    assert "调整 +1" in page_of(client, SUMS)
    cell = page_of(client, f"{SUMS}{NEW}/")
    assert REASON in cell
    assert '调整后</th><td class="number">12</td>' in cell


@pytest.mark.parametrize(
    ("rows", "more", "says"),
    [
        ([(NEW, "+1")], {}, "请在同一项调整中同时登记"),
        ([(NEW, "一件")], {}, "第 1 行：“一件”不是数字"),
        ([(NEW, "")], {}, "第 1 行：请填写调整的数量"),
        ([("", "1")], {}, "第 1 行：请选择项目"),
        ([(NEW, "1"), (NEW, "1")], {}, "第 2 行：与前面的项目重复"),
        ([("applications.new_received.total", "1")], {}, "总计由系统计算"),
        ([("a.b.c", "1")], {}, "第 1 行：没有这个项目"),
        ([(NEW, "9" * 13)], {}, "第 1 行："),
        ([(NEW, "1" * 500)], {}, "第 1 行："),
        ([(NEW, "1"), (GRANTED, "1")], {"reason": "短"}, "请填写说明，10至200字"),
        ([(NEW, "1"), (GRANTED, "1")], {"kind": "x"}, "请选择原因类别"),
        ([(NEW, "1"), (GRANTED, "1")], {"about": "999999"}, "请选择汇总范围内的单位"),
        ([(NEW, "1"), (GRANTED, "1")], {"seen": "x"}, "有变化"),
        ([], {}, "请至少选择一个项目"),
    ],
)
def test_what_cannot_be_registered_is_said_and_what_was_filled_in_stays(complete, summing, as_user, rows, more, says):
    answer = as_user(summing).post(ADJUSTMENTS, filled_in(*rows, **more))
    page = flat(answer.content.decode())
    assert says in page
    assert "error-summary" in page
    assert not Adjustment.objects.exists()
    if rows and rows[0][0] == NEW and rows[0][1]:
        assert f'<option value="{NEW}" selected>' in page


def test_an_adjustment_is_taken_back_on_a_page_of_its_own(complete, summing, as_user, cast):
    client = as_user(summing)
    client.post(ADJUSTMENTS, filled_in((NEW, "+1"), (GRANTED, "+1")))
    (back,) = re.findall(rf'href="({ADJUSTMENTS}[^"]+/)"', page_of(client, ADJUSTMENTS))
    assert as_user(cast.supervisor).get(back).status_code == HTTPStatus.NOT_FOUND
    assert "理由至少 10 字" in flat(client.post(back, {"reason": "短"}).content.decode())
    assert client.post(back, {"reason": "核对后已计入办公室的报告，撤销"}).status_code == HTTPStatus.FOUND
    page = page_of(client, ADJUSTMENTS)
    assert "已撤销" in page
    assert "撤销记录" in page
    assert "调整 +1" not in page_of(client, SUMS)


def seen_on(page):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]


def test_final_sums_stay_as_they_are_and_the_workbook_is_the_same_bytes(cast, complete, summing, as_user, four_of_five):
    client = as_user(summing)
    page = page_of(client, FINAL)
    assert client.post(f"{FINAL}declare/", {"seen": seen_on(page)}).status_code == HTTPStatus.FOUND
    page = page_of(client, FINAL)
    assert "已定稿：蒋文" in page
    (workbook,) = re.findall(rf'href="({FINAL}\d+\.xlsx)"', page)
    before = client.get(workbook).content
    assert before == client.get(f"{SUMS}workbook.xlsx").content
    AnnualReport.objects.filter(pk=four_of_five["police"].pk).update(status=Status.RETURNED)
    page = page_of(client, SUMS)
    assert "定稿后有变化：鲁山县公安局（审核通过已撤销）" in page
    assert "，自然人：11" in page
    cell = page_of(client, f"{SUMS}applications.new_received.natural_person/")
    assert "定稿后有变化：鲁山县公安局（审核通过已撤销）" in cell
    assert "本格按现在的报告计算为 7，下表为定稿时的数字。" in cell
    assert "本格按现在的报告" not in page_of(client, f"{SUMS}disputes.cases.reconsideration_upheld/")
    assert client.get(workbook).content == before
    assert as_user(cast.neighbour).get(workbook).status_code == HTTPStatus.NOT_FOUND
    assert (
        client.post(f"{FINAL}reopen/", {"reason": "公安局的报告退回修改，须重新汇总"}).status_code == HTTPStatus.FOUND
    )
    assert "不能定稿" in page_of(client, FINAL)
    assert client.get(workbook).content == before


def test_without_everybody_there_is_no_button_and_a_forged_post_is_refused(government, four_of_five, summing, as_user):
    client = as_user(summing)
    page = page_of(client, FINAL)
    assert ">定稿</button>" not in page
    client.post(f"{FINAL}declare/", {"seen": "0" * 64})
    page = page_of(client, FINAL)
    assert "请先确认汇总范围" in page
    assert f'<a href="{SUMS}scope/">去确认</a>' in page
    assert not Finalisation.objects.exists()


def test_the_office_looks_and_does_not_declare(cast, complete, as_user):
    client = as_user(cast.supervisor)
    assert "定稿由鲁山县人民政府的" in page_of(client, FINAL)
    client.post(f"{FINAL}declare/", {"seen": "0" * 64})
    assert not Finalisation.objects.exists()
    assert client.post(ADJUSTMENTS, filled_in((NEW, "1"), (GRANTED, "1"))).status_code == HTTPStatus.NOT_FOUND
