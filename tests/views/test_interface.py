"""The interface for programs: what it answers is what its description says, and a refusal is a sentence."""

import json
from http import HTTPStatus

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from reports.lifecycle.opening import open_report
from tests.conftest import YEAR
from tests.views.publications import published, townships

REPORTS = "/api/v1/reports/"
SCRIPT = {"Origin": "https://data.example.org"}


def get(address=REPORTS, status=HTTPStatus.OK, **query):
    answer = Client().get(address, query)
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


@pytest.fixture
def two(cast):
    published(cast.clerk, cast.neighbouring_township, YEAR, is_demonstration=True)
    return published(cast.clerk, cast.township, YEAR)


def described(name):
    """What checks an answer against a schema of the description."""
    description = get("/api/v1/openapi.json")
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": description["components"]})


def test_the_description_is_openapi(db):
    validate(get("/api/v1/openapi.json"))


def test_the_answers_are_as_described(two):
    listed = get()
    described("Page").validate(listed)
    assert [each["organ"]["name"] for each in listed["reports"]] == ["背孜乡人民政府", "瓦屋镇人民政府"]
    for each in listed["reports"]:
        described("Report").validate(get(each["report"]))
    described("Problem").validate(get(status=HTTPStatus.NOT_FOUND, page=2))


def test_the_addresses_are_those_described(two):
    paths = get("/api/v1/openapi.json")["paths"]
    for path in paths:
        get(path.replace("{organ}", "beizi").replace("{year}", str(YEAR)).replace("{revision}", "1"))
    described_too = {each["name"] for each in paths[REPORTS]["get"]["parameters"]}
    assert all(name in get(status=HTTPStatus.BAD_REQUEST, nothing="1")["detail"] for name in described_too)


def test_a_report_is_the_published_file_byte_for_byte(two, cast):
    assert Client().get(f"{REPORTS}beizi/{YEAR}/").content == two.file("json")
    newer = published(cast.clerk, cast.township, YEAR, revision=2)
    assert Client().get(f"{REPORTS}beizi/{YEAR}/").content == newer.file("json")
    assert Client().get(f"{REPORTS}beizi/{YEAR}/1/").content == two.file("json")
    assert get(organ="beizi")["reports"][0]["is_corrected"]


def test_the_list_is_narrowed_and_divided_into_pages(cast):
    for organ in townships(cast.county, 5):
        published(cast.clerk, organ, YEAR)
    published(cast.clerk, cast.county, YEAR + 1)
    found, address = [], f"{REPORTS}?page_size=2&kind=township"
    while address:
        page = get(address)
        assert (page["count"], page["pages"]) == (5, 3)
        found += [each["organ"]["code"] for each in page["reports"]]
        address = page["next"]
    assert found == [f"town-{number:04}" for number in range(5)]
    assert get(year=YEAR + 1)["count"] == get(name="办公室")["count"] == get(organ="lushan")["count"] == 1


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"page": "1000000000"}, HTTPStatus.NOT_FOUND, "没有第 1000000000 页，共 1 页。"),
        ({"page": "0"}, HTTPStatus.BAD_REQUEST, "参数 page"),
        ({"page": "9" * 6000}, HTTPStatus.BAD_REQUEST, "参数 page"),
        ({"page": "二"}, HTTPStatus.BAD_REQUEST, "参数 page"),
        ({"page_size": "101"}, HTTPStatus.BAD_REQUEST, "参数 page_size"),
        ({"kind": "village"}, HTTPStatus.BAD_REQUEST, "参数 kind：应为 township"),
        ({"name": "甲\x00乙"}, HTTPStatus.BAD_REQUEST, "参数 name"),
        ({"organ": "../etc"}, HTTPStatus.BAD_REQUEST, "参数 organ"),
        ({"yaer": "2022"}, HTTPStatus.BAD_REQUEST, "没有参数“yaer”，可以使用：year"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_sentence(two, query, status, words):
    answer = Client().get(REPORTS, query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert answer.json()["detail"].endswith("。")


def test_what_is_not_published_is_not_there(two, cast):
    open_report(cast.county, YEAR, cast.clerk)
    for address in (f"{REPORTS}lushan/{YEAR}/", f"{REPORTS}beizi/{YEAR}/2/", f"{REPORTS}beizi/{YEAR + 5}/"):
        assert "没有这份公布的报告" in get(address, HTTPStatus.NOT_FOUND)["detail"]


def test_it_is_only_read(two):
    answer = Client(enforce_csrf_checks=True).post(REPORTS, {"year": YEAR})
    assert (answer.status_code, answer.headers["Allow"]) == (HTTPStatus.METHOD_NOT_ALLOWED, "GET, HEAD")
    assert "只能读取" in json.loads(answer.content)["detail"]


def test_who_has_an_answer_is_told_so_until_something_is_published(two, cast):
    for address in (REPORTS, f"{REPORTS}beizi/{YEAR}/", "/api/v1/openapi.json"):
        answer = Client().get(address)
        again = {"If-None-Match": answer.headers["ETag"]}, {"If-Modified-Since": answer.headers["Last-Modified"]}
        assert {Client().get(address, headers=each).status_code for each in again} == {HTTPStatus.NOT_MODIFIED}
    tag = Client().get(REPORTS).headers["ETag"]
    published(cast.clerk, cast.county, YEAR)
    assert Client().get(REPORTS, headers={"If-None-Match": tag}).status_code == HTTPStatus.OK


def test_scripts_of_any_website_may_read_it_and_no_other_page(two, cast, as_user):
    asked = {**SCRIPT, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    before = Client().options(REPORTS, headers=asked)
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" not in before.headers["Access-Control-Allow-Methods"]
    for address in (REPORTS, f"{REPORTS}nobody/{YEAR}/", "/public/", f"/public/beizi/{YEAR}/1/report.json"):
        answer = Client().get(address, headers=SCRIPT)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    for address in ("/", "/sign-in/", f"/reports/beizi/{YEAR}/"):
        assert "Access-Control-Allow-Origin" not in as_user(cast.clerk).get(address, headers=SCRIPT).headers


def test_an_installation_without_the_column_has_no_interface(two, settings):
    settings.PUBLIC_COLUMN = False
    for address in (REPORTS, f"{REPORTS}beizi/{YEAR}/", "/api/v1/openapi.json"):
        assert get(address, HTTPStatus.NOT_FOUND)["detail"]
