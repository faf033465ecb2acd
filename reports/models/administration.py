"""What an administrator may do to organs and accounts, each with its refusals; never to a report."""

from django.db import transaction

from reports.models.accounts import end_sessions, has_public_password, one_time_password, set_new_password
from reports.models.organs import Membership, Organ, Role, User


class NotAllowed(Exception):
    """What an administrator may not do; the message says why and what to do."""


@transaction.atomic
def create_account(
    username: str,
    full_name: str,
    encoded: str,
    *,
    telephone: str = "",
    email: str = "",
    role: tuple[Organ, Role] | None = None,
) -> User:
    """A new account with the hash of a one-time password; without a role it is an administrator's."""
    user = User.objects.create(
        username=username,
        full_name=full_name,
        telephone=telephone,
        email=email,
        password=encoded,
        password_is_temporary=True,
        is_administrator=role is None,
    )
    if role:
        Membership.objects.create(user=user, organ=role[0], role=role[1])
    return user


def reset_password(by: User, account: User) -> str:
    """Give the account a new one-time password, and sign it out everywhere."""
    _require_another(by, account)
    if has_public_password(account):
        raise NotAllowed("演示系统的账号密码是公开的，不能重置")
    password = one_time_password()
    set_new_password(account, password, is_temporary=True)
    return password


@transaction.atomic
def give_role(by: User, account: User, organ: Organ, role: Role) -> None:
    account = _locked(by, account)
    if account.is_administrator:
        raise NotAllowed("系统管理员不能填写或审核报告，请先撤销其系统管理员身份")
    if not organ.is_active:
        raise NotAllowed(f"{organ}已停用")
    _, is_new = Membership.objects.get_or_create(user=account, organ=organ, role=role)
    if not is_new:
        raise NotAllowed(f"{account}已是{organ}的{Role(role).label}")


@transaction.atomic
def take_role(by: User, account: User, membership_id: int) -> None:
    """Take a role away; silent where the account has it no more."""
    _locked(by, account).memberships.filter(pk=membership_id).delete()


@transaction.atomic
def set_administrator(by: User, account: User, is_administrator: bool) -> None:
    account = _locked(by, account)
    if is_administrator and account.memberships.exists():
        raise NotAllowed("系统管理员不能填写或审核报告，请先撤销其在各单位的角色")
    account.is_administrator = is_administrator
    account.save(update_fields=["is_administrator"])


@transaction.atomic
def set_account_active(by: User, account: User, is_active: bool) -> None:
    """Disable or enable an account; a disabled one is signed out at its next request."""
    account = _locked(by, account)
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    if not is_active:
        end_sessions(account.sessions.all())


@transaction.atomic
def set_organ_active(organ: Organ, is_active: bool) -> None:
    """Retire an organ, whose reports stay, or take it back; one that still reviews others stays."""
    organ = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
    reviewed = organ.subordinates.filter(is_active=True).count()
    if not is_active and reviewed:
        raise NotAllowed(f"仍是 {reviewed} 个单位的审核单位，请先为这些单位改设审核单位，或停用这些单位")
    organ.is_active = is_active
    organ.save(update_fields=["is_active"])


def _locked(by: User, account: User) -> User:
    """The account as it is now; of two administrators who would remove each other, the second is refused."""
    _require_another(by, account)
    both = User.objects.select_for_update().filter(pk__in=[by.pk, account.pk]).order_by("pk")
    found = {user.pk: user for user in both}
    actor = found[by.pk]
    if not (actor.is_active and actor.is_administrator):
        raise NotAllowed("当前账号已不是系统管理员")
    return found[account.pk]


def _require_another(by: User, account: User) -> None:
    """Nobody changes the own role or state, and so the last active administrator stays."""
    if by.pk == account.pk:
        raise NotAllowed("不能修改自己的角色和状态，须由其他系统管理员办理")
