"""Addresses of published reports: which are taken, which entry counts, and what a pasted block says."""

from datetime import date

import pytest

from reports.lifecycle.publishing.addresses import (
    NO_ADDRESS,
    NOT_VALID,
    TOO_LONG,
    NewAddress,
    check_address,
    enter_addresses,
    refusal_of,
)
from reports.lifecycle.publishing.listing import listed, publications_of
from reports.lifecycle.publishing.pasting import MOST_ROWS, understood
from reports.lifecycle.refusals import Refused
from reports.models import Organ, PublishedAddress, ReportingYear
from reports.models.append_only import AppendOnlyViolation
from tests.conftest import YEAR
from tests.county.published import publish
from tests.county.reports import organ

URL = "https://www.example.gov.cn/zwgk/背孜乡/a.html?id=1"


@pytest.fixture
def published(cast):
    return [publish(each, cast.supervisor) for each in (cast.township, cast.neighbouring_township)]


def rows(cast):
    return listed(publications_of(cast.county, YEAR), YEAR)


def enter(cast, publication, url, seen=""):
    return enter_addresses(cast.county, YEAR, cast.supervisor, [NewAddress(publication.pk, url, seen)])


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        (URL, ""),
        ("http://192.168.1.8:8080/col/1.shtml", ""),
        ("javascript:alert(1)", NO_ADDRESS),
        ("JaVaScRiPt://example.gov.cn/%0aalert(1)", NO_ADDRESS),
        ("data:text/html,x", NO_ADDRESS),
        ("ftp://example.gov.cn/a", NO_ADDRESS),
        ("www.example.gov.cn/a", NO_ADDRESS),
        ("https://example.gov.cn/a b", NOT_VALID),
        ("https://example.gov.cn/\njavascript:1", NOT_VALID),
        ("https://example.gov.cn/" + "a" * 477, ""),
        ("https://example.gov.cn/" + "a" * 478, TOO_LONG),
        ("http://" + "a" * 100_000, TOO_LONG),
    ],
)
def test_an_address_is_one_of_a_web_page(url, refusal):
    assert refusal_of(url) == refusal


def test_the_newest_entry_counts_and_every_one_is_kept(cast, published):
    assert enter(cast, published[0], URL) == 1
    assert enter(cast, published[0], URL, rows(cast)[0].seen) == 0  # the same again is nothing new
    enter(cast, published[0], "http://b.example.gov.cn/", rows(cast)[0].seen)
    assert [row.url for row in rows(cast)] == ["http://b.example.gov.cn/", ""]
    assert enter(cast, published[0], "", rows(cast)[0].seen) == 1
    assert [row.url for row in rows(cast)] == ["", ""]
    assert PublishedAddress.objects.count() == 3
    with pytest.raises(AppendOnlyViolation):
        PublishedAddress.objects.all().delete()


def test_an_address_belongs_to_what_was_published_then(cast, published):
    """A correction stands at an address of its own."""
    enter(cast, published[0], URL)
    corrected = publish(cast.township, cast.supervisor, revision=2)
    assert [(row.publication, row.url) for row in rows(cast)] == [(corrected, ""), (published[1], "")]


def test_what_somebody_else_entered_meanwhile_is_not_overwritten_and_nothing_of_the_page_is_stored(cast, published):
    enter(cast, published[0], URL)
    both = [NewAddress(published[1].pk, URL, ""), NewAddress(published[0].pk, "http://b.example.gov.cn/", "")]
    with pytest.raises(Refused, match="背孜乡人民政府的网址已由张某某改为"):
        enter_addresses(cast.county, YEAR, cast.supervisor, both)
    assert [row.url for row in rows(cast)] == [URL, ""]


def test_of_reports_of_other_offices_nothing_is_entered(cast, published):
    elsewhere = Organ.objects.get(slug="elsewhere")
    with pytest.raises(Refused):
        enter_addresses(elsewhere, YEAR, cast.stranger, [NewAddress(published[0].pk, URL, "")])
    with pytest.raises(Refused):
        check_address(elsewhere, YEAR, cast.stranger, published[0].pk, "")


def test_what_a_person_has_looked_at_is_dated_and_ends_with_the_next_address(cast, published):
    with pytest.raises(Refused, match="还没有填写网址"):
        check_address(cast.county, YEAR, cast.supervisor, published[0].pk, "")
    enter(cast, published[0], URL)
    with pytest.raises(Refused, match="网址已改为"):
        check_address(cast.county, YEAR, cast.supervisor, published[0].pk, "")
    entry = check_address(cast.county, YEAR, cast.supervisor, published[0].pk, rows(cast)[0].seen)
    assert (entry.checked_by, entry.url, rows(cast)[0].is_checked) == (cast.supervisor, URL, True)
    assert check_address(cast.county, YEAR, cast.supervisor, published[0].pk, "") == rows(cast)[0].address
    enter(cast, published[0], "http://b.example.gov.cn/", rows(cast)[0].seen)
    assert not rows(cast)[0].is_checked


def test_an_address_that_is_not_filled_back_by_the_day_of_publication_is_late(cast, published):
    year = ReportingYear.objects.create(
        year=YEAR, opens_on=date(YEAR, 12, 1), due_on=date(YEAR + 1, 1, 20), publish_by=date(YEAR + 1, 1, 31)
    )
    assert [row.is_late for row in rows(cast)] == [True, True]
    enter(cast, published[0], URL)
    assert [row.is_late for row in rows(cast)] == [False, True]
    year.publish_by = date(2999, 1, 1)
    year.save()
    assert [row.is_late for row in rows(cast)] == [False, False]


def test_a_block_of_two_columns_is_understood_line_by_line(cast, published):
    block = f"单位\t网址\n背孜乡\t{URL}\n\n某某乡\t{URL}\n瓦屋镇人民政府  javascript:alert(1)\n瓦屋镇"
    found = understood(block, rows(cast))
    assert [(each.row.publication, each.url) for each in found.found] == [(published[0], URL)]
    assert found.unknown == [f"某某乡\t{URL}"]
    assert found.refused == [("瓦屋镇人民政府  javascript:alert(1)", NO_ADDRESS), ("瓦屋镇", NO_ADDRESS)]


@pytest.mark.parametrize("between", ["\t", ",", "，", "   ", " "])
def test_the_columns_may_stand_apart_in_any_usual_way(cast, published, between):
    assert [each.url for each in understood(f"背孜乡{between}{URL}", rows(cast)).found] == [URL]


def test_a_unit_that_has_not_published_yet_is_not_called_unknown(cast, published):
    other = organ("tuancheng", "团城乡人民政府", "township", cast.county)
    found = understood(f"团城乡人民政府\t{URL}\n某某乡\t{URL}", rows(cast), [*Organ.objects.all(), other])
    assert (found.unpublished, found.unknown) == ([f"团城乡人民政府\t{URL}"], [f"某某乡\t{URL}"])


def test_a_name_that_two_organs_share_names_neither(cast, published):
    Organ.objects.update(short_name="街道办")
    assert understood(f"街道办\t{URL}", rows(cast)).unknown == [f"街道办\t{URL}"]


def test_of_a_unit_that_stands_twice_the_last_line_counts(cast, published):
    found = understood(f"背孜乡\thttp://b.example.gov.cn/\n背孜乡\t{URL}", rows(cast))
    assert [each.url for each in found.new] == [URL]


@pytest.mark.timeout(60)
def test_a_block_of_any_length_is_read(cast, published):
    assert len(understood(f"某乡\t{URL}\n" * 100_000, rows(cast)).unknown) == MOST_ROWS
