"""A roster (单位和账号) row by row: checked by the same forms as by hand, and taken as a whole or not at all."""

from dataclasses import dataclass, field

from django import forms
from django.contrib.auth.hashers import make_password
from django.utils.text import Truncator

from reports.forms.administration import ADMINISTRATOR, AccountForm, OrganForm
from reports.models import Organ, User
from reports.people.accounts import one_time_password
from reports.people.administration import NotAllowed, all_or_nothing, create_account
from reports.people.duties import is_separated
from reports.people.organs import create_organ
from reports.presenters.organs import reviewed_by_nobody

MOST_OF_A_NAME = 30  # a longer one is the fault itself
ORGANS, ACCOUNTS = (str(model._meta.verbose_name) for model in (Organ, User))  # the names of the worksheets
NOT_BY_ONE = "三员分立时账号不能从表格导入：请在“账号”页新增，由安全管理员分配角色；文件中只保留单位"
NumberedRow = tuple[int, dict[str, str]]
Rows = dict[str, list[NumberedRow]]
NumberedMessage = tuple[int, str]


@dataclass
class RosterOutcome:
    """What became of the rows: the faults by worksheet, how many can be taken, and the accounts that were made.

    Faults and warnings come with the number of their row in the worksheet, in the order of their rows.
    """

    faults: dict[str, list[NumberedMessage]] = field(default_factory=lambda: {ORGANS: [], ACCOUNTS: []})
    taken: dict[str, int] = field(default_factory=lambda: {ORGANS: 0, ACCOUNTS: 0})
    warnings: list[NumberedMessage] = field(default_factory=list)  # what may stay so, and is said loudly
    made: list[tuple[User, str]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not any(self.faults.values())

    def in_order(self) -> None:
        for messages_of_a_sheet in (*self.faults.values(), self.warnings):
            messages_of_a_sheet.sort()


def import_roster(rows: Rows, *, is_trial: bool) -> RosterOutcome:
    """Make the organs and then the accounts, all of them or none, by the same forms as by hand."""
    outcome = RosterOutcome()
    clear = ["" if is_trial else one_time_password() for _ in rows[ACCOUNTS]]
    encoded = [make_password(password or None) for password in clear]  # slow, and so before the transaction

    def import_all() -> bool:
        _import_organs(rows[ORGANS], outcome)
        _import_accounts(rows[ACCOUNTS], outcome, clear, encoded)
        outcome.in_order()
        return outcome.is_sound and not is_trial

    try:
        is_taken = all_or_nothing(import_all)
    except NotAllowed as refusal:
        is_taken = False
        outcome.faults[ACCOUNTS].append((0, f"{refusal}，请重新选择文件"))
    if not is_taken:
        outcome.made.clear()
    return outcome


def _import_organs(rows: list[NumberedRow], outcome: RosterOutcome) -> None:
    ordered, in_a_circle = _superiors_first(rows)
    for number, fields in in_a_circle:
        fault = f"审核单位“{fields['superior']}”及其上级首尾相接，请改设其中一个的审核单位"
        outcome.faults[ORGANS].append((number, f"{_place(number, fields['name'] or fields['slug'])}：{fault}"))
    for number, fields in ordered:
        place = _place(number, fields["name"] or fields["slug"])
        form = OrganForm(fields, is_imported=True)
        if form.is_valid():
            organ = create_organ(form.instance)
            outcome.taken[ORGANS] += 1
            if organ.is_reviewed_by_nobody:
                outcome.warnings.append((number, f"{place}：{reviewed_by_nobody(organ.name)}"))
        else:
            outcome.faults[ORGANS].append((number, f"{place}：{_faults_of(form)}"))


def _superiors_first(rows: list[NumberedRow]) -> tuple[list[NumberedRow], list[NumberedRow]]:
    """Those that can be made, a superior of the same file before its subordinates; and those in a circle or below."""
    ordered, waiting = [], list(rows)
    while waiting:
        ahead = {fields["slug"] for _, fields in waiting}
        ready = [row for row in waiting if row[1]["superior"] not in ahead]
        if not ready:
            break
        ordered += ready
        waiting = [row for row in waiting if row not in ready]
    return ordered, waiting


def _import_accounts(rows: list[NumberedRow], outcome: RosterOutcome, clear: list[str], encoded: list[str]) -> None:
    """The organs of the file are there by now, so that each row can be named by its person and organ."""
    if rows and is_separated():
        outcome.faults[ACCOUNTS].append((rows[0][0], NOT_BY_ONE))
        return
    names = dict(Organ.objects.filter(slug__in={fields["organ"] for _, fields in rows}).values_list("slug", "name"))
    for (number, fields), password, hashed in zip(rows, clear, encoded, strict=True):
        organ = names.get(fields["organ"], fields["organ"])
        place = _place(number, fields["full_name"] or fields["username"], organ)
        form = AccountForm(fields)
        if fields["role"] == ADMINISTRATOR:
            outcome.faults[ACCOUNTS].append((number, f"{place}：系统管理员须在页面上新增"))
        elif form.is_valid():
            outcome.made.append((create_account(encoded=hashed, **form.account()), password))
            outcome.taken[ACCOUNTS] += 1
        else:
            outcome.faults[ACCOUNTS].append((number, f"{place}：{_faults_of(form)}"))


def _place(number: int, *names: str) -> str:
    """A row by its number in the worksheet and by whom it is about, such as 第 5 行（李某某，背孜乡人民政府）."""
    named = "，".join(shortened for name in names if (shortened := Truncator(name).chars(MOST_OF_A_NAME)))
    return f"第 {number} 行（{named}）" if named else f"第 {number} 行"


def _faults_of(form: forms.Form) -> str:
    return "；".join(message for messages in form.errors.values() for message in messages)
