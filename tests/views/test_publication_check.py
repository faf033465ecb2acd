"""公布核对: the saved page of the county's site, read and compared with the published revision."""

from http import HTTPStatus

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.formats.html import writer
from reports.models import AnnualReport, Status, Upload
from tests.conftest import YEAR
from tests.deciding import perform

OK = HTTPStatus.OK
CHECK = f"/reports/beizi/{YEAR}/publication-check/"
EVERYBODY = ("clerk", "colleague", "leader", "reader", "supervisor", "neighbour", "stranger", "administrator")


def brought(client, content, name="公布页.html"):
    return client.post(CHECK, {"file": SimpleUploadedFile(name, content), "text": ""}).content.decode()


def test_whoever_may_see_the_report_may_check_it_once_it_is_published(filled, cast, as_user):
    AnnualReport.objects.update(status=Status.PUBLISHED)
    answers = {person: as_user(getattr(cast, person)).get(CHECK).status_code for person in EVERYBODY}
    assert {person for person, code in answers.items() if code == OK} == {*EVERYBODY[:5]}
    assert {code for code in answers.values() if code != OK} == {HTTPStatus.NOT_FOUND}


def test_a_page_is_compared_with_what_was_published_and_nothing_of_it_is_kept(filled, cast, as_user):
    """One story, for publishing draws the files: the page, the paper, a changed page, and what is no page of it."""
    for action, person in (("submit", cast.clerk), ("approve", cast.supervisor), ("publish", cast.clerk)):
        perform(action, filled.pk, person)
    clerk = as_user(cast.clerk)
    page = writer.write(filled.data(), draft=False, demonstration=False).decode()
    for content, name in ((page.encode(), "公布页.html"), (filled.publication.file("pdf"), "公布页.pdf")):
        assert '<h2 id="result">一致</h2>' in brought(clerk, content, name)

    sentence = filled.stored_texts()["problems"].split("。")[0].split("\n")[-1]
    changed = brought(as_user(cast.supervisor), page.replace(sentence, "某句", 1).encode())
    assert '<h2 id="result">不一致 1 处</h2>' in changed
    assert "五、存在的主要问题及改进情况" in changed

    other = page.replace(str(YEAR), str(YEAR - 1)).encode()
    assert f"文件是 {YEAR - 1} 年度的报告，请上传 {YEAR} 年度的公布页" in brought(clerk, other)
    for content, name in ((b"%PDF-1.7 nothing", "a.pdf"), (b"", "a.html"), (b"MZ", "a.exe")):
        answer = brought(clerk, content, name)
        assert ("（有问题）" in answer, 'id="result"' in answer) == (True, False)
    assert Upload.objects.count() == 0
