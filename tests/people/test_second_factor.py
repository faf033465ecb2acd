"""The second factor as it is stored: what binds a phone, what a code is taken for, and what is left of it."""

import json
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from config import environment
from reports.models import AuditAction, AuditEntry, Notice, Role, SecondFactorReset, SessionRecord
from reports.people.administration import NotAllowed, reset_on_the_server, reset_second_factor
from reports.people.asking_again import ProofAsked, has_proved, proof_asked_of, prove_by_code
from reports.people.second_factor import (
    CodeAnswer,
    check_code,
    codes_left,
    digits_of,
    enrol,
    has_second_factor,
    is_required_of,
    minutes_off,
    new_key,
    remove,
    renew_codes,
)
from reports.people.sessions import record_session
from tests.people.second_factors import bind, code_of, wrong_code_of

HERE = "192.0.2.1"


def test_a_phone_is_bound_by_a_code_of_its_key_alone(cast):
    key = new_key()
    for code in (wrong_code_of(key), "", "12345", "1" * 12, code_of(new_key())):
        assert enrol(cast.clerk, key, code) is None
    assert not has_second_factor(cast.clerk)
    assert TOTPDevice.objects.count() == 0
    codes = enrol(cast.clerk, key, code_of(key))
    assert (len(codes), len(set(codes)), {len(code) for code in codes}) == (10, 10, {12})
    assert has_second_factor(cast.clerk)
    assert not has_second_factor(cast.leader)


def test_a_failed_change_of_the_phone_leaves_the_one_before(cast):
    key, codes = bind(cast.clerk)
    assert enrol(cast.clerk, new_key(), "000000") is None
    assert check_code(cast.clerk, code_of(key)).answer is CodeAnswer.TAKEN
    assert check_code(cast.clerk, codes[0]).answer is CodeAnswer.RECOVERED


def test_another_phone_takes_the_place_of_the_first(cast):
    (first, codes), (second, _) = bind(cast.clerk), bind(cast.clerk)
    assert check_code(cast.clerk, codes[0]).answer is CodeAnswer.WRONG
    assert check_code(cast.clerk, code_of(second)).answer is CodeAnswer.TAKEN
    assert TOTPDevice.objects.count() == 1
    assert first != second


def test_binding_a_phone_ends_every_session(cast):
    record_session(cast.clerk, "elsewhere", HERE, "Edge")
    record_session(cast.leader, "kept", HERE, "Edge")
    bind(cast.clerk)
    assert [each.session_key for each in SessionRecord.objects.all()] == ["kept"]


def test_a_code_is_taken_once(cast):
    key, _ = bind(cast.clerk)
    code = code_of(key)
    assert check_code(cast.clerk, code).answer is CodeAnswer.TAKEN
    assert check_code(cast.clerk, code).answer is CodeAnswer.USED
    assert check_code(cast.clerk, code_of(key, steps=1)).answer is CodeAnswer.TOO_SOON


def test_a_recovery_code_is_taken_once_and_is_kept_as_a_hash_alone(cast):
    _, codes = bind(cast.clerk)
    stored = set(StaticToken.objects.values_list("token", flat=True))
    assert len(stored) == 10
    assert not {code for code in codes if any(code in each or each in code for each in stored)}
    assert check_code(cast.clerk, codes[3]).answer is CodeAnswer.RECOVERED
    assert codes_left(cast.clerk) == 9
    assert check_code(cast.clerk, codes[3]).answer is CodeAnswer.WRONG


def test_ones_own_code_opens_nobody_elses_account(cast):
    (own, codes), _ = bind(cast.clerk), bind(cast.leader)
    assert check_code(cast.leader, code_of(own)).answer is CodeAnswer.WRONG
    assert check_code(cast.leader, codes[0]).answer is CodeAnswer.WRONG


def test_each_wrong_code_makes_the_next_wait_twice_as_long(cast):
    key, _ = bind(cast.clerk)
    start, waits = timezone.now(), []
    for number in range(4):
        with time_machine.travel(start + timedelta(minutes=number), tick=False):
            assert check_code(cast.clerk, wrong_code_of(key)).answer is CodeAnswer.WRONG
            waits.append(check_code(cast.clerk, code_of(key)).wait)
    assert waits == [2, 3, 5, 9]
    with time_machine.travel(start + timedelta(minutes=5), tick=False):
        assert check_code(cast.clerk, code_of(key)).is_taken


def test_a_recovery_code_is_taken_while_the_phone_must_wait(cast):
    key, codes = bind(cast.clerk)
    check_code(cast.clerk, wrong_code_of(key))
    assert check_code(cast.clerk, code_of(key)).answer is CodeAnswer.TOO_SOON
    assert check_code(cast.clerk, codes[0]).answer is CodeAnswer.RECOVERED


@pytest.mark.django_db(transaction=True)
def test_of_the_same_code_at_one_moment_one_is_taken(cast):
    key, codes = bind(cast.clerk)
    for code in (code_of(key), codes[0]):
        barrier, answers = threading.Barrier(8), []

        def attempt(code=code, barrier=barrier, answers=answers):
            barrier.wait()
            answers.append(check_code(cast.clerk, code).is_taken)
            connection.close()

        threads = [threading.Thread(target=attempt) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(answers), sum(answers)) == (8, 1)


def test_new_recovery_codes_replace_those_before(cast):
    _, old = bind(cast.clerk)
    new = renew_codes(cast.clerk)
    assert check_code(cast.clerk, old[0]).answer is CodeAnswer.WRONG
    assert not set(old) & set(new)
    assert renew_codes(cast.leader) is None


def test_what_was_removed_asks_for_nothing_any_more(cast):
    key, codes = bind(cast.clerk)
    remove(cast.clerk)
    assert not has_second_factor(cast.clerk)
    assert codes_left(cast.clerk) == 0
    for code in (code_of(key), codes[0]):
        assert check_code(cast.clerk, code).answer is CodeAnswer.WRONG


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("123456", "123456"),
        ("１２３ ４５６", "123456"),
        ("123\u3000456", "123456"),
        (" 1234-5678－9012\t", "123456789012"),
        ("123\xa0456", "123456"),
        ("12345a", "12345a"),
        ("١٢٣٤٥٦", "١٢٣٤٥٦"),
    ],
    ids=["plain", "full width", "wide blank", "dashes", "hard blank", "letter", "arabic"],
)
def test_a_code_is_read_as_it_is_typed(typed, digits):
    assert digits_of(typed) == digits


def test_digits_that_are_none_of_ours_are_no_code(cast):
    bind(cast.clerk)
    assert check_code(cast.clerk, "١٢٣٤٥٦").answer is CodeAnswer.WRONG


@pytest.mark.parametrize("minutes", [-20, -3, 0, 3, 45])
def test_a_wrong_clock_is_recognised_by_the_code(minutes):
    key = new_key()
    assert minutes_off(key, code_of(key, steps=2 * minutes)) == minutes
    assert minutes_off(key, "12345") is None


def test_a_clock_that_is_a_day_off_is_not_recognised():
    key = new_key()
    far = code_of(key, steps=24 * 120)
    assert far in {code_of(key, steps=steps) for steps in range(-120, 121)} or minutes_off(key, far) is None


# --- Who must have one -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "those"),
    [
        ([], set()),
        (["administrator"], {"administrator"}),
        (["supervisor", "administrator"], {"administrator", "supervisor", "stranger"}),
        (["reader"], {"leader", "reader"}),
    ],
    ids=["nobody", "administrators", "two roles", "readers"],
)
def test_the_setting_names_the_roles_that_must_have_one(cast, settings, setting, those):
    settings.SECOND_FACTOR_REQUIRED = setting
    people = ("clerk", "leader", "reader", "supervisor", "stranger", "administrator")
    assert {name for name in people if is_required_of(getattr(cast, name))} == those
    settings.DEMONSTRATION = True
    assert not any(is_required_of(getattr(cast, name)) for name in people)


def test_the_setting_knows_every_role_that_there_is():
    assert set(environment.ROLES) == {*Role.values, "administrator"}


def test_a_slip_in_the_setting_is_said_at_the_start():
    environment.require_known("SECOND_FACTOR_REQUIRED", ["clerk", "administrator"], environment.ROLES)
    with pytest.raises(ValueError, match=r"SECOND_FACTOR_REQUIRED knows clerk, .*, not administrators"):
        environment.require_known("SECOND_FACTOR_REQUIRED", ["administrators"], environment.ROLES)


# --- Reset by somebody else ------------------------------------------------------------------------


def test_an_administrator_resets_anothers_and_that_one_is_told(cast):
    bind(cast.clerk)
    record_session(cast.clerk, "somewhere", HERE, "Edge")
    reset_second_factor(cast.administrator, cast.clerk)
    assert not has_second_factor(cast.clerk)
    assert not cast.clerk.sessions.exists()
    notice = Notice.objects.get()
    assert (notice.recipient, notice.organ, notice.title) == (cast.clerk, cast.township, "两步验证")
    assert "已由管理员孙某某重置" in notice.words
    assert SecondFactorReset.objects.get().by == cast.administrator


@pytest.mark.parametrize("by", ["administrator", "supervisor"])
def test_nobody_resets_their_own_nor_does_anybody_without_the_right(cast, by):
    account = cast.administrator if by == "administrator" else cast.clerk
    bind(account)
    with pytest.raises(NotAllowed):
        reset_second_factor(getattr(cast, by), account)
    assert has_second_factor(account)
    assert not SecondFactorReset.objects.exists()


def test_there_is_nothing_to_reset_where_there_is_no_second_factor(cast):
    with pytest.raises(NotAllowed, match="没有启用两步验证"):
        reset_second_factor(cast.administrator, cast.clerk)
    reset_on_the_server(cast.clerk)
    assert not SecondFactorReset.objects.exists()


# --- Asked again --------------------------------------------------------------------------------------


def test_an_answer_holds_a_quarter_of_an_hour_in_its_own_session(cast):
    key, _ = bind(cast.clerk)
    for each in ("here", "there"):
        record_session(cast.clerk, each, HERE, "Edge", proved_at=timezone.now() - timedelta(hours=1))
    assert not has_proved(cast.clerk, "here")
    assert prove_by_code(cast.clerk, "here", code_of(key)).is_taken
    assert has_proved(cast.clerk, "here")
    assert not has_proved(cast.clerk, "there")
    assert not has_proved(cast.leader, "here")
    with time_machine.travel(timezone.now() + timedelta(minutes=14)):
        assert has_proved(cast.clerk, "here")
    for minutes in (16, -5):  # and not where the clock was set back
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            assert not has_proved(cast.clerk, "here")


def test_the_second_click_of_a_double_click_is_taken_with_the_first(cast):
    key, _ = bind(cast.clerk)
    record_session(cast.clerk, "here", HERE, "Edge", proved_at=timezone.now() - timedelta(hours=1))
    answers = [prove_by_code(cast.clerk, "here", code_of(key)).answer for _ in range(2)]
    assert answers == [CodeAnswer.TAKEN, CodeAnswer.TAKEN]


def test_what_is_asked_for_follows_from_the_account_and_the_setting(cast, settings):
    bind(cast.clerk)
    asked = {name: proof_asked_of(getattr(cast, name)) for name in ("clerk", "leader")}
    assert asked == {"clerk": ProofAsked.CODE, "leader": None}
    assert proof_asked_of(cast.leader, always=True) is ProofAsked.PASSWORD
    settings.REAUTHENTICATE = True
    assert (proof_asked_of(cast.clerk), proof_asked_of(cast.leader)) == (ProofAsked.CODE, ProofAsked.PASSWORD)


# --- What is noted ------------------------------------------------------------------------------------


def test_every_act_goes_through_the_one_place_where_it_is_noted(cast):
    key, codes = bind(cast.clerk)
    record_session(cast.clerk, "here", HERE, "Edge", proved_at=timezone.now() - timedelta(hours=1))
    check_code(cast.clerk, wrong_code_of(key))
    prove_by_code(cast.clerk, "here", codes[0])
    renew_codes(cast.clerk)
    remove(cast.clerk)
    bind(cast.clerk)
    reset_second_factor(cast.administrator, cast.clerk)
    bind(cast.clerk)
    reset_on_the_server(cast.clerk)
    entries = AuditEntry.objects.filter(action=AuditAction.SECOND_FACTOR).order_by("number")
    said = [json.loads(bytes(each.body)) for each in entries]
    clerk, administrator = cast.clerk.pk, cast.administrator.pk
    assert [(each["details"]["变更"], each["actor"]) for each in said] == [
        ("启用", clerk),
        ("验证码或恢复码不正确", clerk),
        ("使用恢复码", clerk),
        ("再次验证", clerk),
        ("换恢复码", clerk),
        ("停用", clerk),
        ("启用", clerk),
        ("重置", administrator),
        ("启用", clerk),
        ("重置", None),
    ]
    assert {each["about"] for each in said} == {"账号 clerk（李某某）"}
    assert not [secret for secret in (key, *codes) if secret in str(said)]
