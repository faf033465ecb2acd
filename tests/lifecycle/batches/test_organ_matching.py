"""Whose report a file is: the name in its title against the names of the organs, never against a namesake elsewhere."""

import pytest

from reports.lifecycle.batches.organ_matching import OrganMatcher
from reports.models import Organ


@pytest.fixture
def matcher(cast):
    about = {"self_reference": "我镇", "kind": "township"}
    other = Organ.objects.create(
        slug="neixiang", name="内乡县人民政府办公室", short_name="县政府办", self_reference="我办", kind="office"
    )
    Organ.objects.create(slug="zhaohe", name="赵河镇人民政府", short_name="赵河镇", superior=cast.county, **about)
    Organ.objects.create(slug="zhaohe-2", name="内乡县赵河镇人民政府", short_name="赵河", superior=other, **about)
    Organ.objects.create(
        slug="fagai", name="鲁山县发展和改革委员会", short_name="县发改委", self_reference="我委", kind="department",
        superior=cast.county,
    )  # fmt: skip
    return OrganMatcher(list(Organ.objects.select_related("superior")))


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("背孜乡人民政府", "beizi"),
        ("背孜乡", "beizi"),
        ("鲁山县背孜乡人民政府", "beizi"),
        ("平顶山市鲁山县背孜乡人民政府", "beizi"),
        ("鲁山县背孜乡", "beizi"),
        ("背 孜 乡 人 民 政 府", "beizi"),
        ("鲁山县赵河镇人民政府", "zhaohe"),
        ("内乡县赵河镇人民政府", "zhaohe-2"),
        ("鲁山县发展和改革委员会", "fagai"),
        ("县发改委", "fagai"),
        ("鲁山县人民政府办公室", "lushan"),
    ],
)
def test_a_name_means_the_organ_that_has_it_in_full_or_short(matcher, written, slug):
    assert matcher.match(written).organ.slug == slug


@pytest.mark.parametrize("written", ["内乡县背孜乡人民政府", "赵河县背孜乡人民政府", "方城县人民政府办公室"])
def test_a_namesake_of_another_county_is_nobody(matcher, written):
    assert matcher.match(written).organ is None


def test_an_unknown_organ_is_named_with_the_nearest_name_and_a_doubtful_one_with_all(matcher):
    assert matcher.match("背孜镇人民政府").refusal == "系统中没有“背孜镇人民政府”，最接近的是“背孜乡人民政府”"
    assert matcher.match("某某省气象局").refusal == "系统中没有“某某省气象局”"
    assert matcher.match("宿迁市人民政府").refusal == "系统中没有“宿迁市人民政府”", "the ending is everybody's"
    doubtful = matcher.match("赵河镇")
    assert doubtful.refusal == "“赵河镇”可能是赵河镇人民政府或内乡县赵河镇人民政府，不能确定"


def test_the_path_hints_at_organ_and_year_from_its_last_part_on(matcher):
    hint = matcher.hint("2021/背孜乡/2022年年报.docx")
    assert (hint.organ.slug, hint.year) == ("beizi", 2022)
    assert matcher.hint("20220131001.pdf").year is None
    assert matcher.hint("2021-2022对照.pdf").year is None
    assert matcher.hint("年报.pdf") == type(hint)(None, None)
