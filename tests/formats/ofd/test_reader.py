"""OFD documents are read back as they were, ours and those of other writers."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from reports.formats import gate
from reports.formats.ofd import drawn, reader, writer
from reports.official.interchange import NotUnderstood
from tests.formats.any_report import complete_report
from tests.formats.hands import random_report
from tests.formats.ofd.opened import parts_of

SPACE = 'xmlns="http://www.ofdspec.org/2016"'
ANOTHER = f"""<Page {SPACE}><Template TemplateID="7"/><Content><Layer ID="3"><PageBlock ID="4">
<TextObject ID="5" Boundary="10 20 100 10" Font="1" Size="5" CTM="2 0 0 2 0 0">
<TextCode X="1" Y="4" DeltaX="g 2 5 3">年度12</TextCode></TextObject>
<PathObject ID="6" Boundary="10 10 50 50" Fill="true">
<AbbreviatedData>M 0 0 L 40 0 L 40 0.1 L 0 0.1 C</AbbreviatedData></PathObject>
<TextObject ID="8" Boundary="0 0 9 9" Font="1" Size="5" Visible="false"><TextCode>无</TextCode></TextObject>
</PageBlock></Layer></Content></Page>"""
TEMPLATE = f"""<Page {SPACE}><Content><Layer ID="9"><TextObject ID="10" Boundary="0 0 9 9" Font="1" Size="5">
<TextCode X="0" Y="5">底</TextCode></TextObject></Layer></Content></Page>"""
DOCUMENT = f"""<Document {SPACE}><CommonData><MaxUnitID>9</MaxUnitID>
<PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea><TemplatePage ID="7" BaseLoc="/D/T.xml"/></CommonData>
<Pages><Page ID="1" BaseLoc="P/C.xml"/></Pages></Document>"""
ROOT = f"""<OFD {SPACE} Version="1.0" DocType="OFD"><DocBody><DocInfo><DocID>1</DocID></DocInfo>
<DocRoot>D/Document.xml</DocRoot></DocBody></OFD>"""


def packed(parts):
    output = BytesIO()
    with ZipFile(output, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return output.getvalue()


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_whatever_a_report_holds_is_read_back_from_its_document(edition):
    report = random_report(3, edition)
    content = writer.write(report)
    assert gate.admit("report.ofd", content) == "ofd"
    reading = reader.read(content)
    assert {cell: each for cell, each in reading.report.figures.items() if each is not None} == {
        cell: each for cell, each in report.figures.items() if each is not None
    }
    assert {key: text for key, text in reading.report.texts.items() if text} == {
        key: text for key, text in report.texts.items() if text
    }
    assert (reading.report.title, reading.report.organ, reading.report.year) == (
        report.title,
        report.organ,
        report.year,
    )
    assert (reading.doubts, reading.notices, reading.unplaced_texts) == ([], [], [])


def test_another_writers_ways_are_understood():
    parts = {"OFD.xml": ROOT, "D/Document.xml": DOCUMENT, "D/T.xml": TEMPLATE, "D/P/C.xml": ANOTHER}
    (page,) = drawn.pages_of(packed(parts))
    millimetres = [(each["text"], each["x0"] / drawn.POINT, each["matrix"][5] / drawn.POINT) for each in page.chars]
    assert [(text, round(x, 3), round(y, 3)) for text, x, y in millimetres] == [
        ("底", 0, 5),
        ("年", 12, 28),
        ("度", 22, 28),
        ("1", 32, 28),
        ("2", 38, 28),
    ]
    (rule,) = page.rects
    assert [round(rule[side] / drawn.POINT, 2) for side in ("x0", "top", "x1", "bottom")] == [10, 10, 50, 10.1]


def test_a_damaged_document_is_refused_with_a_sentence():
    parts = parts_of(writer.write(complete_report()))
    page = next(name for name in parts if name.endswith("Page_0/Content.xml"))
    for broken in (
        parts | {page: parts[page].replace(b'Size="', b'Size="x')},
        parts | {"Doc_0/Document.xml": parts["OFD.xml"]},
        {name: part for name, part in parts.items() if name != page},
    ):
        with pytest.raises(NotUnderstood):
            reader.read(packed(broken))
    with pytest.raises(NotUnderstood, match="不是 OFD 文件"):
        gate.admit("a.ofd", packed({"a.txt": b"a"}))
    with pytest.raises(NotUnderstood):
        gate.admit("a.ofd", packed(parts | {page: parts[page][:-20]}))
