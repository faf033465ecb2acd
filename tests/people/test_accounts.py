"""Passwords, the throttle before them, and sessions, as they are stored."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from config.passwords import PROFILES
from reports.models import Organ, SessionRecord, SignInTry, User
from reports.people.accounts import has_lapsed, is_expired, one_time_password, person_with, set_new_password
from reports.people.sessions import record_session
from reports.people.throttle import forget, reserve
from tests.conftest import PASSWORD

HERE, THERE = "192.0.2.1", "192.0.2.2"


def granted(times, username="clerk", address=HERE):
    return [reserve(username, address).is_granted for _ in range(times)]


@pytest.mark.parametrize("username", ["clerk", "nobody-has-this-name"])
def test_a_name_is_tried_five_times_from_an_address(cast, username):
    assert [reserve(username, HERE).left for _ in range(5)] == [4, 3, 2, 1, 0]
    assert granted(1, username) == [False]
    assert granted(1, username, THERE) == [True]


def test_a_refused_try_writes_nothing(cast, django_assert_num_queries):
    granted(5)
    with django_assert_num_queries(1):
        assert granted(1) == [False]
    assert SignInTry.objects.count() == 5


def test_a_name_is_tried_twenty_times_an_hour_from_everywhere(db):
    assert sum(granted(1, address=f"192.0.2.{number}")[0] for number in range(25)) == 20
    assert reserve("clerk", HERE).wait == timedelta(hours=1)


def test_an_address_tries_fifty_times_whatever_the_names(db):
    assert sum(granted(1, f"name-{number}")[0] for number in range(60)) == 50
    assert granted(1, "name-60", THERE) == [True]


def test_tries_are_free_again_after_their_time(db):
    granted(5)
    SignInTry.objects.update(at=timezone.now() - timedelta(minutes=15))
    assert granted(6) == [True] * 5 + [False]


def test_tries_older_than_any_limit_are_not_kept(db):
    granted(3)
    SignInTry.objects.update(at=timezone.now() - timedelta(hours=1, seconds=1))
    granted(1, "another")
    assert SignInTry.objects.count() == 1


def test_a_known_browser_has_an_allowance_of_its_own(db):
    for number in range(4):
        for _ in range(5):
            reserve("clerk", f"10.0.0.{number}")
    assert not reserve("clerk", "10.0.0.9").is_granted
    for number in range(50):
        reserve(f"guess-{number}", HERE)
    assert not reserve("leader", HERE).is_granted
    tries = [reserve("clerk", HERE, "known") for _ in range(6)]
    assert [each.left for each in tries if each.is_granted] == [4, 3, 2, 1, 0]
    assert not tries[5].is_granted
    assert reserve("clerk", HERE, "another").is_granted
    forget("clerk", "10.0.0.77", "known")
    assert reserve("clerk", HERE, "known").left == 4


def test_the_tries_of_a_known_browser_count_against_nobody_else(db):
    for number in range(60):
        reserve("clerk", HERE, f"browser-{number // 5}")
    assert reserve("clerk", HERE).left == 4
    assert reserve("leader", HERE).left == 4


def test_a_right_password_gives_back_the_tries_of_that_address_alone(db):
    granted(5)
    granted(2, address=THERE)
    forget("clerk", HERE)
    assert (granted(5), SignInTry.objects.filter(address=THERE).count()) == ([True] * 5, 2)


@pytest.mark.django_db(transaction=True)
def test_however_parallel_the_tries_exactly_five_are_granted():
    barrier, answers = threading.Barrier(32), []

    def attempt():
        barrier.wait()
        answers.append(reserve("clerk", HERE).is_granted)
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), sum(answers), SignInTry.objects.count()) == (32, 5, 5)


def test_an_unknown_name_costs_as_many_hashes_as_a_wrong_password(cast, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.hashers.MD5PasswordHasher.encode",
        lambda self, password, salt: hashed.append(password) or f"md5${salt}$x",
    )
    assert (person_with("clerk", "wrong"), len(hashed)) == (None, 1)
    assert (person_with("nobody-has-this-name", "wrong"), len(hashed)) == (None, 2)


def test_the_public_password_opens_nothing_outside_a_demonstration(cast, settings):
    cast.clerk.set_password(settings.DEMONSTRATION_PASSWORD)
    cast.clerk.save()
    assert person_with("clerk", settings.DEMONSTRATION_PASSWORD) is None
    settings.DEMONSTRATION = True
    assert person_with("clerk", settings.DEMONSTRATION_PASSWORD) == cast.clerk


# --- Profiles -------------------------------------------------------------------------------------


def refused(settings, profile, password, user=None):
    try:
        validate_password(password, user, password_validators=None)
    except ValidationError as error:
        return error.messages
    return []


@pytest.fixture(params=["dengbao", "asvs"])
def profile(request, settings):
    settings.AUTH_PASSWORD_VALIDATORS = PROFILES[request.param].validators
    settings.PASSWORD_HISTORY = PROFILES[request.param].history
    settings.PASSWORD_ROTATION_DAYS = PROFILES[request.param].rotation_days
    return request.param


GUESSABLE = [
    "Password@2026",
    "Abc@1234567890",
    "Zhengfu@2026888",
    "Beizi@20262026",
    "Clerk-2026-clerk",
    "背孜乡@Beizi2026",
    "Qwertyuiop@123",
    "Administrator@123",
    "李某某Beizi@2026",
    "Beizixiang@2026",
    "背孜背孜背孜背孜Aa@2026",
    "Ｂｅｉｚｉ＠２０２６Ａ",
    "Lushan-2026-Aa",
    "鲁山县二〇二六年Aa@",
    "Limoumou@2026",
    "BZXRMZF@2026Ab",
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_words_of_the_office_the_person_and_the_year_make_no_password(cast, settings, profile, password):
    assert any("容易被猜到" in each for each in refused(settings, profile, password, cast.clerk))


def test_an_administrator_makes_none_of_the_name_of_any_organ(cast, settings, profile):
    Organ.objects.create(
        slug="zgy", name="张官营镇人民政府", short_name="张官营镇", self_reference="我镇", kind="township"
    )
    for password in ("Zhangguanying@2026", "张官营镇2026-Gov-Aa", "Wawuzhen@2026"):
        assert any("容易被猜到" in each for each in refused(settings, profile, password, cast.administrator))
    assert refused(settings, profile, "Zhangguanying-Dong7po-liuLin", cast.administrator) == []


@pytest.mark.parametrize("password", ["Shan7-gou9-Xing", "kV4#mQ9!tR2x-", "beizi-De-chuntian-hua-Kai-9"])
def test_a_good_password_is_taken_by_both_profiles(cast, settings, profile, password):
    assert refused(settings, profile, password, cast.clerk) == []


@pytest.mark.parametrize(("length", "taken"), [(128, True), (129, False), (100_000, False)])
def test_a_password_has_at_most_128_characters(cast, settings, profile, length, taken):
    password = ("kV4#mQ9!tR2x-" * (length // 13 + 1))[:length]
    assert (refused(settings, profile, password, cast.clerk) == []) is taken


@pytest.mark.parametrize(
    ("password", "dengbao", "asvs"),
    [
        ("kV4#mQ9!t", False, False),
        ("kV4#mQ9!tR", True, False),
        ("xingkongxiadehe", False, True),
        ("密码里可以有汉字的句子呀呀", False, True),
    ],
)
def test_one_profile_asks_for_kinds_of_characters_the_other_for_length(settings, profile, password, dengbao, asvs):
    assert (refused(settings, profile, password) == []) is {"dengbao": dengbao, "asvs": asvs}[profile]


def test_the_last_five_passwords_are_not_taken_again_where_there_is_rotation(cast, settings, profile):
    old = [f"kV4#mQ9!tR{number}x" for number in range(7)]
    for password in old:
        set_new_password(cast.clerk, password)
    taken = [password for password in old if not refused(settings, profile, password, cast.clerk)]
    assert taken == (old[:2] if profile == "dengbao" else old[:6])


def test_a_password_expires_after_ninety_days_where_there_is_rotation(cast, settings, profile):
    cast.clerk.password_changed_at = timezone.now() - timedelta(days=89, hours=23)
    assert not is_expired(cast.clerk)
    cast.clerk.password_changed_at = timezone.now() - timedelta(days=90, minutes=1)
    assert is_expired(cast.clerk) is (profile == "dengbao")
    settings.DEMONSTRATION = True
    assert not is_expired(cast.clerk)


def test_a_one_time_password_lapses_after_three_days(cast):
    set_new_password(cast.clerk, one_time_password(), is_temporary=True)
    assert not has_lapsed(cast.clerk)
    cast.clerk.password_changed_at -= timedelta(hours=72, minutes=1)
    assert has_lapsed(cast.clerk)


def test_no_one_time_password_is_given_twice():
    assert len({one_time_password() for _ in range(1000)}) == 1000


# --- Sessions -------------------------------------------------------------------------------------


def test_a_person_is_signed_in_twice_at_a_time(cast, settings):
    settings.MOST_SESSIONS = 2
    record_session(cast.neighbour, "kept", HERE, "Edge")
    for key in ("first", "second", "third"):
        record_session(cast.clerk, key, HERE, "Edge")
    assert set(SessionRecord.objects.values_list("session_key", flat=True)) == {"kept", "second", "third"}


def test_a_new_password_ends_every_session_of_the_account(cast):
    for user in (cast.clerk, cast.neighbour):
        record_session(user, user.username, HERE, "Edge")
    set_new_password(cast.clerk, "kV4#mQ9!tR")
    assert list(SessionRecord.objects.values_list("session_key", flat=True)) == ["neighbour"]
    assert User.objects.get(username="clerk").check_password("kV4#mQ9!tR")
    assert not User.objects.get(username="clerk").check_password(PASSWORD)
