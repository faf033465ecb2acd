"""Who reports: administrative organs, the people who work in them, and what each may do there."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.functional import cached_property

from reports.models.sealing import SealedModel, SealedQuerySet
from reports.official.report_data import Kind


class Organ(SealedModel):
    """An administrative organ (行政机关): it files a report, and its superior (上级主管部门) reviews it."""

    slug = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40, help_text="如 背孜乡")
    self_reference = models.CharField("自称", max_length=20, help_text="如 我乡")
    kind = models.CharField("类别", max_length=20, choices=[(kind.value, kind.label) for kind in Kind])
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates", verbose_name="审核单位"
    )
    reviews_before_publication = models.BooleanField(
        "先审核后公布", default=True, help_text="下级单位的报告经本单位审核通过后才能公布"
    )
    shows_medians = models.BooleanField(
        "同类单位中位数", default=False, help_text="下级单位可以查看本单位与同类单位中位数的比较"
    )
    reviews_secrecy = models.BooleanField("保密审查", default=False, help_text="本单位的报告报出前，须由保密审查员确认")
    consolidated_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consolidates",
        verbose_name="汇总编制单位",
        help_text="本级政府的年度报告由哪个办公室汇总编制；只有县级、市级人民政府选择",
    )
    succeeded_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="承继单位",
        help_text="撤销、合并或更名重设后由哪个单位承继；承继单位与上年比较时，合并计算本单位的往年数字",
    )
    needs_no_review = models.BooleanField("不需审核", default=False, help_text="没有审核单位，提交或签发后即可公布")
    office = models.CharField("政府信息公开工作机构", max_length=100, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    postcode = models.CharField("邮编", max_length=10, blank=True)
    telephone = models.CharField("电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("启用", default=True, help_text="停用的单位不再填报，往年报告保留")

    seal_scope = ("organs", "0")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(succeeded_by=None) | models.Q(is_active=False),
                name="only_who_is_retired_is_succeeded",
            ),
            models.CheckConstraint(condition=~models.Q(succeeded_by=models.F("id")), name="nobody_succeeds_itself"),
        ]
        ordering = ["slug"]
        verbose_name = verbose_name_plural = "单位"

    def __str__(self) -> str:
        return self.name

    @property
    def is_reviewed_by_nobody(self) -> bool:
        """Whether nobody reviews its reports although nobody has chosen that (不需审核): to be said loudly."""
        return self.superior_id is None and not self.needs_no_review

    @property
    def lacks_secrecy_reviewers(self) -> bool:
        """Whether its reports need a 保密审查 and nobody with an active account may do it; one query."""
        able = self.memberships.filter(role=Role.SECRECY, user__is_active=True)
        return self.reviews_secrecy and not able.exists()


KINDS_IN_ORDER = (Kind.CITY, Kind.COUNTY, Kind.OFFICE, Kind.DEPARTMENT, Kind.TOWNSHIP, Kind.SUBDISTRICT)
"""How lists of units begin: governments, the office, departments, then townships, as an office's own notices do."""


def order_of(organ: Organ) -> tuple[int, str]:
    """Where an organ stands in a list of units: by its kind, then by its code."""
    return KINDS_IN_ORDER.index(Kind(organ.kind)), organ.slug


def in_order_of_units(path: str = "") -> tuple[Case, str]:
    """The same order for a query of what belongs to organs; ``path`` leads to the organ (``organ__``)."""
    places = [When(**{f"{path}kind": kind.value}, then=Value(at)) for at, kind in enumerate(KINDS_IN_ORDER)]
    return Case(*places, default=Value(len(places))), f"{path}slug"


class Role(models.TextChoices):
    """What a person does for an organ."""

    CLERK = "clerk", "填报员"
    LEADER = "leader", "分管领导"
    SUPERVISOR = "supervisor", "审核员"
    READER = "reader", "查阅"
    SECRECY = "secrecy", "保密审查员"


# Those that somebody has in the organ that reports: whoever has one belongs to it.
OWN_ROLES = (Role.CLERK, Role.LEADER, Role.SECRECY, Role.READER)


class OneOfThree(models.TextChoices):
    """Which of the three administrators somebody is, where they are separated (三员分立)."""

    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


class UserManager(BaseUserManager.from_queryset(SealedQuerySet)):
    """Makes accounts with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


def line_above(organ_id: int | None, superiors: dict[int, int | None] | None = None) -> list[int]:
    """The keys of an organ and of all that stand above it, upwards, each once: a line that bites itself ends there.

    ``superiors``, by the key of each organ that of its superior, is asked of the database where it is not given.
    """
    superiors = superiors if superiors is not None else dict(Organ.objects.values_list("pk", "superior"))
    line: dict[int, None] = {}
    while organ_id is not None and organ_id not in line:
        line[organ_id] = None
        organ_id = superiors.get(organ_id)
    return list(line)


def circles() -> list[list[int]]:
    """The keys of organs that review each other in a circle, which no form makes; each circle once; one query."""
    superiors = dict(Organ.objects.order_by("pk").values_list("pk", "superior"))
    lines = {pk: line_above(pk, superiors) for pk in superiors}
    found: dict[frozenset[int], list[int]] = {}
    for pk, line in lines.items():
        if superiors.get(line[-1]) == pk:
            found.setdefault(frozenset(line), line)
    return list(found.values())


class User(SealedModel, AbstractBaseUser):
    """A person with an account. What the account may do hangs on its memberships alone."""

    username = models.CharField(
        "账号",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9_-]+$", "账号由小写字母、数字、- 和 _ 组成")],
    )
    full_name = models.CharField("姓名", max_length=40)
    telephone = models.CharField("电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    is_administrator = models.BooleanField("系统管理员", default=False, help_text="管理单位和账号，不能填写或审核报告")
    office = models.CharField(
        "三员", max_length=10, choices=OneOfThree.choices, blank=True, default=""
    )  # one for all: none
    is_active = models.BooleanField("启用", default=True)
    password_is_temporary = models.BooleanField("一次性密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", default=timezone.now)
    organs = models.ManyToManyField(Organ, through="Membership", related_name="people")

    seal_scope = ("accounts", "0")
    seal_leaves_out = frozenset({"last_login"})

    objects = UserManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(office="") | models.Q(is_administrator=True), name="an_office_is_an_administrators"
            )
        ]
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.full_name

    @property
    def administers_as(self) -> str:
        """What an administrator is called; empty for everybody else."""
        if not self.is_administrator:
            return ""
        return self.get_office_display() or str(OneOfThree.SYSTEM.label)

    @cached_property
    def roles(self) -> set[tuple[int, str]]:
        """The organ and role of every membership, read once a request."""
        return set(self.memberships.values_list("organ_id", "role"))

    def has_role(self, role: Role, organ_id: int | None) -> bool:
        """Whether this person holds the role in that organ."""
        return (organ_id, role) in self.roles

    def organ_ids(self, *roles: Role) -> set[int]:
        """The organs in which this person holds one of the roles."""
        return {organ_id for organ_id, role in self.roles if role in roles}


class Membership(SealedModel):
    """That a person holds a role in an organ."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="账号")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="memberships", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role.choices)

    seal_scope = ("accounts", "0")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organ", "role"], name="one_membership_a_role")]
        verbose_name = verbose_name_plural = "任职"

    def __str__(self) -> str:
        return f"{self.user}：{self.organ}{self.get_role_display()}"
