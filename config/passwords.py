"""How passwords are kept, and the two named profiles of what a password must be (docs/passwords.md)."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LONGEST = 128
OFFICE_WORDS = (
    *("admin", "administrator", "password", "passwd", "qwerty", "qwertyuiop", "asdfgh", "abc", "abcd", "welcome"),
    *("gov", "government", "zhengfu", "xianzhengfu", "xiangzhengfu", "zhenzhengfu", "bangongshi", "banggongshi"),
    *("woaizhongguo", "zhongguo", "woaini", "nihao", "dangzhengban", "zwgk", "xxgk", "gongkai", "zhengwu"),
    *("nianbao", "niandubaogao", "xitong", "guanliyuan", "yanshi", "mima", "test", "ceshi", "user", "root"),
)
_RUN = re.compile(
    r"(?:19|20)\d\d|[一二][九〇零○]?[〇零○一二三四五六七八九]{2}年?|0?123456789?0?|1234|666+|888+|(.)\1{2,}"
)
_ENDING = re.compile(r"(?:人民政府|办公室|街道办事处|办事处|街道|委员会|自治[区州县]|[乡镇县市区省局委厅处])+$")
_FEWEST_OWN = 6  # what must be left of a password besides such words


class Argon2Hasher(Argon2PasswordHasher):
    """OWASP's 19 MiB profile: Django's default of 100 MiB × 8 lanes takes 800 MB when eight people sign in."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class Length:
    """As long as the profile asks; not so long that hashing it becomes work."""

    def __init__(self, shortest: int) -> None:
        self.shortest = shortest

    def validate(self, password: str, user: Any = None) -> None:
        if not self.shortest <= len(password) <= LONGEST:
            raise ValidationError(f"密码应为 {self.shortest}—{LONGEST} 个字符，现有 {len(password)} 个")

    def get_help_text(self) -> str:
        return f"长度 {self.shortest}—{LONGEST} 个字符，可以粘贴"


class Classes:
    """Three of four kinds of characters (GB/T 22239-2019, 8.1.4.1 a: 复杂度要求)."""

    KINDS: tuple[Callable[[str], bool], ...] = (
        str.isupper,
        str.islower,
        str.isdigit,
        lambda each: not each.isalnum(),
    )
    FEWEST = 3

    def validate(self, password: str, user: Any = None) -> None:
        if sum(any(map(kind, password)) for kind in self.KINDS) < self.FEWEST:
            raise ValidationError("密码应包含大写字母、小写字母、数字、符号中的至少三种")

    def get_help_text(self) -> str:
        return "包含大写字母、小写字母、数字、符号中的至少三种"


class NotGuessable(CommonPasswordValidator):
    """Not on Django's list of 20,000, and more than words that anybody in the office would try first."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = unicodedata.normalize("NFKC", password).lower().strip()
        words = sorted((*OFFICE_WORDS, *_own_words(user)), key=len, reverse=True)
        rest = _RUN.sub("", re.sub("|".join(map(re.escape, words)), "", folded))
        is_made_of_them = rest != folded and sum(map(str.isalnum, rest)) < _FEWEST_OWN
        if folded in self.passwords or is_made_of_them:
            raise ValidationError("此密码容易被猜到，请勿使用常用密码，或由账号、姓名、单位代码、年份等拼成的密码")

    def get_help_text(self) -> str:
        return "不使用常用密码，不用账号、姓名、单位代码、年份等拼成密码"


class NotRecent:
    """None of the last so many passwords of the account."""

    def __init__(self, history: int) -> None:
        self.history = history

    def validate(self, password: str, user: Any = None) -> None:
        if user is None or user.pk is None:
            return
        before = user.past_passwords.values_list("encoded", flat=True)[: self.history - 1]
        if any(check_password(password, encoded) for encoded in (user.password, *before)):
            raise ValidationError(f"不能使用最近 {self.history} 次用过的密码")

    def get_help_text(self) -> str:
        return f"不与最近 {self.history} 次用过的密码相同"


class NotTheSame:
    """Not the password that the account has now: what was handed over must be replaced."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and user.pk and check_password(password, user.password):
            raise ValidationError("新密码不能与当前密码相同")

    def get_help_text(self) -> str:
        return "不与当前密码相同"


def _own_words(user: Any) -> Iterator[str]:
    """The words that stand for the person: account, name, telephone and organs; single letters mean nothing."""
    if user is None:
        return
    words = [user.username, *user.username.replace("_", "-").split("-"), user.telephone, *_spellings(user.full_name)]
    for organ in _organs_around(user):
        words += [organ.slug, *organ.slug.replace("_", "-").split("-")]
        words += [*_spellings(organ.short_name), *_spellings(organ.name)]
    yield from dict.fromkeys(word.lower() for word in words if len(word) > 1)


def _organs_around(user: Any) -> Iterator[Any]:
    """The organs of a person and those above them; an administrator has to do with every one."""
    if not user.pk:
        return
    organs = user.organs.model.objects
    if user.is_administrator:
        yield from organs.all()
        return
    above, seen = set(user.organs.values_list("pk", flat=True)), set()
    while above - seen:
        seen |= above
        found = list(organs.filter(pk__in=above))
        yield from found
        above = {each.superior_id for each in found} - {None} - seen


def _spellings(name: str) -> Iterator[str]:
    """A Chinese name, with and without what it ends in: in characters, in pinyin, and as its initials."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  its tables take most of a second, and few requests need them

    for word in (name, _ENDING.sub("", name)):
        syllables = lazy_pinyin(word)
        yield from (word, "".join(syllables))
        if len(syllables) > 2:
            yield "".join(each[0] for each in syllables if each)


@dataclass(frozen=True)
class Profile:
    """What is asked of passwords and sessions; ``None`` asks nothing."""

    validators: list[dict[str, Any]]
    rotation_days: int | None
    history: int
    most_sessions: int | None


def _validator(kind: type, **options: Any) -> dict[str, Any]:
    return {"NAME": f"{__name__}.{kind.__name__}", "OPTIONS": options}


# 等保 asks for complexity and rotation, ASVS 5.0 (6.2.5, 6.2.10) forbids both.
PROFILES = {
    "dengbao": Profile(
        [
            _validator(Length, shortest=10),
            _validator(Classes),
            _validator(NotGuessable),
            _validator(NotRecent, history=5),
        ],
        rotation_days=90,
        history=5,
        most_sessions=2,
    ),
    "asvs": Profile(
        [_validator(Length, shortest=12), _validator(NotGuessable), _validator(NotTheSame)],
        rotation_days=None,
        history=0,
        most_sessions=None,
    ),
}
