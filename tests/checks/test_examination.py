"""Many reports beside each other are judged as their county has set the checks."""

import pytest

from reports.checks.as_set import RulesAsSet
from reports.checks.examination import ReportFile, examine
from reports.checks.registry import Level
from tests.checks.test_likeness import CHANGED, SENTENCES, TEXT, with_problems

HALF = "".join([*[CHANGED] * 3, *SENTENCES[3:]])
SHARED = [clause for sentence in SENTENCES for clause in sentence.rstrip("。").split("，")]


@pytest.mark.parametrize(
    ("rules", "levels"),
    [
        (RulesAsSet(), []),
        (RulesAsSet(thresholds={"W9": 50}), [Level.EXPLAIN]),
        (RulesAsSet(thresholds={"W9": 50}, turned_down={"W9"}), [Level.HINT]),
        (RulesAsSet(thresholds={"W9": 50}, boilerplate=tuple(SHARED)), []),
    ],
)
def test_copies_are_found_from_the_share_that_is_set_without_what_is_left_out(rules, levels):
    sources = [
        ReportFile("a.json", with_problems(TEXT)),
        ReportFile("b.json", with_problems(HALF, organ="马楼乡人民政府")),
        ReportFile("c.json", with_problems(TEXT, organ="马楼乡人民政府", year=2021)),
    ]
    examined = {each.path: each for each in examine(sources, lambda report: rules)}
    assert [each.level for each in examined["a.json"].findings if each.rule == "W9"] == levels
    assert [each.level for each in examined["c.json"].findings if each.rule == "W9"] == []
