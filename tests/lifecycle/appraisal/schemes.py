"""A scheme that is open to the units of the cast, for tests of what follows."""

from datetime import date

from reports.lifecycle.appraisal import schemes
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.appraisal.wanted import READY_MADE, WantedItem, WantedScheme
from reports.models import AppraisalScheme, EvidenceKind, Extension
from tests.conftest import YEAR

ALL_KINDS = WantedScheme(
    "年度报告考核",
    100,
    (
        *READY_MADE["licheng"].items,
        WantedItem("公布后更正数字", 10, EvidenceKind.FIGURES_CORRECTED_AFTER, is_per_case=True),
        WantedItem("被复议诉讼纠错", 30, EvidenceKind.DISPUTE_CORRECTED, is_per_case=True, cap=60),
        WantedItem("报送材料不全", 10, EvidenceKind.MANUAL, is_per_case=True),
    ),
)
REASON = "经核实，材料由村里补送，情况属实。"


def asked(cast):
    """Let the record say that both townships were asked for their reports, with days that give no time."""
    day = date(YEAR + 1, 1, 5)
    for organ in (cast.township, cast.neighbouring_township):
        about = {"organ": organ, "year": YEAR, "granted_by": cast.supervisor, "reason": REASON}
        Extension.objects.create(due_on=day, publish_by=day, **about)


def drafted(cast, wanted=ALL_KINDS):
    return schemes.draft(cast.county, YEAR, cast.supervisor, wanted)


def opened(cast, wanted=ALL_KINDS, answers_until=None):
    """A scheme as it is once it is open; what is asked of the day is none of these tests."""
    scheme = drafted(cast, wanted)
    asked(cast)
    until = answers_until or schemes.timezone.localdate()
    schemes.open_scheme(scheme.pk, cast.supervisor, answers_until=until, seen=scheme.seen)
    return AppraisalScheme.objects.get(pk=scheme.pk)


def closed(cast, wanted=ALL_KINDS):
    """A scheme that is closed, the last day for answers being over."""
    scheme = opened(cast, wanted)
    AppraisalScheme.objects.update(answers_until=date(YEAR + 1, 3, 1))
    schemes.close(scheme.pk, cast.supervisor, seen=appraisal_of(scheme).digest)
    return AppraisalScheme.objects.get(pk=scheme.pk)


def item(scheme, kind):
    return scheme.items.get(evidence=kind)


def sheet(scheme, organ):
    return appraisal_of(AppraisalScheme.objects.get(pk=scheme.pk), [organ.pk]).sheet_of(organ.pk)
