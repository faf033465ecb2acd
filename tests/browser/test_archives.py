"""A zip of published reports, brought by a supervisor with the mouse: unknown names told, ticked, stored."""

import re
from dataclasses import replace

from playwright.sync_api import expect

from reports.formats import writing
from reports.models import AnnualReport
from tests.browser.test_accessibility import scrolls_sideways, violations
from tests.conftest import YEAR
from tests.views.test_batches import packed

FORMER = "背孜公社人民政府"


def test_files_of_a_former_name_are_told_whose_they_are_and_stored(page, cast, sign_in, seed):
    found = {}

    def look(name):
        found[name] = (violations(page), scrolls_sideways(page))

    years = (YEAR, YEAR - 1)
    former = [
        replace(seed, organ=FORMER, title=f"{FORMER}{each}年政府信息公开工作年度报告", year=each) for each in years
    ]
    other = replace(seed, organ="瓦屋镇人民政府", title=seed.title.replace("背孜乡", "瓦屋镇"))
    files = {f"{FORMER}/{each.year}.html": writing.write(each, "html") for each in former}
    content = packed({**files, "瓦屋镇.html": writing.write(other, "html"), "目录.txt": "目录".encode() * 20})
    sign_in(cast.supervisor)
    page.goto("/")
    page.get_by_role("link", name="往年报告").first.click()
    page.set_input_files("#id_archive", {"name": "往年.zip", "mimeType": "application/zip", "buffer": content})
    page.get_by_role("button", name="上传并读取").click()
    expect(page.get_by_text("可以存入 1 份，待指定单位 2 份，没有读出报告 1 份")).to_be_visible()
    look("read")
    page.get_by_text("系统中没有找到的单位 1 个：指定是哪个单位").click()
    page.get_by_label(FORMER).select_option(label="背孜乡人民政府")
    look("chosen")
    page.get_by_role("button", name="按所选单位核对").click()
    expect(page.get_by_text(f"标题写“{FORMER}”的 2 份已按背孜乡人民政府核对：可以存入 2 份。")).to_be_visible()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    look("named")
    page.get_by_label("存入 瓦屋镇.html").uncheck()
    page.get_by_text("没有读出报告的文件 1 个").click()
    page.get_by_role("button", name=re.compile("指定单位.*目录")).click()
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_label("存入 瓦屋镇.html")).not_to_be_checked()
    page.get_by_role("button", name="存入选中的报告").click()
    expect(page.get_by_text("选定的 2 份已处理完")).to_be_visible()
    look("stored")
    stored = {(each.organ.name, each.year) for each in AnnualReport.objects.all()}
    assert stored == {("背孜乡人民政府", YEAR), ("背孜乡人民政府", YEAR - 1)}
    assert {name: each for name, each in found.items() if each != ([], False)} == {}
