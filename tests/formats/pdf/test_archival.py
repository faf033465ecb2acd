"""The paper is one file for the archive (PDF/A-3a) and for screen readers (PDF/UA-1), by its metadata and structure.

veraPDF is to be had from no registry these machines reach; these are the rules of both standards that a tree and
metadata can break.
"""

import time
from collections import Counter
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from reports.formats import registry
from reports.formats.pdf import writer
from reports.formats.reading import read
from reports.official import interchange
from reports.official.grid import section_grid
from tests.conftest import SEED
from tests.formats.pdf.structure import Structure

STANDARD = {"Document", "Sect", "Div", "H1", "H2", "H3", "P", "Span"}
STANDARD |= {"Table", "THead", "TBody", "TR", "TH", "TD"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA, PDFUA = "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}"


@pytest.fixture(scope="module")
def structure() -> Structure:
    return Structure(writer.write(interchange.parse(SEED.read_bytes()), demonstration=True))


def test_the_metadata_say_that_it_is_archival_and_accessible(structure):
    metadata = ElementTree.fromstring(structure.catalogue["/Metadata"].get_data())
    said = {name: value for each in metadata.iter(f"{RDF}Description") for name, value in each.attrib.items()}
    assert (said[f"{PDFA}part"], said[f"{PDFA}conformance"]) == ("3", "A")
    assert [each.text for each in metadata.iter(f"{PDFUA}part")] == ["1"]
    assert len(list(metadata.iter(f"{RDF}RDF"))) == 1
    described = [each.text for each in metadata.iter("{http://www.aiim.org/pdfa/ns/schema#}prefix")]
    assert described == ["pdfuaid"]  # a schema that PDF/A does not know has to be described
    (title,) = metadata.iter("{http://purl.org/dc/elements/1.1/}title")
    assert "".join(title.itertext()) == structure.reader.metadata.title


def test_the_file_has_its_colours_its_identifier_its_language_and_shows_its_title(structure, seed):
    (intent,) = structure.catalogue["/OutputIntents"]
    assert (intent["/S"], intent["/DestOutputProfile"]["/N"]) == ("/GTS_PDFA1", 3)
    assert len(structure.reader.trailer["/ID"]) == 2
    assert structure.catalogue["/Lang"] == "zh-CN"
    assert structure.catalogue["/MarkInfo"]["/Marked"]
    assert structure.catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert structure.reader.metadata.title == seed.title


def test_every_font_is_embedded_as_a_subset_that_tells_its_characters(structure):
    fonts = {font.indirect_reference.idnum: font for font in structure.reader.pages[0]["/Resources"]["/Font"].values()}
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert font["/BaseFont"][7] == "+"
        assert "/ToUnicode" in font


def test_whatever_a_page_shows_is_in_the_tree_once_or_said_to_be_no_content(structure):
    in_tree = structure.marks
    assert Counter(in_tree).most_common(1)[0][1] == 1
    shown = set(structure.content())
    assert {tag for _, tag, mark, _ in shown if mark is None} == {"/Artifact"}
    assert {(page, mark) for page, _, mark, _ in shown if mark is not None} == set(in_tree)


def test_page_numbers_and_marks_are_no_content(structure):
    shown = {(page, is_text) for page, tag, mark, is_text in structure.content() if tag == "/Artifact" and mark is None}
    assert {page for page, is_text in shown if is_text} == set(range(len(structure.reader.pages)))
    said = "".join(map(structure.text, structure.of("/Document")))
    assert "演示数据" not in said
    assert "—1—" not in said


def test_marked_content_leads_back_to_its_element(structure):
    numbers = structure.root["/ParentTree"]["/Nums"]
    for page, mark in structure.marks:
        element = numbers[2 * page + 1][mark].get_object()
        assert mark in element["/K"]


def test_the_tree_has_the_standard_elements_and_every_heading_at_its_level(structure, seed):
    assert {each["/S"].removeprefix("/") for each in structure.elements} == STANDARD
    sections = seed.official_form.sections
    expected = [("/H1", seed.title)]
    for section in sections:
        expected.append(("/H2", section.title))
        expected += [("/H3", text.name) for text in section.texts if text.is_heading]
    headings = [(each["/S"], structure.text(each)) for each in structure.of("/H1", "/H2", "/H3")]
    assert headings == expected


def test_every_figure_names_exactly_the_headings_of_its_row_and_column(structure, seed):
    named = structure.named
    tables = structure.of("/Table")
    sections = [section for section in seed.official_form.sections if section.tables]
    for table, section in zip(tables, sections, strict=True):
        grid = section_grid(section)
        cells = [cell for row in grid.rows for cell in row.cells]
        elements = [each for each in structure.below(table) if each["/S"] in ("/TH", "/TD")]
        assert [each["/S"] == "/TH" for each in elements] == [cell.is_heading for cell in cells]
        for cell, element in zip(cells, elements, strict=True):
            if cell.is_heading:
                assert element["/A"]["/Scope"] == ("/Row" if cell.scope == "row" else "/Column")
                continue
            said = [structure.text(named[name]) for name in element["/A"]["/Headers"]]
            assert sorted(said) == sorted("".join(each.text.split()) for each in grid.headings_of(cell))


def test_the_data_and_the_workbook_are_attached_and_say_what_the_paper_says(structure, seed):
    files = {each.get_object()["/UF"]: each.get_object() for each in structure.catalogue["/AF"]}
    assert len(structure.catalogue["/AF"]) == 2
    assert {name: each["/AFRelationship"] for name, each in files.items()} == {
        "zfxxgk-2022.json": "/Data",
        "zfxxgk-2022.xlsx": "/Alternative",
    }
    for name, each in files.items():
        content = each["/EF"]["/F"]
        assert content["/Subtype"].removeprefix("/") == registry.writable()[name.rpartition(".")[2]].output.content_type
        assert {"/ModDate", "/Size", "/CheckSum"} <= set(content["/Params"])
        report = read(name, content.get_data()).report
        assert interchange.as_mapping(report)["tables"] == interchange.as_mapping(seed)["tables"]
        assert dict(report.texts) == dict(seed.texts)


def test_a_draft_carries_no_files(seed):
    assert PdfReader(BytesIO(writer.write(seed, draft=True))).attachments == {}


def test_a_text_too_long_for_a_workbook_leaves_the_data_attached(seed):
    long = replace(seed, texts={"problems": "字" * 33_000})
    assert list(PdfReader(BytesIO(writer.write(long))).attachments) == ["zfxxgk-2022.json"]


def test_the_same_report_is_the_same_bytes_at_another_time(seed):
    first = writer.write(seed)
    time.sleep(2.1)  # what archives can tell apart
    assert writer.write(seed) == first
