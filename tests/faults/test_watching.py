"""What a monitor is told by a real server of several processes, some of which end."""

import http.client
import json
import re
import time

import pytest

from tests.faults.server import running

TOKEN = "a-token-of-twenty-four-characters"
ASKED = 40


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("METRICS_TOKEN", TOKEN)
        patch.setenv("LOG_FORMAT", "json")
        with running(tmp_path_factory.mktemp("data")) as server:
            yield server


def asked(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.1.2.3"})
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


def counted(server):
    _, text = asked(server, "/metrics")
    found = re.search(r'^disclosure_request_seconds_count{.*page="healthz".*} ([\d.]+)$', text, re.MULTILINE)
    return float(found[1]) if found else 0


@pytest.mark.timeout(300)
def test_no_answer_says_which_server_gives_it(server):
    for path in ("/healthz", "/sign-in/", "/nowhere/"):
        answer, _ = asked(server, path)
        assert answer.getheader("Server") is None
        assert answer.getheader("X-Request-Id")


@pytest.mark.timeout(300)
def test_what_is_counted_outlives_the_processes_that_counted_it(server):
    before = counted(server)
    for _ in range(ASKED):
        assert asked(server, "/healthz")[0].status == 200
    assert counted(server) == before + ASKED
    old = server.workers()
    server.kill_the_workers()
    until = time.monotonic() + 60
    while set(server.workers()) & set(old) or not server.workers():
        assert time.monotonic() < until
        time.sleep(0.1)
    server.wait()
    assert asked(server, "/healthz")[0].status == 200
    assert counted(server) == before + ASKED + 1
    assert len(list((server.data / "metrics").rglob("histogram_*.db"))) <= 2


@pytest.mark.timeout(300)
def test_the_log_is_json_to_the_line(server):
    number = asked(server, "/readyz")[0].getheader("X-Request-Id")
    lines = [json.loads(each) for each in (server.data / "server.log").read_text().splitlines()]
    (line,) = [each for each in lines if each["request"] == number and each["logger"] == "reports.requests"]
    assert line["route"] == "/readyz"
