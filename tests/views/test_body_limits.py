"""How much may be posted: little before sign-in, more after it, and nothing is written before it is refused."""

import tempfile
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import YEAR

STEP = f"/reports/beizi/{YEAR}/overview/"
ADDRESSES = [
    "/",
    "/sign-in/",
    "/nowhere/",
    STEP,
    f"{STEP}save/",
    f"/public/beizi/{YEAR}/",
    "/administration/organs/import/",
]


@pytest.fixture
def written(monkeypatch):
    """The names of the temporary files that were opened for what was posted."""
    names = []
    make = tempfile.NamedTemporaryFile
    monkeypatch.setattr(
        tempfile, "NamedTemporaryFile", lambda *args, **kwargs: names.append(kwargs) or make(*args, **kwargs)
    )
    return names


def upload(client, path, size):
    return client.post(path, {"file": SimpleUploadedFile("report.xlsx", b"x" * size)})


@pytest.mark.parametrize("path", ADDRESSES)
def test_nobody_writes_a_file_to_the_disk_before_signing_in(report, written, path):
    answer = upload(Client(), path, 64_001)
    assert (answer.status_code, written) == (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [])
    assert "提交的内容超过 64 kB，未读取、未保存" in answer.content.decode()


@pytest.mark.parametrize("path", ADDRESSES)
def test_who_is_signed_in_sends_ten_megabytes_and_no_more(report, cast, as_user, written, path):
    answer = upload(as_user(cast.clerk), path, 10_000_001)
    assert (answer.status_code, written) == (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [])
    assert "提交的内容超过 10 MB" in answer.content.decode()
    assert upload(as_user(cast.clerk), path, 70_000).status_code != HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_body_without_a_length_is_not_read(report, cast, as_user, written):
    for client in (Client(), as_user(cast.clerk)):
        answer = client.post("/sign-in/", {"username": "clerk"}, HTTP_TRANSFER_ENCODING="chunked")
        assert (answer.status_code, written) == (HTTPStatus.LENGTH_REQUIRED, [])


def test_a_small_body_is_answered_as_before(cast):
    answer = Client().post("/sign-in/", {"username": "clerk", "password": "x" * 60_000})
    assert answer.status_code == HTTPStatus.OK
