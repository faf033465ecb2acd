"""In which characters a page is written, as its bytes show where it says nothing or what is not so."""

import pytest

from reports.formats.encoding import decoded, is_text

TEXT = '<html><head><meta charset="{}"></head><body>一、总体情况 鞖镕㭎</body></html>'


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-99", "gb18030"),
        ("", "gb18030"),
        ("", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("", "utf-16-le"),
        ("", "utf-16-be"),
    ],
)
def test_a_page_is_read_whatever_it_says_of_itself(declared, encoding):
    page = TEXT.format(declared)
    assert decoded(page.encode(encoding)) == page


def test_the_envelope_says_what_the_page_does_not():
    assert decoded("总体".encode("gb18030"), "GB2312") == "总体"
    assert decoded("總體".encode("big5"), "big5") == "總體"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_cut_off_in_a_character_keeps_all_others(encoding):
    page = TEXT.format(encoding)
    cut = page.encode(encoding)[: -len("㭎</body></html>".encode(encoding)) + 1]
    assert decoded(cut).rstrip("\ufffd") == page.removesuffix("㭎</body></html>")


def test_a_picture_is_no_text():
    assert not is_text(decoded(bytes(range(256)) * 20))
    assert is_text("一、总体情况\n\t")
