"""Every page of five reports looks as its kept picture does."""

import pytest
from PIL import Image, ImageChops

from tests.formats.pdf import golden_pictures

DIFFERENT = 48  # of 256 greys: more than the few that a picture is kept in can account for
MOST = 0.0002  # of the dots of a page may be so different


def share_of_dots(one: Image.Image, other: Image.Image) -> float:
    """How much of two pictures differs: the letters of one line are some thousandths, a figure one or two."""
    if one.size != other.size:
        return 1
    counts = ImageChops.difference(one, other).histogram()
    return sum(counts[DIFFERENT:]) / (one.width * one.height)


@pytest.mark.parametrize("name", golden_pictures.NAMES)
def test_every_page_looks_as_it_should(name, tmp_path):
    drawn = golden_pictures.pictures(golden_pictures.paper(name))
    kept = golden_pictures.golden(name)
    assert len(drawn) == len(kept)
    for number, (page, picture) in enumerate(zip(drawn, kept, strict=True), start=1):
        if share_of_dots(page, picture) > MOST:
            page.save(tmp_path / f"{name}-{number}.png")
    others = sorted(map(str, tmp_path.iterdir()))
    assert others == [], "look at these; if they are as they should be: python -m tests.formats.pdf.golden_pictures"


def test_a_page_moved_by_half_a_millimetre_is_another_page():
    (page, *_) = golden_pictures.golden("nil_township")
    assert share_of_dots(page, ImageChops.offset(page, 0, 1)) > MOST
    assert share_of_dots(page, page) == 0
