"""发文字号, 成文日期 and 索引号: typed among the particulars, held by the hash or not, and shown to the public."""

import re
from dataclasses import replace
from datetime import date
from http import HTTPStatus

import pytest
from lxml import html

from reports.lifecycle.comparing import compare
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.entries import NO_DAY
from reports.lifecycle.history.restoring import edits_to
from reports.lifecycle.opening import fill
from reports.models import AnnualReport
from reports.models.reports import PARTICULARS
from reports.official.interchange import NotUnderstood, as_mapping, content_hash, from_mapping
from tests.conftest import YEAR
from tests.deciding import perform
from tests.markup import Browser, flat

REPORT = f"/reports/beizi/{YEAR}/"
PUBLIC = f"/public/beizi/{YEAR}/"
SAID = {"document_number": "背政〔2023〕5号", "issued_on": "2023年1月16日", "index_number": "BZX-2023-00012"}


@pytest.fixture
def said(filled, cast):
    save(filled.pk, cast.clerk, [Edit(key, "", typed) for key, typed in SAID.items()])
    return AnnualReport.objects.get(pk=filled.pk)


def publish(report, cast):
    for action, user in (("submit", cast.clerk), ("approve", cast.supervisor), ("publish", cast.clerk)):
        perform(action, report.pk, user)


def data_in(page):
    """The microdata of a page, each property of the report with its words, its date or its address."""
    (root,) = html.fromstring(page).xpath("//*[@itemtype='https://schema.org/Report']")
    found = {}
    for each in root.xpath(".//*[@itemprop]"):
        words = each.get("content") or each.get("datetime") or each.get("href") or each.text_content().strip()
        found.setdefault(each.get("itemprop"), []).append(words)
    return found


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2023年1月16日", "2023-01-16"),
        ("2023-1-16", "2023-01-16"),
        ("2023.01.16", "2023-01-16"),
        (" ２０２３/1/16 ", "2023-01-16"),
        ("2023年2月30日", None),
        ("一月十六日", None),
        ("", ""),
    ],
)
def test_a_date_is_kept_as_one_and_what_is_none_comes_back_with_a_sentence(filled, cast, typed, stored):
    saved = save(filled.pk, cast.clerk, [Edit("issued_on", "", typed)])
    assert saved.refused == ({} if stored is not None else {"issued_on": NO_DAY})
    assert filled.stored_texts().get("issued_on", "") == (stored or "")


def test_number_and_date_are_content_and_the_index_number_is_not(said):
    assert (said.data().document_number, said.data().issued_on) == ("背政〔2023〕5号", date(2023, 1, 16))
    mapping = as_mapping(said.data())
    assert (mapping["document_number"], mapping["issued_on"]) == ("背政〔2023〕5号", "2023-01-16")
    assert from_mapping(mapping) == said.data()
    before = content_hash(said.data())
    said.texts.filter(key="index_number").update(body="")
    assert content_hash(said.data()) == before
    said.texts.filter(key="issued_on").update(body="2023-01-17")
    assert content_hash(said.data()) != before


def test_a_report_that_says_neither_has_the_hash_that_it_always_had(seed):
    assert {"document_number", "issued_on"} & set(as_mapping(seed)) == set()
    assert content_hash(seed) == "2947aa48366cea3c3b5e12f467f407a21043352b08af66521267c4b3a479665f"


def test_a_correction_names_them_and_a_comparison_with_last_year_does_not(said, seed):
    old, new = seed, said.data()
    changes = [(each.place, each.new) for each in compare(old, new).changes]
    assert changes == [("发文字号", "背政〔2023〕5号"), ("成文日期", "2023-01-16")]
    assert [each.place for each in compare(old, new, "上年").changes] == []


def test_whoever_decides_sees_them_and_the_form_asks_for_them(said, cast, as_user):
    page = as_user(cast.clerk).get(f"{REPORT}particulars/").content.decode()
    assert re.findall('name="(document_number|issued_on|index_number)" value="([^"]*)"', page) == [
        ("document_number", "背政〔2023〕5号"),
        ("issued_on", "2023-01-16"),
        ("index_number", "BZX-2023-00012"),
    ]
    perform("submit", said.pk, cast.clerk)
    for address in ("preview/", "review/"):
        page = flat(as_user(cast.supervisor).get(f"{REPORT}{address}").content.decode())
        assert '<p class="document-number">背政〔2023〕5号</p>' in page
        assert "<p>背孜乡人民政府</p><p>2023年1月16日</p>" in page


def test_the_public_page_says_what_a_catalogue_asks_for_to_people_and_to_programs(said, cast):
    publish(said, cast)
    publication = AnnualReport.objects.get(pk=said.pk).publication
    page = Browser().get(PUBLIC).content.decode()
    facts = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page)
    day = publication.at.astimezone().strftime("%Y-%m-%d")
    words = [(name, re.sub("<[^>]+>", "", said)) for name, said in facts]
    assert [name for name, _ in words] == ["索引号", "发文字号", "发布机构", "成文日期", "公布日期", "有效性"]
    assert [said for name, said in words if name != "公布日期"] == [
        *("BZX-2023-00012", "背政〔2023〕5号", "背孜乡人民政府", "2023年1月16日", "有效")
    ]
    data = data_in(page)
    assert {key: data[key] for key in ("identifier", "reportNumber", "dateCreated", "creativeWorkStatus")} == {
        "identifier": ["BZX-2023-00012"],
        "reportNumber": ["背政〔2023〕5号"],
        "dateCreated": ["2023-01-16"],
        "creativeWorkStatus": ["有效"],
    }
    assert (data["temporalCoverage"], data["datePublished"]) == ([f"{YEAR}-01-01/{YEAR}-12-31"], [day])
    assert sorted(data["contentUrl"]) == sorted(f"{PUBLIC}1/report.{extension}" for extension in publication.sizes())


def test_what_nobody_said_is_left_out_and_a_corrected_version_is_no_longer_valid(filled, cast):
    publish(filled, cast)
    perform("correct", filled.pk, cast.supervisor, reason="第五部分与实际不符，须更正。")
    publish(AnnualReport.objects.get(revision=2), cast)
    names = [
        re.findall("<dt>(.*?)</dt>", Browser().get(address).content.decode()) for address in (PUBLIC, f"{PUBLIC}1/")
    ]
    assert names == [["发布机构", "公布日期", "有效性"]] * 2
    told = [
        data_in(Browser().get(address).content.decode())["creativeWorkStatus"] for address in (PUBLIC, f"{PUBLIC}1/")
    ]
    assert told == [["有效"], ["失效（已更正）"]]
    assert Browser().get(f"{PUBLIC}1/").status_code == HTTPStatus.OK


def test_a_file_brings_number_and_date_into_a_draft_and_they_are_taken_back_with_the_particulars(report, cast, seed):
    said = replace(seed, document_number="背政〔2023〕5号", issued_on=date(2023, 1, 16))
    assert fill(report.pk, cast.clerk, said) == {}
    now = AnnualReport.objects.get(pk=report.pk).data()
    assert (now.document_number, now.issued_on) == (said.document_number, said.issued_on)
    edits = [(each.address, each.seen, each.now) for each in edits_to(seed, now, PARTICULARS)]
    assert edits == [("document_number", "背政〔2023〕5号", ""), ("issued_on", "2023-01-16", "")]
    assert edits_to(seed, now, "problems") == []


@pytest.mark.parametrize("wrong", ["2023-02-30", "一月", 20230116])
def test_a_file_whose_date_is_none_is_refused_in_a_sentence(seed, wrong):
    with pytest.raises(NotUnderstood, match="issued_on 应为"):
        from_mapping(as_mapping(seed) | {"issued_on": wrong})
