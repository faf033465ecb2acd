"""Whatever anybody is answered without an account is walked: no person's name, no mail, nothing unpublished."""

import re
from html import unescape
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile, is_zipfile

import pytest
from django.test import Client
from pypdf import PdfReader

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.models import AnnualReport, Organ, User
from tests.conftest import YEAR
from tests.deciding import perform
from tests.views.publications import published, townships

ENTRANCES = ("/public/", "/public/?year=all", "/public/sitemap.xml", "/public/feed.xml", "/api/v1/reports/")
PUBLIC = re.compile(r"/(public|api/v1)/")
LINKS = re.compile(r"""(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>|"(/(?:public|api/v1)/[^"{]*)\"""")
DRAFTED = "尚未公布的一句话"
TITLE = "瓦屋镇尚未公布的标题"
REASON = "第六部分所列情况与实际不符，须更正。"


@pytest.fixture
def told(filled, cast):
    """A report published and corrected, a correction in work, a draft of a neighbour; everybody has a mail address."""
    for person in User.objects.all():
        person.email, person.telephone = f"{person.username}@mail.example", f"1390000{person.pk:04}"
        person.save()
    publish(filled, cast)
    for revision, words in ((2, "没有其他事项。"), (3, DRAFTED)):
        perform("correct", AnnualReport.objects.get(revision=revision - 1).pk, cast.supervisor, reason=REASON)
        correction = AnnualReport.objects.get(revision=revision)
        save(correction.pk, cast.clerk, [Edit("other_matters", correction.stored_texts()["other_matters"], words)])
        if revision == 2:
            publish(correction, cast)
    draft = open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    save(draft.pk, cast.neighbour, [Edit("title", draft.stored_texts().get("title", ""), TITLE)])
    save(draft.pk, cast.neighbour, [Edit("problems", "", DRAFTED)])
    published(cast.clerk, Organ.objects.get(slug=townships(cast.county, 1)[0].slug), YEAR)


def publish(report, cast):
    perform("submit", report.pk, cast.clerk)
    perform("approve", report.pk, cast.supervisor)
    perform("publish", report.pk, cast.clerk)


def walked():
    """Every public answer, by its address; what is linked is there."""
    ahead, found = list(ENTRANCES), {}
    while ahead:
        address = ahead.pop()
        if address in found or not PUBLIC.match(address):
            continue
        answer = Client().get(address)
        assert answer.status_code == HTTPStatus.OK, address
        found[address] = read(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        for link in LINKS.findall(found[address]):
            parts = urlsplit(urljoin(address, unescape("".join(link)).split("#")[0]))
            ahead.append(f"{parts.path}{'?' if parts.query else ''}{parts.query}")
    return found


def read(content):
    """All that is said in a page, a paper, a workbook or a package of these."""
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as archive:
            return "\n".join([*archive.namelist(), *(read(archive.read(name)) for name in archive.namelist())])
    if content.startswith(b"%PDF-"):
        paper = PdfReader(BytesIO(content))
        return "\n".join([str(paper.metadata), *(page.extract_text() for page in paper.pages)])
    return content.decode(errors="replace")


def test_nobody_is_named_and_nothing_is_told_that_is_not_published(told):
    found = walked()
    assert {f"/public/beizi/{YEAR}/", f"/public/beizi/{YEAR}/1/report.pdf", "/public/beizi/"} <= found.keys()
    assert len(found) > 25
    people = User.objects.values_list("full_name", "email", "telephone")
    secret = {DRAFTED, TITLE, "瓦屋镇人民政府", *(word for person in people for word in person)}
    assert {(address, word) for address, said in found.items() for word in secret if word in said} == set()
    assert "没有其他事项。" in found[f"/public/beizi/{YEAR}/"]
