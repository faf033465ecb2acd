"""A supervising organ sets the checks of a year: thresholds, what only informs, and what comparisons leave out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from reports.audit.recording import record
from reports.checks import RULES
from reports.lifecycle.refusals import Refused
from reports.models.audit import AuditAction
from reports.models.boilerplate import BoilerplateSetting
from reports.models.locking import lock
from reports.models.organs import Organ, Role, User
from reports.models.rule_settings import RuleSetting, RulesInForce, rules_in_force
from reports.models.sealing import sealing
from reports.text.similarity import BOILERPLATE

REASON_LENGTH = (5, 200)


@dataclass(frozen=True)
class ChosenRule:
    """A rule as it is to be set; ``threshold`` is ``None`` for the usual one."""

    rule: str
    is_hint: bool
    threshold: int | None


@transaction.atomic
@sealing()
def set_rules(
    organ: Organ, year: int, user: User, chosen: Iterable[ChosenRule], reason: str, *, seen: int
) -> list[RuleSetting]:
    """Set what differs from what holds now, and say what was set; ``seen`` is ``RulesInForce.last`` as it was read.

    Raises ``Refused`` for who does not supervise for the organ, where it was set otherwise meanwhile, and for what a
    rule does not allow: what must be fixed is never weakened.
    """
    now = _locked(organ, year, user)
    if now.last != seen:
        raise Refused("检查规则在您打开本页后有变化，请重新查看后再设置。")
    given = []
    for each in chosen:
        _require_allowed(each)
        if (each.rule in now.turned_down, now.thresholds.get(each.rule)) != (each.is_hint, each.threshold):
            said = {"rule": each.rule, "is_hint": each.is_hint, "threshold": each.threshold, "reason": reason}
            given.append(RuleSetting.objects.create(organ=organ, year=year, by=user, **said))
    if given:
        set_to = {each.rule: "提示" if each.is_hint else each.threshold or "恢复" for each in given}
        record(AuditAction.RULES_SET, f"{organ} {year} 年度", set_to, by=user)
    return given


@transaction.atomic
@sealing()
def set_boilerplate(
    organ: Organ, year: int, user: User, phrases: Sequence[str], reason: str, *, seen: int
) -> BoilerplateSetting | None:
    """Set from the year on what comparisons leave out, and answer it, or ``None`` where that is what holds now.

    No phrase at all brings back the installation's list; ``seen`` is ``RulesInForce.last_boilerplate`` as it was
    read. Raises ``Refused`` for who does not supervise for the organ, and where it was set otherwise meanwhile.
    """
    now = _locked(organ, year, user)
    if now.last_boilerplate != seen:
        raise Refused("不比较的用语在您打开本页后有变化，请重新查看后再保存。")
    if (tuple(phrases) or BOILERPLATE) == now.boilerplate:
        return None
    said = {"phrases": "\n".join(phrases), "reason": reason, "by": user}
    record(AuditAction.BOILERPLATE_SET, f"{organ} {year} 年度", {"用语": f"{len(phrases)} 条"}, by=user)
    return BoilerplateSetting.objects.create(organ=organ, year=year, **said)


def _locked(organ: Organ, year: int, user: User) -> RulesInForce:
    """What holds for the year, under the lock of the organ, for somebody who may set it."""
    lock(Organ.objects.filter(pk=organ.pk)).get()
    if not user.has_role(Role.SUPERVISOR, organ.pk):
        raise Refused("当前账号没有设置检查规则的权限。")
    return rules_in_force([(organ.pk, year)])[organ.pk, year]


def _require_allowed(each: ChosenRule) -> None:
    rule = RULES[each.rule]
    if each.is_hint and not rule.may_be_turned_down:
        raise Refused(f"{rule.id} 不能改为提示。")
    limits = rule.threshold
    if each.threshold is not None and not (limits and limits.least <= each.threshold <= limits.most):
        raise Refused(f"{rule.id} 的界限不能设为 {each.threshold}。")
