"""Lists of units: by kind, then by code, in a query and in Python alike."""

import pytest

from reports.models import Organ
from reports.models.organs import KINDS_IN_ORDER, in_order_of_units, order_of
from reports.official.report_data import Kind


def test_every_kind_has_its_place():
    assert sorted(KINDS_IN_ORDER) == sorted(Kind)


@pytest.mark.django_db
def test_both_ways_of_ordering_agree_and_the_kind_comes_before_the_code():
    for number, kind in enumerate(sorted(Kind)):
        for code in ("b", "a"):
            Organ.objects.create(slug=f"{code}{number}", name=f"{kind.label}{code}", kind=kind)
    found = list(Organ.objects.order_by(*in_order_of_units()))
    assert found == sorted(Organ.objects.all(), key=order_of)
    assert [Kind(each.kind) for each in found[::2]] == list(KINDS_IN_ORDER)
    assert [each.slug[0] for each in found] == ["a", "b"] * len(KINDS_IN_ORDER)
