"""The pages of the OFD document, drawn by Chromium from its XML and the fonts within it, are those of the PDF."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from reports.formats.ofd import writer
from reports.formats.pdf import writer as paper
from tests.formats.any_report import complete_report
from tests.formats.ofd.opened import as_svg, parts_of

WIDTH, HEIGHT = 1050, 1485  # dots of a page, five to the millimetre
DIFFERENT = 100  # of 256 greys, after a blur: the two round the edges of letters and of rules in their own ways
MOST = 0.0005  # of the dots of a page may be so different


@pytest.mark.parametrize("is_draft", [False, True])
def test_its_pages_look_like_those_of_the_pdf(chromium, is_draft):
    marks = {"draft": is_draft, "demonstration": is_draft}
    drawn = drawn_by(chromium, writer.write(complete_report(), **marks))
    pdf = pypdfium2.PdfDocument(paper.write(complete_report(), **marks))
    assert len(drawn) == len(pdf)
    for picture, page in zip(drawn, pdf, strict=True):
        wanted = page.render(scale=WIDTH / page.get_width(), grayscale=True).to_pil().resize((WIDTH, HEIGHT))
        assert share_of_dots(picture, wanted) < MOST
        assert share_of_dots(ImageChops.offset(picture, 0, 3), wanted) > 5 * MOST


def drawn_by(chromium, content):
    page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content("".join(as_svg(parts_of(content))))
    assert set(page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(each => each.status))")) == {"loaded"}
    pictures = [Image.open(BytesIO(each.screenshot())).convert("L") for each in page.query_selector_all("svg")]
    page.close()
    return pictures


def share_of_dots(one, other):
    one, other = (each.filter(ImageFilter.GaussianBlur(1)) for each in (one, other))
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[DIFFERENT:]) / (WIDTH * HEIGHT)
