"""A clerk is told before the report is handed in which characters cannot be printed."""

from reports.formats import writing
from reports.formats.children import end_all
from reports.lifecycle.editing import Edit, save
from reports.presenters import papers
from tests.conftest import YEAR
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"
SENTENCE = (
    "以下字符没有可用的字体，不能印制：\U000f1234（U+F1234）。请核对是否输入有误；确需使用的，请联系管理员补装字体。"
)


def test_the_preview_and_the_check_name_what_no_font_has(filled, cast, as_user, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    client = as_user(cast.clerk)
    pages = (f"{REPORT}preview/", f"{REPORT}check/")
    assert [path for path in pages if "没有可用的字体" in client.get(path).content.decode()] == []
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "\U000f1234村、𠮷村均无。")])
    assert [path for path in pages if SENTENCE not in flat(client.get(path).content.decode())] == []
    end_all()


def test_where_nobody_can_say_now_nothing_is_said(seed, monkeypatch):
    def taken(_):
        raise writing.Busy(3)

    monkeypatch.setattr(writing, "undrawable", taken)
    assert papers.unprintable(seed) == ""
