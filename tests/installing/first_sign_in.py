"""Signs in to a new installation by HTTP as its first administrator, changes the password and reads a page of 管理.

    python3 first_sign_in.py ADDRESS USERNAME ONE-TIME-PASSWORD

The standard library alone: it runs on a machine that has nothing else.
"""

import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

NEW_PASSWORD = "Yanshi-2026-changed"
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
address, username, password = sys.argv[1:]


def page(path, **posted):
    """The text of a page, after a form was posted to it where ``posted`` has fields, and where it led."""
    body = urllib.parse.urlencode(posted).encode() if posted else None
    request = urllib.request.Request(address + path, body, {"Referer": address + path})
    with opener.open(request, timeout=60) as answer:
        return answer.read().decode(), answer.geturl().removeprefix(address)


def token(text):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]


def wait():
    for _ in range(300):
        try:
            return page("/healthz")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    sys.exit("no answer")


wait()
text, _ = page("/sign-in/")
text, where = page("/sign-in/", csrfmiddlewaretoken=token(text), username=username, password=password)
assert where.startswith("/account/password/"), where
fields = {"current": password, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
text, where = page(where, csrfmiddlewaretoken=token(text), **fields)
assert not where.startswith("/account/password/"), re.sub(r"<[^>]*>|\s+", " ", text)
text, where = page("/administration/accounts/")
assert where == "/administration/accounts/", where
assert username in text
sys.stdout.write("signed in\n")
