"""What the checks of a government's own report are told of its organs: H1 and H2 on what is stored."""

from reports.lifecycle.findings import findings, findings_of_many
from reports.models import AnnualReport, Organ, Status
from reports.official import Cell
from tests.county.reports import figures_of, settle

NEW = Cell("applications", "new_received", "natural_person")


def of_the_county(report):
    return [(each.rule, each.cells) for each in findings(report) if each.rule.startswith("H")]


def test_a_report_of_a_government_waits_for_every_organ_in_its_scope(cast, government, four_of_five):
    own = settle(cast.clerk, government, figures_of("") | {NEW: 12}, status=Status.DRAFT)
    assert of_the_county(own) == [("H2", ())]
    (waits,) = [each.message for each in findings(own) if each.rule == "H2"]
    assert "1 个单位（土门街道办事处（未开始））" in waits
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"))
    assert {rule for rule, _ in of_the_county(own)} == {"H1"}
    assert ("H1", (NEW,)) in of_the_county(own)


def test_reports_read_together_are_told_the_same(cast, government, four_of_five):
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"))
    own = settle(cast.clerk, government, figures_of("") | {NEW: 12}, status=Status.DRAFT)
    many = AnnualReport.objects.filter(pk=own.pk).select_related("organ__superior", "reviewer")
    _, found = findings_of_many(many.prefetch_related("steps"))[own.pk]
    assert {each.rule for each in found if each.rule.startswith("H")} == {"H1"}


def test_no_other_report_is_held_against_sums(cast, four_of_five):
    assert of_the_county(four_of_five["beizi"]) == []
