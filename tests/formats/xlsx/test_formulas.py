"""The formulas that the proof evaluates come to what a spreadsheet makes of them; all others are refused."""

from decimal import Decimal

import pytest

from reports.formats.xlsx.formulas import NotEvaluated, Sheets

CELLS = {
    ("表", 1, 1): 1,
    ("表", 1, 2): 2.5,
    ("表", 1, 3): "乡",
    ("表", 2, 1): "=A1+B1",
    ("别 '表'", 1, 1): 7,
    ("表", 3, 1): "=A4",
    ("表", 4, 1): "=A3",
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUM(A1:C1)", Decimal("3.5")),
        ("=SUM(A1,B1,A2)", Decimal(7)),
        ("=COUNT(A1:C2)", Decimal(3)),
        ('=IF(COUNT(A1:B1)=2,SUM(A1:B1),"")', Decimal("3.5")),
        ('=IF(COUNT(A1:C1)=3,1,"缺")', "缺"),
        ('=IF((A1+B1)>(B1-A1),"多 "&(A1+B1-1),"少")', "多 2.5"),
        ("=$A$1-B1-1", Decimal("-2.5")),
        ("='别 ''表'''!A1+1", Decimal(8)),
        ('=C1="乡"', True),
        ("=A9", None),
        ('="a""b"&A9', 'a"b'),
        ("=A1<=B1", True),
        ("=A1<>A1", False),
    ],
)
def test_a_formula_comes_to_its_value(formula, value):
    assert Sheets(CELLS | {("表", 9, 9): formula}).value(("表", 9, 9)) == value


@pytest.mark.parametrize(
    "formula",
    [
        *("=SUMIF(A1:A2,1)", "=A1*2", "=A1^2", "=-A1", "=A1%", "=#REF!", "={1,2}", "=A1:B1", "=name", "=1+C1", "=A3"),
        *(
            "=IF(A1,1)",
            "=SUM(A1",
            "=(A1",
            "=",
            "=A1 B1",
            "=SUM(A1:ZZ99999)",
            "=SUM(A:A)",
            f"={'(' * 99}1{')' * 99}",
            "=TRUE",
        ),
    ],
)
def test_what_it_does_not_know_is_refused(formula):
    with pytest.raises(NotEvaluated):
        Sheets(CELLS | {("表", 9, 9): formula}).value(("表", 9, 9))
