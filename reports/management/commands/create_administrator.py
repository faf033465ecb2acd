"""``manage.py create_administrator``: the first account of an empty installation, or a way back in for its holder."""

import sys

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports.management.stored import NOT_UNDERSTOOD
from reports.models import OneOfThree, User
from reports.people.accounts import one_time_password, set_new_password
from reports.people.administration import create_account, enable_on_the_server, reset_on_the_server
from reports.people.duties import is_separated
from reports.text.cleaning import one_line


class Command(BaseCommand):
    help = "新建系统管理员账号，显示一次性密码；--reset 为已有的系统管理员重置密码和两步验证。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--username", help="账号，由小写字母、数字、- 和 _ 组成")
        parser.add_argument("--full-name", help="姓名")
        parser.add_argument(
            "--office", choices=OneOfThree.values, help="三员之一：系统、安全、审计管理员（docs/roles.zh.md）"
        )
        parser.add_argument("--reset", action="store_true", help="账号已有时，启用并重置密码和两步验证")

    def handle(self, *args, **options) -> None:
        username = (options["username"] or _asked("账号")).strip().lower()
        password, office = one_time_password(), options["office"] or ""
        existing = User.objects.filter(username=username).first()
        if existing:
            _reset(existing, password, office, may_reset=options["reset"])
        else:
            _require_office(office)
            _create(username, one_line(options["full_name"] or _asked("姓名")), password, office)
        self.stdout.write(f"账号 {username}，一次性密码 {password}（72 小时内有效，首次登录时须修改）")


def _asked(what: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError(
            f"请用 --{'username' if what == '账号' else 'full-name'} 给出{what}", returncode=NOT_UNDERSTOOD
        )
    return input(f"{what}：")


def _require_office(office: str) -> None:
    if is_separated() and not office:
        raise CommandError("三员分立，请用 --office system、security 或 audit 指定是哪一员", returncode=NOT_UNDERSTOOD)


def _create(username: str, full_name: str, password: str, office: str) -> None:
    try:
        User(username=username, full_name=full_name).clean_fields(exclude=["password"])
    except ValidationError as error:
        raise CommandError("；".join(error.messages), returncode=NOT_UNDERSTOOD) from error
    create_account(username, full_name, make_password(password), is_administrator=True, office=office)


def _reset(account: User, password: str, office: str, *, may_reset: bool) -> None:
    if not account.is_administrator:
        raise CommandError(f"账号“{account.username}”不是系统管理员，请在管理页面上重置密码", returncode=NOT_UNDERSTOOD)
    if not may_reset:
        raise CommandError(f"账号“{account.username}”已存在，重置密码请加 --reset", returncode=NOT_UNDERSTOOD)
    if account.office and office not in ("", account.office):
        raise CommandError(f"账号“{account.username}”已是{account.administers_as}", returncode=NOT_UNDERSTOOD)
    _require_office(office or account.office)
    enable_on_the_server(account, office)
    set_new_password(account, password, is_temporary=True)
    reset_on_the_server(account)
