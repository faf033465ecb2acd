"""What an administrator may do to accounts and roles, each with its refusals; never to a report."""

from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from reports.audit.circumstances import name_of
from reports.audit.recording import changes, record
from reports.lifecycle.notifications import ACCOUNTS, SECOND_FACTOR, notify, people_of
from reports.models.accounts import SecondFactorReset
from reports.models.audit import AuditAction
from reports.models.locking import lock
from reports.models.organs import Membership, OneOfThree, Organ, Role, User
from reports.models.sealing import sealing
from reports.official.calendar import year_on_offer
from reports.people.accounts import has_public_password, one_time_password, set_new_password
from reports.people.duties import Duty, may, office_of
from reports.people.second_factor import take_away
from reports.people.sessions import end_sessions

ACTING = (Role.CLERK, Role.LEADER, Role.SUPERVISOR)


class NotAllowed(Exception):
    """What an administrator may not do; the message says why and what to do, ``field`` which one it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class _Undo(Exception):
    """Ends a transaction of which nothing shall stay."""


def all_or_nothing(make: Callable[[], bool]) -> bool:
    """Make several organs and accounts; nothing of it stays where ``make`` answers ``False``, as after a trial."""
    try:
        with transaction.atomic(), sealing():
            # One after the other: two that make the same in another order would wait for each other.
            list(lock(User.objects.filter(is_administrator=True)))
            if not make():
                raise _Undo
    except _Undo:
        return False
    except IntegrityError as error:  # somebody else made the same one in the same second
        raise NotAllowed("其他管理员刚刚新增了相同的单位或账号") from error
    return True


@transaction.atomic
@sealing()
def create_account(
    username: str,
    full_name: str,
    encoded: str,
    *,
    telephone: str = "",
    email: str = "",
    role: tuple[Organ, Role] | None = None,
    is_administrator: bool = False,
    office: str = "",
) -> User:
    """A new account with the hash of a one-time password, of which those who work with it are told."""
    user = User.objects.create(
        username=username,
        full_name=full_name,
        telephone=telephone,
        email=email,
        password=encoded,
        password_is_temporary=True,
        is_administrator=is_administrator,
        office=office,
    )
    if role:
        Membership.objects.create(user=user, organ=role[0], role=role[1])
        _tell_of(user, *role)
    given = f"{role[0]}{Role(role[1]).label}" if role else user.administers_as
    record(AuditAction.ACCOUNT_MADE, _account(user), {"角色": given or "尚未分配"})
    return user


def _tell_of(account: User, organ: Organ, role: str) -> None:
    """Tell those who already work in the organ, and its superior's supervisors, who has come to them.

    So that nobody makes accounts on both sides of a review unnoticed. Whoever has never signed in is told nothing:
    a whole county is set up in one file.
    """
    superiors = people_of([organ.superior_id], [Role.SUPERVISOR], but=account)
    near = [person for _, person in (*people_of([organ.pk], ACTING, but=account), *superiors) if person.last_login]
    who = f"{organ}新增{Role(role).label}：{account.full_name}（账号 {account.username}）"
    told = {person.pk: (organ.pk, person) for person in near}
    notify(ACCOUNTS, year_on_offer(timezone.localdate()), f"{who}。如不知情，请联系管理员核实。", told.values())


def reset_password(by: User, account: User) -> str:
    """Give the account a new one-time password, and sign it out everywhere."""
    _require_another(by, account)
    _require_duty(by, Duty.PASSWORDS)
    if has_public_password(account):
        raise NotAllowed("演示系统的账号密码是公开的，不能重置")
    password = one_time_password()
    set_new_password(account, password, is_temporary=True)
    return password


@transaction.atomic
def reset_second_factor(by: User, account: User) -> None:
    """Take a person's lost second factor away and sign them out everywhere; they are told who did it, and when."""
    account = _locked(by, account, Duty.SECOND_FACTORS)
    if not take_away(account, by):
        raise NotAllowed(f"{account}没有启用两步验证")
    SecondFactorReset.objects.create(user=account, by=by)
    words = f"您的两步验证已由管理员{by}重置，登录不再需要验证码。如不是您要求的，请立即修改密码并联系管理员。"
    organs = account.memberships.order_by("organ").values_list("organ", flat=True)[:1]
    notify(SECOND_FACTOR, year_on_offer(timezone.localdate()), words, [(organ, account) for organ in organs])


@transaction.atomic
def reset_on_the_server(account: User) -> None:
    """The same by a command, for the only administrator, who can ask nobody; silent where there is nothing to reset."""
    if take_away(lock(User.objects.all()).get(pk=account.pk), None):
        SecondFactorReset.objects.create(user=account)


@transaction.atomic
@sealing()
def enable_on_the_server(account: User, office: str) -> None:
    """Let an administrator in again by a command, and give an office to one who has none; both are logged."""
    was_active, held = account.is_active, account.office
    account.is_active, account.office = True, office or held
    account.save(update_fields=["is_active", "office"])
    if not was_active:
        record(AuditAction.ACCOUNT_ENABLED, _account(account))
    if account.office != held:
        record(AuditAction.ADMINISTRATOR_MADE, _account(account), {"职责": account.get_office_display()})


@transaction.atomic
@sealing()
def give_role(by: User, account: User, organ: Organ, role: Role) -> None:
    account = _locked(by, account, Duty.ROLES)
    organ = lock(Organ.objects.all()).get(pk=organ.pk)
    if account.is_administrator:
        raise NotAllowed(f"{account.administers_as}不能填写或审核报告，请先撤销其{account.administers_as}身份")
    if not organ.is_active:
        raise NotAllowed(f"{organ}已停用")
    _, is_new = Membership.objects.get_or_create(user=account, organ=organ, role=role)
    if not is_new:
        raise NotAllowed(f"{account}已是{organ}的{Role(role).label}")
    _tell_of(account, organ, role)
    record(AuditAction.ROLE_GIVEN, _account(account), {"角色": f"{organ}{Role(role).label}"}, by=by)


@transaction.atomic
@sealing()
def take_role(by: User, account: User, membership_id: int) -> None:
    """Take a role away; silent where the account has it no more."""
    taken = _locked(by, account, Duty.ROLES).memberships.select_related("organ").filter(pk=membership_id).first()
    if taken:
        taken.delete()
        record(AuditAction.ROLE_TAKEN, _account(account), {"角色": f"{taken.organ}{taken.get_role_display()}"}, by=by)


@transaction.atomic
@sealing()
def set_administrator(by: User, account: User, is_administrator: bool, office: str = "") -> None:
    """Make somebody an administrator, of one of the three offices where they are separated, or no more."""
    account = _locked(by, account, Duty.ROLES)
    if is_administrator and account.memberships.exists():
        raise NotAllowed(f"{OneOfThree(office or OneOfThree.SYSTEM).label}不能填写或审核报告，请先撤销其在各单位的角色")
    if account.office and account.office != office:
        _require_another_holder(account)
    account.is_administrator, account.office = is_administrator, office
    account.save(update_fields=["is_administrator", "office"])
    made = AuditAction.ADMINISTRATOR_MADE if is_administrator else AuditAction.ADMINISTRATOR_UNMADE
    record(made, _account(account), {"职责": account.get_office_display()} if office else {}, by=by)


@transaction.atomic
@sealing()
def set_account_active(by: User, account: User, is_active: bool) -> None:
    """Disable or enable an account; a disabled one is signed out at its next request."""
    account = _locked(by, account, Duty.ACCOUNTS)
    if account.office and not is_active:
        _require_another_holder(account)
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    if not is_active:
        end_sessions(account.sessions.all())
    record(AuditAction.ACCOUNT_ENABLED if is_active else AuditAction.ACCOUNT_DISABLED, _account(account), by=by)


@transaction.atomic
@sealing()
def save_person(account: User, fields: Iterable[str]) -> None:
    """Write the named fields of an account, and nothing that another administrator changed meanwhile."""
    fields = list(fields)
    before = User.objects.get(pk=account.pk)
    account.save(update_fields=fields)
    record(AuditAction.ACCOUNT_CHANGED, _account(account), changes(before, account, fields))


def _account(user: User) -> str:
    return f"账号 {name_of(user)}"


def _locked(by: User, account: User, duty: Duty) -> User:
    """The account as it is now, with all administrators locked: of two who would remove each other one is refused."""
    _require_another(by, account)
    concerned = lock(User.objects.filter(Q(is_administrator=True) | Q(pk__in=[by.pk, account.pk])))
    found = {user.pk: user for user in concerned}
    _require_duty(found[by.pk], duty)
    return found[account.pk]


def _require_duty(by: User, duty: Duty) -> None:
    if not (by.is_active and by.is_administrator):
        raise NotAllowed("当前账号已不是系统管理员")
    if not may(by, duty):
        raise NotAllowed(f"当前账号没有此项权限，须由{office_of(duty).label}办理")


def _require_another_holder(account: User) -> None:
    """Each of the three offices keeps somebody who can act in it."""
    others = User.objects.filter(office=account.office, is_active=True).exclude(pk=account.pk)
    if account.is_active and not others.exists():
        raise NotAllowed(f"{account}是最后一位启用的{account.administers_as}，请先指定另一位")


def _require_another(by: User, account: User) -> None:
    """Nobody changes the own role or state, and so the last active administrator stays."""
    if by.pk == account.pk:
        raise NotAllowed("不能修改自己的角色和状态，须由其他系统管理员办理")
