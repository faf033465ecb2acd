"""What archives and screen readers ask of the paper and WeasyPrint leaves out: one file, PDF/A-3a and PDF/UA-1 at once.

WeasyPrint writes a tagged PDF/A-3a. Here page numbers and watermarks become artifacts, every figure names exactly its
headings, and the metadata say that the file is PDF/UA-1 too (ISO 14289-1; ISO 19005-3, 6.6.2.3 on extension schemas).
"""

from collections.abc import Iterator
from typing import NamedTuple

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes

from reports.formats import registry

VARIANT = "pdf/a-3a"
UNIVERSAL = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class Placed(NamedTuple):
    """A cell of a laid-out table: its row and its columns, counted from 0, and its element in the structure tree."""

    row: int
    rows: range
    columns: range
    box: boxes.TableCellBox
    element: pydyf.Dictionary

    @property
    def is_row_heading(self) -> bool:
        return self.box.element.get("scope") == "row"


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Make the finished file accessible and its metadata whole."""
    _set_aside_what_is_no_content(pdf)
    identified = pydyf.Array()
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TableBox):
                identified.extend(_head(list(_cells(box))))
    _at(pdf, pdf.catalog["StructTreeRoot"])["IDTree"] = _tree(pdf, identified)
    if "AF" in pdf.catalog:  # WeasyPrint lists each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    metadata = _at(pdf, pdf.catalog["Metadata"])
    metadata.stream = [part.replace(b"</rdf:RDF>", UNIVERSAL) for part in metadata.stream]
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("Type") == "/Filespec":
            _say_what_it_is(each, _at(pdf, each["EF"]["F"]))


def _at(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    return pdf.objects[int(reference.split()[0])]


def _set_aside_what_is_no_content(pdf: pydyf.PDF) -> None:
    """Page numbers, watermarks and notices, which WeasyPrint tags outside of the tree, become artifacts."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    inside = set(_elements(pdf, root["K"]))
    elements_of_pages = _at(pdf, root["ParentTree"])["Nums"][1::2]
    for page, elements in zip(pdf.pages["Kids"][::3], elements_of_pages, strict=True):
        outside = {number for number, element in enumerate(elements) if element not in inside}
        stream = _at(pdf, _at(pdf, f"{page} 0 R".encode())["Contents"]).stream
        for at, item in enumerate(stream):
            if isinstance(item, dict) and item.get("MCID") in outside:
                stream[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        for number in outside:
            elements[number] = b"null"


def _elements(pdf: pydyf.PDF, references: pydyf.Array) -> Iterator[bytes]:
    waiting = list(references)
    while waiting:
        reference = waiting.pop()
        if isinstance(reference, bytes):
            yield reference
            waiting.extend(_at(pdf, reference).get("K", ()))


def _cells(table: boxes.TableBox) -> Iterator[Placed]:
    rows = [row for group in table.children for row in group.children]
    for number, row in enumerate(rows):
        for cell in row.children:
            columns = range(cell.grid_x, cell.grid_x + cell.colspan)
            yield Placed(number, range(number, number + cell.rowspan), columns, cell, cell.mark)


def _head(cells: list[Placed]) -> Iterator[tuple[bytes, bytes]]:
    """Say of each heading which way it goes and of each figure what its headings are; their names and elements."""
    headings = [each for each in cells if each.box.element_tag == "th"]
    named = {each.box.element.get("id"): each for each in headings}
    for each in headings:
        each.element["A"]["Scope"] = "/Row" if each.is_row_heading else "/Column"
        yield each.element["ID"].string, each.element.reference
    for figure in cells:
        if figure.box.element_tag == "td":
            said = figure.box.element.get("headers", "").split()
            own = [named[name] for name in said] if said else [each for each in headings if _heads(each, figure)]
            figure.element["A"]["Headers"] = pydyf.Array([each.element["ID"] for each in own])


def _heads(heading: Placed, figure: Placed) -> bool:
    if heading.is_row_heading:
        return figure.row in heading.rows
    return heading.row < figure.row and bool(set(heading.columns) & set(figure.columns))


def _tree(pdf: pydyf.PDF, identified: list[tuple[str, bytes]]) -> bytes:
    names = pydyf.Array()
    for name, reference in sorted(identified):
        names.extend((pydyf.String(name), reference))
    tree = pydyf.Dictionary({"Names": names})
    pdf.add_object(tree)
    return tree.reference


def _say_what_it_is(attached: pydyf.Dictionary, content: pydyf.Stream) -> None:
    """WeasyPrint asks the machine, which need not know."""
    format = registry.writable()[attached["UF"].string.rpartition(".")[2]]
    content.extra["Subtype"] = f"/{format.output.content_type.replace('/', '#2f')}"
