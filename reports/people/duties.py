"""Who of the administrators may do what, in one table: 三员分立 (GB/T 22239—2019, 8.1.5), or one administrator for all.

``ADMINISTRATION_PROFILE`` chooses. With ``separated`` the duties are divided among three offices, and whoever
administers holds exactly one of them; with ``single`` an administrator without an office has every duty. An office that
somebody was given holds in either: nobody comes to more by a setting. None of them ever has a role in an organ
(``reports/migrations/0048_offices.py``), so that none sees what a report says before it is public, or decides on it.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

from reports.models.organs import OneOfThree, User

SEPARATED = "separated"
ONLY_ONE = "系统管理员"  # what an administrator for all is called


class Duty(StrEnum):
    """One thing that administrators do; the names are those that templates ask for."""

    ORGANS = "organs"
    ACCOUNTS = "accounts"
    YEARS = "years"
    ROSTER = "roster"
    ROLES = "roles"
    PASSWORDS = "passwords"
    SECOND_FACTORS = "second_factors"
    AUDIT = "audit"


@dataclass(frozen=True)
class DutyRow:
    """A duty, in the words of the table, and whose it is."""

    duty: Duty
    words: str
    office: OneOfThree


TABLE = (
    DutyRow(Duty.ORGANS, "新增、修改、停用和启用单位", OneOfThree.SYSTEM),
    DutyRow(Duty.ACCOUNTS, "新增账号，修改姓名和联系方式，停用和启用账号", OneOfThree.SYSTEM),
    DutyRow(Duty.YEARS, "设置年度的日期", OneOfThree.SYSTEM),
    DutyRow(Duty.ROSTER, "从表格批量导入单位", OneOfThree.SYSTEM),
    DutyRow(Duty.ROLES, "分配和撤销账号在各单位的角色，指定和撤销三类管理员", OneOfThree.SECURITY),
    DutyRow(Duty.PASSWORDS, "重置密码", OneOfThree.SECURITY),
    DutyRow(Duty.SECOND_FACTORS, "重置两步验证", OneOfThree.SECURITY),
    DutyRow(Duty.AUDIT, "查阅、核对和导出审计日志", OneOfThree.AUDIT),
)
_OFFICE_OF = {row.duty: row.office for row in TABLE}
ABOUT_ACCOUNTS = (Duty.ACCOUNTS, Duty.ROLES, Duty.PASSWORDS, Duty.SECOND_FACTORS)


def is_separated() -> bool:
    return settings.ADMINISTRATION_PROFILE == SEPARATED


def may(user: User, *duties: Duty) -> bool:
    """Whether the person has one of the duties."""
    return not duties_of(user).isdisjoint(duties)


def duties_of(user: User) -> frozenset[Duty]:
    """All that the person may do as an administrator; nothing for everybody else."""
    if not (user.is_active and user.is_administrator):
        return frozenset()
    if user.office:
        return frozenset(duty for duty, office in _OFFICE_OF.items() if office == user.office)
    return frozenset() if is_separated() else frozenset(Duty)


def offices_on_offer() -> list[tuple[str, str]]:
    """As what somebody can be made an administrator, by the value that is posted: one of the three, or one for all."""
    return list(OneOfThree.choices) if is_separated() else [("yes", ONLY_ONE)]


def office_of(duty: Duty) -> OneOfThree:
    """Whose duty it is where the three are separated."""
    return _OFFICE_OF[duty]


def as_markdown() -> str:
    """The page docs/roles.zh.md."""
    lines = [
        "<!-- 由 manage.py write_docs 生成 -->",
        "# 管理员的职责",
        "",
        "`ADMINISTRATION_PROFILE=separated` 时三员分立：系统管理员、安全管理员、审计管理员各司其职，"
        "一个账号只能担任其中一员。",
        "默认为 `single`：一名系统管理员办理全部事项，适用于规模小的单位。",
        "",
        f"| 事项 | {' | '.join(OneOfThree.labels)} | `single` 时的{ONLY_ONE} |",
        f"|---|{'---|' * (len(OneOfThree) + 1)}",
        *(_line(row) for row in TABLE),
        "",
        *_RULES,
    ]
    return "\n".join(lines) + "\n"


def _line(row: DutyRow) -> str:
    marks = " | ".join("是" if row.office == office else "—" for office in OneOfThree)
    return f"| {row.words} | {marks} | 是 |"


_RULES = (
    "- 管理员不担任任何单位的填报员、分管领导、审核员、保密审查员或查阅："
    "看不到未公布的报告，不能填写、审核、签发、公布。数据库也不接受这样的记录。",
    "- 任何人不能修改自己的角色、状态和两步验证，须由另一位管理员办理。",
    "- 三员中每一员最后一位启用的管理员不能撤销或停用，须先指定另一位。",
    "- 三员分立时，新增的账号没有角色，由安全管理员分配后才能工作。账号不能从表格导入，单位可以。",
    "- 首批三员在服务器上新增："
    "`manage.py create_administrator --office system|security|audit --username 账号 --full-name 姓名`。",
    "- 由 `single` 改为 `separated` 后，原来的系统管理员没有任何权限，须指定为三员之一："
    "`manage.py create_administrator --office system --username 账号 --reset`。"
    "改回 `single` 后，已指定的三员仍各司其职。",
    "- 登录失败的锁定在 15 分钟后自动解除。安全方面的设置（密码要求、两步验证、再次验证）在服务器的环境变量中，"
    "见 README.md 和 [second-factor.zh.md](second-factor.zh.md)。",
    "- 备份、恢复、升级、运行状况由管理服务器的人员办理，见 [operations.zh.md](operations.zh.md)。",
)
