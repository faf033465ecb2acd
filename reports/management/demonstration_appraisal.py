"""考核 in the demonstration county: the scores so far are shown to the units, and one of them objects."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from reports.lifecycle.appraisal.entering import WantedEntry, answer, enter
from reports.lifecycle.appraisal.schemes import draft, open_scheme
from reports.lifecycle.appraisal.wanted import READY_MADE, WantedItem
from reports.management import demonstration_county as county
from reports.models import AppraisalScheme, EvidenceKind, Organ, User

DAYS_TO_ANSWER = 10
MATERIALS = WantedItem("报送材料不全", 10, EvidenceKind.MANUAL)
SCHEME = replace(READY_MADE["licheng"], name="年度报告考核评分表", items=(*READY_MADE["licheng"].items, MATERIALS))
DEDUCTED_FROM = "wawu"
REASON = "首次提交时未附信息公开台账，经提醒后补报。"
OBJECTION = "台账已与报告同时报送，因附件过大分两次发送，请核对。"


def tell_the_appraisal(organs: dict[str, Organ], people: dict[str, User], year: int) -> None:
    """Open a scheme on what is recorded of the year, enter one thing beside it, and answer it; once."""
    office, supervisor = organs[county.OFFICE["slug"]], people["lushan-supervisor"]
    if AppraisalScheme.objects.filter(superior=office, year=year).exists():
        return
    scheme = draft(office, year, supervisor, SCHEME)
    until = timezone.localdate() + timedelta(days=DAYS_TO_ANSWER)
    open_scheme(scheme.pk, supervisor, answers_until=until, seen=scheme.seen)
    unit, item = organs[DEDUCTED_FROM], scheme.items.get(evidence=MATERIALS.kind)
    enter(scheme.pk, unit, supervisor, WantedEntry(item.pk, MATERIALS.tenths, REASON), seen="")
    answer(scheme.pk, unit, people[f"{DEDUCTED_FROM}-clerk"], OBJECTION)
