"""A format is a folder and a line in the registry: nothing else is touched for a new one."""

import re
from io import StringIO

import pytest
from django.core.management import load_command_class
from django.urls import reverse

from reports.formats import gate, reading, registry, sandbox, writing
from reports.lifecycle.history.proof import verify
from reports.official.interchange import NotUnderstood
from tests.conftest import YEAR
from tests.deciding import perform
from tests.formats import toy
from tests.formats.limits import another_child

REPORT = f"/reports/beizi/{YEAR}"


@pytest.fixture(autouse=True)
def with_a_toy(monkeypatch):
    monkeypatch.setattr(registry, "FORMATS", (*registry.FORMATS, toy.FORMAT))


@pytest.fixture
def a_file(seed):
    return writing.write(seed, "toy")


def links(page):
    """The addresses of a page's links to files, with their words; a size is said of what somebody has drawn before."""
    found = re.findall(r'<a\s[^>]*?href="[^"]*/report\.(\w+)"[^>]*>([^<]*)</a>', page.content.decode())
    return [(extension, words.partition("（")[0].strip()) for extension, words in found]


def help_of(command):
    stream = StringIO()
    load_command_class("reports", command).create_parser("manage.py", command).print_help(stream)
    return re.sub(r"\s+", "", stream.getvalue())


def test_a_new_format_is_written_and_read_back(a_file, seed):
    assert a_file.startswith(toy.MARK)
    assert reading.read("a.toy", a_file).report == seed


def test_the_gate_admits_its_files_and_no_others(a_file):
    assert gate.admit("a.TOY", a_file) == "toy"
    for content, reason in ((b"none", "不是 .toy 文件"), (b"", "文件是空的"), (bytes(1_000_001), "文件过大")):
        with pytest.raises(NotUnderstood, match=reason):
            gate.admit("a.toy", content)
    with pytest.raises(NotUnderstood, match=r"可以读取：.*\.txt \.toy$"):
        gate.admit("a.exe", a_file)


def test_the_child_reads_it(a_file, seed, monkeypatch, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(sandbox.READING, "idle", [])
    line = "from reports.formats import registry; from tests.formats import toy; registry.FORMATS += (toy.FORMAT,)"
    another_child(monkeypatch, "sandbox_child", line)
    try:
        assert sandbox.read("a.toy", a_file).report == seed
    finally:
        for child in sandbox.READING.idle:
            child.kill()


@pytest.mark.parametrize("command", ["convert_report", "check_report", "export_report"])
def test_the_help_of_the_commands_names_it(command):
    assert "toy" in help_of(command)
    assert "docx" in help_of(command) or command == "export_report"


def test_every_list_of_downloads_offers_it(filled, cast, as_user):
    browser = as_user(cast.clerk)
    assert links(browser.get(f"{REPORT}/preview/")) == [
        ("toy", "下载 Toy"),
        ("pdf", "打开 PDF"),
        ("ofd", "下载 OFD"),
        ("docx", "下载 Word"),
        ("html", "下载网页"),
        ("xlsx", "下载 Excel"),
        ("json", "下载数据文件"),
    ]
    assert ("toy", "Toy") in links(browser.get(f"{REPORT}/"))
    answer = browser.get(f"{REPORT}/report.toy")
    assert (answer["Content-Type"], answer["Content-Disposition"][:32]) == (
        "application/x-toy",
        'attachment; filename="report.toy',
    )


def test_it_is_frozen_at_publication_proved_and_handed_to_everybody(filled, cast, as_user, client):
    perform("submit", filled.pk, cast.clerk)
    assert ("toy", "下载 Toy") in links(as_user(cast.supervisor).get(f"{REPORT}/review/"))
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)
    filled.refresh_from_db()
    assert set(filled.publication.sizes()) == {"json", "xlsx", "docx", "ofd", "pdf", "html", "toy"}
    assert verify().breaks == []
    page = client.get(reverse("published", args=["beizi", YEAR]))
    (address,) = re.findall(r'href="([^"]*toy)"', page.content.decode())
    assert client.get(address).content == filled.publication.file("toy")


def test_what_was_published_before_it_lacks_nothing(filled, cast, monkeypatch):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    with monkeypatch.context() as before:
        before.setattr(registry, "FORMATS", registry.FORMATS[:-1])
        perform("publish", filled.pk, cast.clerk)
    assert verify().breaks == []
