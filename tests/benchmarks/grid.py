"""What table 三 costs in Chromium: a keystroke until all totals are drawn, pasting it whole, and loading its page.

Run by script/benchmark on a database of its own. Targets: a keystroke under 16 ms at worst; the page drawn
within 1 s on a processor slowed down fourfold.
"""

import os
import shutil
import statistics
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Playwright keeps an event loop in this thread, where Django would otherwise refuse to ask its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from reports.models import AnnualReport, User  # noqa: E402
from tests.browser.chromium import PROGRAM  # noqa: E402

KEYSTROKES = 300
LOADS = 10
SLOWED = 4
SCREEN = {"width": 1349, "height": 600}
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# The time a keystroke takes from its event until styles and layout of all that it changed are worked out.
TYPE = """count => {
    const inputs = [...document.querySelectorAll("td.entry input")];
    return Array.from({ length: count }, (_, number) => {
        const input = inputs[(number * 31) % inputs.length];
        input.value = String(number % 97);
        const start = performance.now();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - start;
    });
}"""
PASTE = """() => {
    const rows = Array.from({ length: 25 }, (_, row) => Array.from({ length: 7 }, (_, at) => row + at));
    const data = new DataTransfer();
    data.setData("text/plain", rows.map((row) => row.join("\\t")).join("\\r\\n"));
    document.querySelector("td.entry input").focus();
    const start = performance.now();
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(event);
    document.querySelector("#grid-question button").click();
    document.body.getBoundingClientRect();
    return performance.now() - start;
}"""
LOADED = """() => {
    const timing = performance.getEntriesByType("navigation")[0];
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [paint.startTime, timing.domContentLoadedEventEnd, timing.loadEventEnd];
}"""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    report = AnnualReport.objects.filter(organ__slug="xiatang").latest("year")
    plain = {
        "STORAGES": PLAIN,
        "ALLOWED_HOSTS": ["127.0.0.1", "testserver"],
        "SECURE_SSL_REDIRECT": False,
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "SESSION_COOKIE_NAME": "sid",
        "CSRF_COOKIE_NAME": "csrf",
    }
    with override_settings(**plain):
        server = make_server(
            "127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), ThreadedWSGIServer, handler_class=_Quiet
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            path = shutil.which(PROGRAM)
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            measure(browser, f"http://127.0.0.1:{server.server_port}", report)
            browser.close()
        server.shutdown()


def measure(browser: Browser, base: str, report: AnnualReport) -> None:
    page = signed_in(browser, base, User.objects.get(username="xiatang-clerk"))
    page.goto(f"{report.get_absolute_url()}applications/")
    page.evaluate(TYPE, KEYSTROKES)  # warms up
    say("keystroke", page.evaluate(TYPE, KEYSTROKES))
    say("pasting 25 × 7, preview and all", [page.evaluate(PASTE)])
    slow_down(page)
    say(f"keystroke, {SLOWED}× slowed", page.evaluate(TYPE, KEYSTROKES))
    page.evaluate("document.getElementById('step-form').dataset.leaving = 'yes'")
    loads = [load(page) for _ in range(LOADS)]
    for name, times in zip(("first paint", "scripts done", "loaded"), zip(*loads, strict=True), strict=True):
        say(f"page, {SLOWED}× slowed: {name}", times)


def signed_in(browser: Browser, base: str, user: User) -> Page:
    client = Client()
    client.force_login(user)
    context = browser.new_context(viewport=SCREEN, base_url=base, locale="zh-CN")
    context.add_cookies([{"name": name, "value": each.value, "url": base} for name, each in client.cookies.items()])
    return context.new_page()


def slow_down(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


def load(page: Page) -> list[float]:
    page.reload()
    page.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    return page.evaluate(LOADED)


def say(what: str, times: list[float]) -> None:
    print(f"{what:36} median {statistics.median(times):7.1f} ms   worst {max(times):7.1f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
