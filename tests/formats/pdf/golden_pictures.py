"""Pictures of every page of five reports and of score sheets, as they should look; a test compares them.

After a change that is meant, look at the pages and make the pictures anew::

    .venv/bin/python -m tests.formats.pdf.golden_pictures
"""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from reports.official import EDITIONS
from reports.official.report_data import Kind, ReportData

FOLDER = Path(__file__).with_name("golden")
DOTS = 48  # an inch
BITS = 4  # of the greys of a picture that is kept
ASPECTS = (
    "全年通过政府网站主动公开政府信息1130条，其中政策解读7条、回应关切3次。",
    "全年收到政府信息公开申请24件，均在法定期限内答复。",
    "制发行政规范性文件2件，废止1件，现行有效9件，均已在政府网站集中公开。",
    "维护政府网站政务公开专栏1个、政务新媒体账号2个，设政务公开专区1处。",
    "开展业务培训2次，未发生因政府信息公开被追究责任的情形。",
)


def nil_township() -> ReportData:
    """A township that had nothing to report: the shortest of papers."""
    return _report("某镇人民政府", Kind.TOWNSHIP, figure=0, texts=_texts(1), declared_nil=frozenset({"applications"}))


def busy_city() -> ReportData:
    """A city whose every figure has eight digits; its name makes the title two lines, and it is numbered and signed."""
    issued = {"document_number": "某政〔2023〕5号", "issued_on": date(2023, 1, 16)}
    return _report("某某市某某区人民政府", Kind.CITY, figure=12_345_678, texts=_texts(4), **issued)


def long_texts() -> ReportData:
    """Paragraphs that go over pages, with marks, letters and digits of all sorts."""
    mixed = "“双公示”——“一网通办”……依《条例》〔2021〕30号（100%）办结，详见 www.example.gov.cn/zwgk；A4纸、LED屏。"
    return _report("某县人民政府", Kind.COUNTY, figure=654_321, texts=_texts(5, mixed))


def rare_characters() -> ReportData:
    """Names of places and persons that few fonts have."""
    texts = _texts(2, "其中㙍䶮村、𠮷𬱖村、𰻞寨、䲟河站和𫖯冈、㵐水、龘山等村（社区）各1件。")
    return _report("㙍䶮镇人民政府", Kind.TOWNSHIP, figure=7, texts=texts)


def edition_2019() -> ReportData:
    """The form of 2019, with a change that is negative."""
    report = _report("某局", Kind.DEPARTMENT, figure=31, texts=_texts(2), edition="2019", year=2020)
    changes = {cell: -31 for cell in report.figures if cell.column == "net_change"}
    return ReportData(**{**vars(report), "figures": {**report.figures, **changes}})


REPORTS: dict[str, Callable[[], ReportData]] = {
    each.__name__: each for each in (nil_township, busy_city, long_texts, rare_characters, edition_2019)
}


SCORE_SHEETS = "score_sheets"
NAMES = (*REPORTS, SCORE_SHEETS)


def paper(name: str) -> bytes:
    """The PDF of that name."""
    from reports.county import score_paper  # noqa: PLC0415  these ask for the settings, which are set up by now
    from reports.formats.pdf import writer  # noqa: PLC0415

    return score_paper.write(_score_sheets()) if name == SCORE_SHEETS else writer.write(REPORTS[name]())


def _score_sheets() -> bytes:
    """得分单 of two units: one with records, words of its own and a correction, and one that lost nothing."""
    about = {"office": "某县人民政府办公室", "scheme": "年度报告考核评分表", "full": "10", "nothing": "没有扣分"}
    about |= {"closed": "张某 2023-03-10 09:30", "digest": "0123456789abcdef" * 4}
    late = {
        "title": "未及时备案",
        "measure": "扣5分",
        "records": ["截止1月20日，1月23日提交，逾期3天"],
        "deducted": "5",
    }
    typed = {
        "title": "报送材料不全",
        "measure": "登记",
        "records": ["扣1分，台账补报（张某 2023-02-01）"],
        "deducted": "1",
    }
    none = {"title": "未按要素撰写", "measure": "扣5分", "records": [], "deducted": "0"}
    first = {"title": "某镇2022年度考核得分单", "items": [late, typed, none], "total": "4", "now": "6.5"}
    first |= {
        "answers": ["我镇按期报送，请核对。（李某 2023-02-20）"],
        "counters": ["未及时备案：退回2.5分，系统故障（张某）"],
    }
    second = {
        "title": "某乡2022年度考核得分单",
        "items": [none],
        "total": "10",
        "now": "10",
        "answers": [],
        "counters": [],
    }
    sheets = [about | each for each in (first, second)]
    return json.dumps(
        {"title": "某县人民政府办公室2022年度考核得分表", "mark": "内部工作资料", "sheets": sheets}
    ).encode()


def _report(organ: str, kind: Kind, *, figure: int, edition: str = "2021", year: int = 2022, **known) -> ReportData:
    figures = dict.fromkeys(EDITIONS[edition].entries, figure)
    return ReportData(edition, organ, kind, year, figures=figures, **known)


def _texts(times: int, more: str = "") -> dict[str, str]:
    keys = [key for key in EDITIONS["2021"].text if key.startswith("overview.") and key != "overview.lead"]
    texts = {key: (said + more) * times for key, said in zip(keys, ASPECTS, strict=True)}
    problems = "一是公开不够及时，二是解读形式单一。\n改进措施：明确专人、限时公开，用图表解读政策。" * times
    return {
        **texts,
        "preamble": "根据《条例》要求，现公布本报告。" * times,
        "problems": problems,
        "other_matters": "无",
    }


def pictures(pdf: bytes) -> list[Image.Image]:
    """The pages of a PDF in greys."""
    return [page.render(scale=DOTS / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def golden(name: str) -> list[Image.Image]:
    """The pictures that are kept of a report's pages."""
    return [Image.open(path).convert("L") for path in sorted(FOLDER.glob(f"{name}-*.png"))]


def main() -> None:
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name in NAMES:
        for number, picture in enumerate(pictures(paper(name)), start=1):
            ImageOps.posterize(picture, BITS).save(FOLDER / f"{name}-{number:02}.png", optimize=True)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
