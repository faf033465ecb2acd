"""工作通知 on the pages: written with a look at the days, signed for on the home page, withdrawn."""

from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.lifecycle.circulars import Draft, IssuedFile, issue, withdraw
from reports.models import Circular, CircularReceipt, Notice
from tests.conftest import YEAR
from tests.markup import flat

LIST = f"/county/lushan/{YEAR}/circulars/"
NEW = f"{LIST}new/"
SAID = {"title": "关于做好年报编制工作的通知", "number": "", "body": "请按时提交。"}


@pytest.fixture
def circular(cast):
    file = IssuedFile("样表.pdf", "pdf", b"%PDF-1.4")
    return issue(cast.county, YEAR, cast.supervisor, Draft("通知一", "鲁政办〔2023〕3号", "第一段。\n第二段。", file))


def text(answer, status=HTTPStatus.OK):
    assert answer.status_code == status
    return flat(answer.content.decode())


def test_a_circular_begins_with_the_days_that_hold_and_so_gives_no_warning(cast, as_user):
    browser = as_user(cast.supervisor)
    form = browser.get(NEW).context["form"]
    said = {"title": form["title"].value(), "number": "", "body": form["body"].value()}
    assert f"{YEAR}年政府信息公开工作年度报告" in said["body"]
    assert "已向 2 个单位发布通知" in text(browser.post(NEW, said, follow=True))


def test_another_day_in_the_text_is_said_before_it_is_issued(cast, as_user):
    browser = as_user(cast.supervisor)
    said = SAID | {"body": "请于1月25日前提交。"}
    answer = browser.post(NEW, said)
    page = text(answer)
    assert "正文写 1月25日，系统截止 1月31日" in page
    assert not Circular.objects.exists()
    confirmed = answer.context["confirmed"]
    changed = browser.post(NEW, said | {"body": "请于1月26日前提交。", "confirmed": confirmed})
    assert "正文写 1月26日" in text(changed)  # it was another day that was confirmed
    browser.post(NEW, said | {"confirmed": confirmed})
    assert Circular.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"title": " "}, "请填写标题"),
        ({"body": ""}, "请填写正文"),
        ({"body": "长" * 20_001}, "正文最多 20000 字"),
        ({"title": "长" * 121}, "标题最多 120 字"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ")}, "不能读取这种文件"),
        ({"file": SimpleUploadedFile("a.pdf", b"no paper")}, "PDF"),
        ({"file": SimpleUploadedFile("a.txt", "文字".encode())}, "附件只能是"),
    ],
)
def test_what_cannot_be_issued_is_refused_at_its_field(cast, as_user, said, refusal):
    assert refusal in text(as_user(cast.supervisor).post(NEW, SAID | said))
    assert not Circular.objects.exists()
    assert not Notice.objects.exists()


def test_it_stands_on_the_home_page_until_somebody_of_the_organ_has_signed(cast, as_user, circular):
    assert "待签收的工作通知" in text(as_user(cast.clerk).get("/"))
    page = text(as_user(cast.colleague).post(f"/circulars/{circular.pk}/sign/", follow=True))
    assert "背孜乡人民政府已由王某某于" in page
    assert "待签收的工作通知" not in text(as_user(cast.clerk).get("/"))
    assert "待签收的工作通知" in text(as_user(cast.neighbour).get("/"))
    own = text(as_user(cast.supervisor).get(f"/circulars/{circular.pk}/"))
    assert "1 个单位未签收：瓦屋镇人民政府。" in own
    assert "1／2" in text(as_user(cast.supervisor).get(LIST))


def test_the_notice_of_it_leads_to_it(cast, as_user, circular):
    notice = Notice.objects.get(recipient=cast.clerk)
    answer = as_user(cast.clerk).post("/notices/open/", {"notice": notice.pk})
    assert answer["Location"] == f"/circulars/{circular.pk}/"


def test_a_withdrawn_circular_stays_readable_and_says_so(cast, as_user, circular):
    assert "已撤回“通知一”" in text(as_user(cast.supervisor).post(f"/circulars/{circular.pk}/withdraw/", follow=True))
    page = text(as_user(cast.clerk).get(f"/circulars/{circular.pk}/"))
    assert "<s>第一段。</s>" in page
    assert "已撤回（张某某" in page
    assert 'type="submit">签收' not in page
    answer = as_user(cast.clerk).post(f"/circulars/{circular.pk}/sign/", follow=True)
    assert "通知已撤回，不需要签收。" in text(answer)


def test_its_file_is_saved_and_never_opened_here(cast, as_user, circular):
    answer = as_user(cast.clerk).get(f"/circulars/{circular.pk}/files/{circular.files.get().pk}/")
    assert answer.content == b"%PDF-1.4"
    assert answer["Content-Disposition"].startswith("attachment;")


def test_nobody_else_reads_signs_or_withdraws_it(cast, as_user, circular):
    address = f"/circulars/{circular.pk}/"
    file = f"{address}files/{circular.files.get().pk}/"
    for name in ("stranger", "administrator"):
        for each in (address, file, LIST, NEW):
            assert as_user(getattr(cast, name)).get(each).status_code == HTTPStatus.NOT_FOUND
    for name in ("stranger", "administrator", "reader", "supervisor"):
        assert as_user(getattr(cast, name)).post(f"{address}sign/").status_code == HTTPStatus.NOT_FOUND
    for name in ("stranger", "clerk", "neighbour"):
        assert as_user(getattr(cast, name)).post(f"{address}withdraw/").status_code == HTTPStatus.NOT_FOUND
    assert not CircularReceipt.objects.exclude(read_at=None).exists()
    assert "签收情况" not in text(as_user(cast.clerk).get(address))  # who else has not signed is the office's alone


def test_what_is_withdrawn_while_a_clerk_reads_it_waits_for_nobody(cast, as_user, circular):
    withdraw(circular.pk, cast.supervisor)
    assert "待签收的工作通知" not in text(as_user(cast.clerk).get("/"))
