"""A page that lists things asks the database as often for thirty of them as for three."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.formats.json import writer as interchange_file
from reports.models import (
    AnnualReport,
    AppraisalScheme,
    Batch,
    Event,
    Explanation,
    Extension,
    Membership,
    Notice,
    Opinion,
    OpinionReply,
    Organ,
    Publication,
    ReportingYear,
    Role,
    ScoreAnswer,
    ScoreEntry,
    SessionRecord,
    Stage,
    Status,
    User,
    ValueChange,
    Version,
)
from reports.models.publication import publish_files
from reports.official import EDITION_2021
from reports.official.interchange import canonical, content_hash
from reports.people.phrases import added, change_phrases
from tests.conftest import YEAR
from tests.lifecycle.appraisal.schemes import opened
from tests.views.archives import an_archive
from tests.views.uploads import an_upload

REPORT = f"/reports/beizi/{YEAR}"


def an_event(world, number):
    """Submitted and returned in turn, each with its content, and a value changed before it."""
    report, people = world.filled, (world.cast.clerk, world.cast.supervisor)
    action, status = (("submit", "in_review"), ("return", "returned"))[number % 2]
    ValueChange.objects.create(
        report=report, round=1, address="problems", old=f"{number}", new=f"{number + 1}", source="typed",
        editor=people[number % 2],
    )  # fmt: skip
    event = Event.objects.create(
        report=report, round=number // 2 + 1, action=action, from_status="draft", to_status=status,
        actor=people[number % 2], content_hash=content_hash(report.data()),
    )  # fmt: skip
    Version.objects.create(event=event, content=canonical(report.data()))


def an_opinion(world, number):
    """Each by somebody else, with two replies."""
    author = User.objects.create(username=f"author-{number}", full_name=f"某{number}")
    opinion = Opinion.objects.create(
        report=world.filled, number=number + 1, round=1, anchor="problems", level="must", code="other",
        words=f"请核对（{number}）。", state="answered", author=author,
    )  # fmt: skip
    for state in ("answered", "open"):
        OpinionReply.objects.create(opinion=opinion, state=state, words="已核对。", author=author)


def a_publication(world, number, is_compared=False):
    """A revision after the other, each with what it corrected; or from before that was kept."""
    organ, data = world.cast.township, world.filled.data()
    report = world.filled
    if number:
        report = AnnualReport.objects.create(organ=organ, year=YEAR, revision=number + 1, edition="2021")
    Event.objects.create(
        report=report, round=1, action="correct", from_status="published", to_status="published",
        actor=world.cast.supervisor, reason=f"更正的原因（{number}）。",
    )  # fmt: skip
    corrected = None if is_compared else []
    publication = Publication.objects.create(
        report=report, by=world.cast.clerk, content_hash=content_hash(data), corrected=corrected
    )
    publish_files(publication, {"json": interchange_file.write(data), "pdf": b"%PDF", "xlsx": b"PK"})
    AnnualReport.objects.filter(pk=report.pk).update(status=Status.PUBLISHED)


def a_publication_from_before(world, number):
    a_publication(world, number, is_compared=True)


def a_phrase(world, number):
    texts = list(EDITION_2021.text)
    change_phrases(world.cast.county, texts[number % len(texts)], added(f"依法公开（{number}）。"))


def a_notice(world, number):
    Notice.objects.create(
        recipient=world.cast.clerk,
        organ=an_organ(world, number),
        year=YEAR,
        about="remind",
        title=f"{number}",
        words="x",
    )


def an_organ(world, number):
    names = {"name": f"第{number}镇人民政府", "short_name": f"第{number}镇", "self_reference": "我镇"}
    return Organ.objects.create(slug=f"town-{number}", kind="township", superior=world.cast.county, **names)


def an_account(world, number):
    user = User.objects.create(username=f"account-{number}", full_name=f"某{number}")
    for role in (Role.CLERK, Role.READER):
        Membership.objects.create(user=user, organ=world.cast.township, role=role)
    Membership.objects.create(user=user, organ=an_organ(world, number), role=Role.CLERK)


def a_year(world, number):
    days = {"opens_on": date(2022, 12, 1), "due_on": date(2023, 1, 20)}
    ReportingYear.objects.create(year=YEAR, superior=an_organ(world, number), **days)


def an_extension(world, number):
    given = {"organ": world.cast.township, "year": YEAR, "reason": f"洪灾抢险，无法按期填报（{number}）"}
    giver = User.objects.create(username=f"giver-{number}", full_name=f"某{number}")
    due = date(2023, 2, 1) + timedelta(number)
    Extension.objects.create(due_on=due, publish_by=due, granted_by=giver, **given)


def a_session(world, number):
    SessionRecord.objects.create(
        user=world.cast.clerk, session_key=f"key-{number}", address="10.0.0.1", device="Chromium", since=timezone.now()
    )


def an_explanation(world, number):
    author = User.objects.create(username=f"author-{number}", full_name=f"某{number}")
    Explanation.objects.create(
        report=world.filled, fingerprint=f"{number:064}", rule="Z5", place=f"{number:064}", finding="现行有效件数",
        body="上级机关认定。", author=author, judged_by=author, judgement="questioned", question="请附文号。",
    )  # fmt: skip


def a_file(world, number):
    an_upload(world.cast, pk=number + 1)


def a_batch(world, number):
    Batch.objects.create(by=world.cast.supervisor, name=f"{number}.zip", size=1, stage=Stage.READ)


def a_file_of_a_batch(world, number):
    batch = Batch.objects.filter(pk=1).first() or an_archive(world.cast)
    organ = an_organ(world, number)
    batch.files.create(number=10 + number, path=f"{number}.pdf", size=1, is_read=True, organ=organ, year=YEAR - 3)


def an_assessed_organ(world, number):
    """With an answer to its sheet and an entry; the scheme is open."""
    scheme = AppraisalScheme.objects.first() or opened(world.cast)
    organ = an_organ(world, number)
    day = date(YEAR + 1, 1, 5)
    Extension.objects.create(
        organ=organ, year=YEAR, due_on=day, publish_by=day, reason="说明", granted_by=world.cast.supervisor
    )
    manual = scheme.items.get(evidence="manual")
    ScoreEntry.objects.create(item=manual, organ=organ, tenths=10, reason="说明", by=world.cast.supervisor)
    ScoreAnswer.objects.create(scheme=scheme, organ=organ, text="不同意。", by=world.cast.clerk)


# By the page: who reads it, what there is three and thirty of, and in which state the report is.
PAGES = {
    f"{REPORT}/history/": ("clerk", an_event, None),
    f"{REPORT}/history/compare/": ("clerk", an_event, None),
    f"{REPORT}/review/": ("supervisor", an_opinion, Status.IN_REVIEW),
    f"{REPORT}/review/?compare=submission": ("supervisor", an_event, Status.IN_REVIEW),
    f"{REPORT}/decide/approve/": ("supervisor", an_opinion, Status.IN_REVIEW),
    f"{REPORT}/decide/return/": ("supervisor", an_explanation, Status.IN_REVIEW),
    f"{REPORT}/": ("clerk", an_opinion, Status.RETURNED),
    f"{REPORT}/problems/": ("clerk", an_opinion, Status.RETURNED),
    f"{REPORT}/check/": ("clerk", an_explanation, Status.RETURNED),
    f"{REPORT}/submit/": ("clerk", an_explanation, Status.RETURNED),
    f"/public/beizi/{YEAR}/": (None, a_publication, None),
    f"/public/beizi/{YEAR}/?size=large": (None, a_publication_from_before, None),
    f"/public/beizi/{YEAR}/1/": (None, a_publication, None),
    f"/public/beizi/{YEAR}/1/report.pdf": (None, a_publication, None),
    f"/public/beizi/{YEAR}/1/package.zip": (None, a_publication, None),
    "/public/?name=%E4%B9%A1": (None, a_publication, None),  # what is searched for by name is not kept
    "/api/v1/reports/?name=%E4%B9%A1": (None, a_publication, None),
    "/phrases/": ("supervisor", a_phrase, None),
    f"/county/lushan/{YEAR}/scores/": ("supervisor", an_assessed_organ, None),
    f"/county/lushan/{YEAR}/scores/?order=score": ("supervisor", an_assessed_organ, None),
    f"/county/lushan/{YEAR}/scores/close/": ("supervisor", an_assessed_organ, None),
    "/notices/": ("clerk", a_notice, None),
    "/account/": ("clerk", a_session, None),
    f"/review/extensions/beizi/{YEAR}/": ("supervisor", an_extension, None),
    "/review/": ("supervisor", an_organ, None),
    f"/review/?year={YEAR}&tab=all": ("supervisor", an_organ, None),
    f"/review/?year={YEAR}&tab=not_submitted": ("supervisor", an_organ, None),
    "/review/earlier/": ("supervisor", a_batch, None),
    "/review/earlier/1/": ("supervisor", a_file_of_a_batch, None),
    "/uploads/beizi/": ("clerk", a_file, None),
    "/administration/organs/": ("administrator", an_organ, None),
    "/administration/accounts/": ("administrator", an_account, None),
    "/administration/accounts/edit/clerk/": ("administrator", an_account, None),
    "/administration/years/": ("administrator", a_year, None),
}


class World:
    def __init__(self, cast, filled):
        self.cast, self.filled = cast, filled


def queries(client, address):
    client.get(address)  # the first page of a session also notes when it was seen
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == HTTPStatus.OK
    return [each["sql"] for each in captured]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_as_often_for_thirty_as_for_three(filled, cast, as_user, address):
    person, made, status = PAGES[address]
    world = World(cast, filled)
    client = as_user(getattr(cast, person)) if person else Client()
    counted = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            made(world, number)
        if status:
            AnnualReport.objects.update(status=status, round=1)
        counted.append(queries(client, address))
    few, many = counted
    assert len(many) == len(few), "\n".join(sorted(set(many) - set(few)))
