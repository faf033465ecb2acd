"""An organ changes while a report is in work: what was submitted stays as it was, and every state leads somewhere."""

import re
from datetime import date
from http import HTTPStatus

import pytest

from reports.lifecycle.awaiting import WHEN_RETIRED
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history import proof
from reports.lifecycle.readiness import is_reviewed_first
from reports.lifecycle.refusals import NotEditable, Refused
from reports.lifecycle.transitions import available
from reports.lifecycle.workflow import open_review
from reports.models import AnnualReport, Membership, Organ, ReportingYear, Role, Status, User
from reports.models.years import period
from reports.official.interchange import content_hash
from reports.people.administration import NotAllowed
from reports.people.organs import save_organ
from reports.web.access import may_edit
from tests.conftest import YEAR
from tests.deciding import perform
from tests.markup import flat

REASON = "第五部分没有逐项写明改进情况，请补充。"
PAGE = f"/reports/beizi/{YEAR}/"
WAY = {
    Status.DRAFT: [],
    Status.SIGNING: ["submit"],
    Status.IN_REVIEW: ["submit", "sign"],
    Status.RETURNED: ["submit", "sign", "return"],
    Status.APPROVED: ["submit", "sign", "approve"],
    Status.PUBLISHED: ["submit", "sign", "approve", "publish"],
}
BY = {"submit": "clerk", "sign": "leader", "publish": "clerk", "approve": "supervisor", "return": "supervisor"}


def bring_to(status, report, cast):
    for action in WAY[status]:
        perform(action, report.pk, getattr(cast, BY[action]), reason=REASON if action == "return" else "")
    report = fresh(report)
    if status == Status.IN_REVIEW:
        open_review(report, cast.supervisor)
    assert report.status == status
    return fresh(report)


def fresh(report):
    return AnnualReport.objects.select_related("organ__superior", "reviewer").get(pk=report.pk)


def people(cast):
    """The people as if they signed in anew: roles are read once a request."""
    names = ("clerk", "leader", "supervisor", "stranger")
    return {name: User.objects.get(username=name) for name in names}


def _rename(cast):
    Organ.objects.filter(pk=cast.township.pk).update(name="背孜镇人民政府", kind="subdistrict")


def _move(cast):
    elsewhere = Organ.objects.get(slug="elsewhere")
    Organ.objects.filter(pk=cast.township.pk).update(superior=elsewhere)


def _remove_superior(cast):
    Organ.objects.filter(pk=cast.township.pk).update(superior=None)


def _retire_superior(cast):
    """Its office is dissolved after the townships have come under another."""
    elsewhere = Organ.objects.get(slug="elsewhere")
    Organ.objects.filter(superior=cast.county).update(superior=elsewhere)
    Organ.objects.filter(pk=cast.county.pk).update(is_active=False)


def _retire(cast):
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)


def _nobody(role):
    return lambda cast: User.objects.filter(memberships__role=role).exclude(username="stranger").update(is_active=False)


CHANGES = {
    "renamed": _rename,
    "under another superior": _move,
    "without a superior": _remove_superior,
    "superior retired": _retire_superior,
    "retired": _retire,
    "last leader gone": _nobody(Role.LEADER),
    "last clerk gone": _nobody(Role.CLERK),
    "last supervisor gone": _nobody(Role.SUPERVISOR),
}
# Who can do something then; the administrator is left where nobody of the organs can, and gives somebody the role.
LEFT_TO_THE_ADMINISTRATOR = {
    ("retired", Status.DRAFT),
    ("retired", Status.RETURNED),
    ("retired", Status.PUBLISHED),
    ("last clerk gone", Status.DRAFT),
    ("last clerk gone", Status.RETURNED),
    ("last supervisor gone", Status.PUBLISHED),
}


@pytest.mark.parametrize("status", WAY)
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_becomes_of_the_organ_somebody_can_go_on_and_no_page_fails(
    filled, with_leader, as_user, change, status
):
    cast = with_leader
    report = bring_to(status, filled, cast)
    CHANGES[change](cast)
    report, can = fresh(report), set()
    for name, person in people(cast).items():
        if not person.is_active:
            continue
        actions = [
            each.action for each in available(report, person) if not each.guards or _passes(each, report, person)
        ]
        can |= {name} if actions or may_edit(person, report) else set()
        browser = as_user(person)
        for page in ("/", PAGE, f"{PAGE}preview/", f"{PAGE}check/", *(f"{PAGE}decide/{each}/" for each in actions)):
            assert browser.get(page, follow=True).status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND)
    assert (can == set()) == ((change, status) in LEFT_TO_THE_ADMINISTRATOR)


def _passes(transition, report, person):
    return not any(guard(report, person) for guard in transition.guards)


@pytest.mark.parametrize("status", [Status.SIGNING, Status.IN_REVIEW, Status.APPROVED, Status.PUBLISHED])
def test_what_was_submitted_keeps_name_kind_and_reviewer(filled, with_leader, status):
    report = bring_to(status, filled, with_leader)
    before = content_hash(report.data())
    _rename(with_leader)
    _move(with_leader)
    report = fresh(report)
    assert (content_hash(report.data()), str(report)) == (before, f"背孜乡人民政府 {YEAR} 年度报告")
    assert report.reviewing_organ == with_leader.county


def test_what_is_written_on_follows_the_organ(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    _rename(cast)
    _move(cast)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    report = fresh(filled)
    assert (report.data().organ, report.data().kind) == ("背孜镇人民政府", "subdistrict")
    assert (report.reviewing_organ.slug, report.submitted_name, report.reviewer) == ("elsewhere", "", None)


def test_a_rename_before_publication_stops_nothing(filled, with_leader):
    bring_to(Status.APPROVED, filled, with_leader)
    _rename(with_leader)
    perform("publish", filled.pk, with_leader.clerk)
    assert fresh(filled).status == Status.PUBLISHED


def test_without_a_superior_the_own_leader_revokes_and_corrects(filled, with_leader):
    cast = with_leader
    _remove_superior(cast)
    perform("submit", filled.pk, cast.clerk)
    perform("sign", filled.pk, cast.leader)
    assert fresh(filled).status == Status.APPROVED
    with pytest.raises(Refused, match="没有“撤销审核通过”的权限"):
        perform("revoke", filled.pk, cast.clerk, reason=REASON)
    perform("revoke", filled.pk, cast.leader, reason=REASON)
    perform("submit", filled.pk, cast.clerk)
    perform("sign", filled.pk, User.objects.get(pk=cast.leader.pk))
    perform("publish", filled.pk, cast.clerk)
    perform("correct", filled.pk, cast.leader, reason=REASON)
    assert list(AnnualReport.objects.values_list("revision", "status")) == [(2, "draft"), (1, "published")]


def test_with_a_superior_the_own_leader_neither_revokes_nor_corrects(filled, with_leader):
    bring_to(Status.APPROVED, filled, with_leader)
    with pytest.raises(Refused, match="没有“撤销审核通过”的权限"):
        perform("revoke", filled.pk, with_leader.leader, reason=REASON)


@pytest.mark.parametrize("change", [_remove_superior, _retire_superior, _move, CHANGES["last supervisor gone"]])
def test_where_the_superior_vanished_withdrawing_and_submitting_again_works(filled, cast, change):
    perform("submit", filled.pk, cast.clerk)
    open_review(fresh(filled), cast.supervisor)
    with pytest.raises(Refused, match="审核员已开始审核，不能撤回"):
        perform("withdraw", filled.pk, cast.clerk)
    change(cast)
    perform("withdraw", filled.pk, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    assert fresh(filled).status == (Status.APPROVED if change is _remove_superior else Status.IN_REVIEW)


def test_a_report_stays_in_the_queue_of_whom_it_was_submitted_to(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    _move(cast)
    asked = f"/review/?year={YEAR}&tab=in_review"
    assert "背孜乡人民政府" in as_user(cast.supervisor).get(asked).content.decode()
    assert "背孜乡人民政府" not in as_user(cast.stranger).get(asked).content.decode()
    perform("approve", filled.pk, cast.supervisor)
    assert fresh(filled).status == Status.APPROVED


def test_a_retired_organ_neither_saves_nor_submits_nor_signs(filled, with_leader, as_user):
    cast = with_leader
    _retire(cast)
    old = filled.stored_texts()["other_matters"]
    with pytest.raises(NotEditable, match="背孜乡人民政府已停用，不能填报"):
        save(filled.pk, cast.clerk, [Edit("other_matters", old, "新")])
    edits = '{"edits": [["other_matters", "", "新"]]}'
    answer = as_user(cast.clerk).post(f"{PAGE}other_matters/save/", edits, content_type="application/json")
    assert (answer.status_code, "已停用" in answer.json()["left"]) == (HTTPStatus.CONFLICT, True)
    with pytest.raises(Refused, match="已停用"):
        perform("submit", filled.pk, cast.clerk)
    AnnualReport.objects.update(status=Status.SIGNING)
    with pytest.raises(Refused, match="已停用"):
        perform("sign", filled.pk, cast.leader)
    assert fresh(filled).stored_texts()["other_matters"] == old


def test_the_leader_of_a_retired_organ_is_offered_to_send_back_and_told_why_not_to_sign(filled, with_leader, as_user):
    bring_to(Status.SIGNING, filled, with_leader)
    _retire(with_leader)
    browser = as_user(with_leader.leader)
    report, page = (browser.get(path, follow=True).content.decode() for path in (PAGE, f"{PAGE}decide/sign/"))
    assert (f"{PAGE}decide/sign/" in report, f"{PAGE}decide/send_back/" in report) == (False, True)
    told = "背孜乡人民政府已停用，不能办理。如需办理，请先由管理员启用。"
    assert (told in page, "不能签发" in page, 'name="content_hash"' in page) == (True, False, False)


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_retired_organ_leaves_the_list_of_those_who_have_not_submitted(cast, as_user, request, is_begun):
    if is_begun:
        request.getfixturevalue("filled")
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)
    page = as_user(cast.supervisor).get(f"/review/?year={YEAR}&tab=not_submitted").content.decode()
    assert ("背孜乡人民政府" in page, "瓦屋镇人民政府" in page) == (False, True)
    assert [count for key, _, count in as_user(cast.supervisor).get(f"/review/?year={YEAR}").context["tabs"]][2] == 1


def test_an_organ_is_reviewed_by_nobody_only_where_it_has_no_superior(filled, cast):
    assert is_reviewed_first(fresh(filled))
    Membership.objects.filter(role=Role.SUPERVISOR).delete()
    assert is_reviewed_first(fresh(filled))
    _remove_superior(cast)
    assert not is_reviewed_first(fresh(filled))


ORGAN = {"name": "背孜乡人民政府", "short_name": "背孜乡", "self_reference": "我乡", "kind": "township"}
FORM = "/administration/organs/edit/beizi/"


def _set_days(superior, due_on):
    days = {"opens_on": date(YEAR, 12, 1), "due_on": due_on, "publish_by": due_on}
    ReportingYear.objects.create(year=YEAR, superior=superior, **days)


def test_another_superior_does_not_make_a_report_late(filled, cast, as_user):
    _set_days(cast.county, date(2023, 3, 10))
    _set_days(Organ.objects.get(slug="elsewhere"), date(2023, 1, 10))
    as_user(cast.administrator).post(FORM, ORGAN | {"superior": "elsewhere", "confirmed": "elsewhere"})
    days = period(YEAR, Organ.objects.get(slug="beizi"))
    assert (days.due_on, days.publish_by) == (date(2023, 3, 10), date(2023, 3, 10))
    assert days.extension.reason == "审核单位变更，截止日期不变"
    page = as_user(cast.clerk).get(PAGE).content.decode()
    assert ("截止日期仍为 2023-03-10：审核单位已变更" in page, "延期至" in page) == (True, False)


def test_before_it_happens_it_is_said_which_deadline_and_which_reviewer_will_hold(filled, cast, as_user):
    _set_days(cast.county, date(2023, 3, 10))
    elsewhere = Organ.objects.get(slug="elsewhere")
    _set_days(elsewhere, date(2023, 1, 10))
    browser, moved = as_user(cast.administrator), ORGAN | {"superior": "elsewhere"}

    def told():
        page = browser.post(FORM, moved).content.decode()
        return [each for each in re.findall(r"<li>([^<]+)</li>", page) if each.startswith(str(YEAR))]

    days = "截止日期仍为 2023-03-10（新审核单位的 2023-01-10 较早，不因此逾期）"
    assert told() == [f"{YEAR} 年度报告（填报中）：提交后由{elsewhere}审核；{days}"]
    assert Organ.objects.get(slug="beizi").superior == cast.county
    perform("submit", filled.pk, cast.clerk)
    stays = f"已提交，仍由{cast.county}审核，退回后再次提交的改由{elsewhere}审核"
    assert told() == [f"{YEAR} 年度报告（待审核）：{stays}；{days}"]
    browser.post(FORM, moved | {"confirmed": "lushan"})  # what was confirmed was another one
    assert Organ.objects.get(slug="beizi").superior == cast.county
    browser.post(FORM, moved | {"confirmed": "elsewhere"})
    assert Organ.objects.get(slug="beizi").superior == elsewhere
    assert fresh(filled).reviewing_organ == cast.county


def test_another_superior_that_gives_more_time_gives_it(filled, cast, as_user):
    _set_days(Organ.objects.get(slug="elsewhere"), date(2023, 3, 10))
    as_user(cast.administrator).post(FORM, ORGAN | {"superior": "elsewhere", "confirmed": "elsewhere"})
    days = period(YEAR, Organ.objects.get(slug="beizi"))
    assert (days.due_on, days.extension) == (date(2023, 3, 10), None)


def test_that_nobody_reviews_is_chosen_or_said_loudly(cast, as_user):
    browser = as_user(cast.administrator)
    refused = "没有审核单位，其报告将无人审核：请选择审核单位，或选“不需审核”"
    page = browser.post(FORM, ORGAN | {"superior": "", "confirmed": "-"}, follow=True).content.decode()
    assert (refused in page, Organ.objects.get(slug="beizi").superior) == (True, cast.county)
    Organ.objects.filter(slug="beizi").update(superior=None)  # as an older version let it be
    assert browser.get("/administration/organs/").content.decode().count("无人审核</span>") == 3
    assert "本单位的报告无人审核" in browser.get(FORM).content.decode()
    Organ.objects.filter(slug="beizi").update(superior=cast.county)
    chosen = {"superior": "", "needs_no_review": "yes", "confirmed": "-"}
    page = flat(browser.post(FORM, ORGAN | chosen, follow=True).content.decode())
    assert (page.count("无人审核</span>"), page.count("<td>不需审核</td>")) == (2, 1)
    page = browser.post(FORM, ORGAN | {"superior": "lushan", "needs_no_review": "yes"}).content.decode()
    assert "已选择审核单位，不能再选“不需审核”" in page


def test_only_an_organ_that_can_have_subordinates_is_asked_about_their_reports(cast, as_user):
    browser = as_user(cast.administrator)
    asked = "下级单位的报告"
    pages = [FORM, "/administration/organs/new/", "/administration/organs/edit/lushan/"]
    assert [asked in browser.get(page).content.decode() for page in pages] == [False, False, True]


@pytest.fixture
def line(cast):
    """Organs one above the other: 县 over 一 over 二 over 三."""
    above, made = cast.county, []
    for slug in ("first", "second", "third"):
        above = Organ.objects.create(slug=slug, name=f"{slug}办公室", short_name=slug, kind="office", superior=above)
        made.append(above)
    return made


@pytest.mark.parametrize("below", [0, 1, 2])
def test_no_organ_comes_to_stand_above_itself_however_long_the_line(line, cast, below):
    cast.county.superior = line[below]
    with pytest.raises(NotAllowed, match="审核单位不能是本单位或其下级单位"):
        save_organ(cast.county, ["superior"], cast.administrator)
    assert Organ.objects.get(pk=cast.county.pk).superior is None
    line[2].superior = cast.county  # out of the line, which is none
    save_organ(line[2], ["superior"], cast.administrator)
    assert Organ.objects.get(slug="third").superior == cast.county


def test_an_organ_leaves_a_circle_that_stood_before_and_enters_none(line, cast):
    """As an older version, or somebody with the database, left it: 一 over 二 over 三 over 一."""
    Organ.objects.filter(slug="first").update(superior=line[2])
    cast.township.superior = line[1]  # above it is a circle in which it does not stand
    save_organ(cast.township, ["superior"], cast.administrator)
    first = Organ.objects.get(slug="first")
    with pytest.raises(NotAllowed):
        save_organ(first, ["superior"], cast.administrator)
    first.superior = cast.county
    save_organ(first, ["superior"], cast.administrator)
    assert proof.verify().broken == ""


def test_a_circle_that_stands_in_the_database_is_named(line, cast):
    assert proof.verify().broken == ""
    Organ.objects.filter(slug="first").update(superior=line[2])
    Organ.objects.filter(slug="beizi").update(superior=line[0])  # below it, and not in it
    Organ.objects.filter(slug="wawu").update(superior=cast.neighbouring_township)  # above itself
    said = "审核单位首尾相接，须由管理员改设其中一个的审核单位："
    assert sorted(proof.verify().breaks) == sorted(
        [f"{said}first办公室 → third办公室 → second办公室 → first办公室", f"{said}瓦屋镇人民政府 → 瓦屋镇人民政府"]
    )


def test_a_form_writes_back_nothing_that_another_administrator_changed(cast):
    stale = Organ.objects.get(slug="beizi")
    Organ.objects.filter(slug="beizi").update(is_active=False)
    stale.telephone = "0375-1"
    save_organ(stale, ["telephone"], cast.administrator)
    stored = Organ.objects.get(slug="beizi")
    assert (stored.is_active, stored.telephone) == (False, "0375-1")


NOBODY = "背孜乡人民政府未设置审核单位，也未选“不需审核”：报告无人审核。请联系管理员设置。"


@pytest.mark.parametrize("is_chosen", [False, True])
def test_that_nobody_reviews_is_said_to_the_clerk_before_and_after_unless_it_was_chosen(
    filled, cast, as_user, is_chosen
):
    Organ.objects.filter(slug="beizi").update(superior=None, needs_no_review=is_chosen)
    browser = as_user(cast.clerk)
    before = [browser.get(f"{PAGE}{page}/").content.decode() for page in ("check", "submit")]
    perform("submit", filled.pk, cast.clerk)
    after = [browser.get(f"{PAGE}{page}/").content.decode() for page in ("submitted", "decide/publish")]
    assert [page.count(NOBODY) for page in (*before, *after)] == [0 if is_chosen else 1] * 4
    assert "报告未经审核，可以公布。" in after[0]
    assert "不需要审核" not in "".join((*before, *after))


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        (None, "将提交鲁山县人民政府办公室审核。"),
        (_remove_superior, "将提交，不经审核即可公布。"),
        (CHANGES["last supervisor gone"], "目前没有可以审核的人员。请联系管理员增设审核员。"),
    ],
)
def test_a_review_is_promised_only_where_there_will_be_one(filled, cast, as_user, change, promise):
    if change:
        change(cast)
    assert promise in as_user(cast.clerk).get(f"{PAGE}submit/").content.decode()


def test_the_last_ones_role_is_taken_only_after_it_was_said_what_waits_for_it(filled, with_leader, as_user):
    cast = with_leader
    perform("submit", filled.pk, cast.clerk)
    browser, words = (
        as_user(cast.administrator),
        f"背孜乡人民政府将没有启用的分管领导，以下报告将无人办理：{filled}（待签发）",
    )
    roles, last = "/administration/accounts/edit/leader/roles/", cast.leader.memberships.get(role=Role.LEADER)
    assert words in browser.post(roles, {"take": last.pk}).content.decode()
    assert Membership.objects.filter(pk=last.pk).exists()
    assert words in browser.get("/administration/accounts/edit/leader/activity/").content.decode()
    browser.post(roles, {"take": last.pk, "confirmed": "yes"})
    assert not Membership.objects.filter(pk=last.pk).exists()


def test_a_role_that_another_has_too_is_taken_at_once(filled, cast, as_user):
    browser, held = as_user(cast.administrator), cast.clerk.memberships.get()
    assert "将没有" not in browser.get("/administration/accounts/edit/clerk/activity/").content.decode()
    browser.post("/administration/accounts/edit/clerk/roles/", {"take": held.pk})
    assert not Membership.objects.filter(pk=held.pk).exists()


@pytest.mark.parametrize("status", [each for each in Status if each not in (Status.PUBLISHED, Status.ARCHIVED)])
def test_before_an_organ_is_retired_its_report_in_work_is_named_with_what_happens(filled, cast, as_user, status):
    AnnualReport.objects.update(status=status)
    confirmation = as_user(cast.administrator).get("/administration/organs/edit/beizi/activity/").content.decode()
    told = re.findall(r"<li>([^<]+)</li>", confirmation)
    assert told == [f"背孜乡人民政府 {YEAR} 年度报告（{status.label}）：{WHEN_RETIRED[status]}"]


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.ARCHIVED])
def test_what_is_done_with_is_no_reason_to_hesitate(filled, cast, as_user, status):
    AnnualReport.objects.update(status=status)
    for slug in ("beizi", "wawu"):
        page = as_user(cast.administrator).get(f"/administration/organs/edit/{slug}/activity/").content.decode()
        assert "以下报告正在办理" not in page


def test_what_is_said_of_a_retired_organs_reports_is_what_happens(filled, with_leader):
    cast = with_leader
    perform("submit", filled.pk, cast.clerk)
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)
    with pytest.raises(Refused):
        perform("sign", filled.pk, cast.leader)
    Organ.objects.update(is_active=True)
    perform("sign", filled.pk, cast.leader)
    Organ.objects.filter(pk=cast.township.pk).update(is_active=False)
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)


def test_before_an_organ_is_retired_what_it_still_reviews_of_others_is_named(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    other = Organ.objects.create(slug="other", name="新的审核单位", short_name="新", kind="office")
    for superior, onward in ((other, "改由新的审核单位审核"), (None, "不再有审核单位，填报员可以撤回")):
        Organ.objects.filter(pk=cast.township.pk).update(superior=superior)
        page = as_user(cast.administrator).get("/administration/organs/edit/lushan/activity/").content.decode()
        told = re.findall(r"<li>(背孜乡人民政府 [^<]+)</li>", page)
        assert told == [f"背孜乡人民政府 {YEAR} 年度报告（由鲁山县人民政府办公室审核中）：停用后{onward}"]
