"""``python -m tests.browser.screens`` photographs every page of the demonstration into docs/screens/after.

The pictures are those of an old office PC, a large screen and a telephone, in few colours, so that they stay small.
docs/screens/before keeps the pages as they were before they were drawn from the tokens of static/css/tokens.css.
"""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import FLAGS, PROGRAM, SCREEN
from tests.faults.server import ROOT, Server, running

FOLDER = ROOT / "docs" / "screens" / "after"
SIZES = {"1366": SCREEN, "1920": {"width": 1920, "height": 1080}, "390": {"width": 390, "height": 844}}
COLOURS = 48
# Of the large screen and the telephone only the pages that look different there, and that everybody meets.
EVERYWHERE = {
    "home", "task-list", "applications", "overview", "check", "submitted", "queue", "review", "sign-in", "public",
}  # fmt: skip
PASSWORD = "yanshi-2026"

# By account, the name of each picture and its address; {year} is the year on offer.
PAGES = {
    None: {"sign-in": "/sign-in/", "public": "/public/yaoshan/{year}/"},
    "xiatang-clerk": {
        "home": "/",
        "task-list": "/reports/xiatang/{year}/",
        "particulars": "/reports/xiatang/{year}/particulars/",
        "overview": "/reports/xiatang/{year}/overview/",
        "proactive-disclosure": "/reports/xiatang/{year}/proactive_disclosure/",
        "disputes": "/reports/xiatang/{year}/disputes/",
        "problems": "/reports/xiatang/{year}/problems/",
        "other-matters": "/reports/xiatang/{year}/other_matters/",
        "start": "/reports/xiatang/{year}/start/",
        "uploads": "/uploads/xiatang/",
        "check": "/reports/xiatang/{year}/check/",
        "preview": "/reports/xiatang/{year}/preview/",
        "guide": "/guide/",
        "rules": "/rules/",
        "account": "/account/",
        "password": "/account/password/",
        "notices": "/notices/",
        "not-found": "/poem/",
    },
    "beizi-clerk": {"home-not-begun": "/"},
    "wawu-clerk": {"submitted": "/reports/wawu/{year}/submitted/", "home-submitted": "/"},
    "zhaocun-clerk": {"publish": "/reports/zhaocun/{year}/decide/publish/"},
    "liangwa-clerk": {"correction": "/reports/liangwa/{year}/"},
    "guanyinsi-clerk": {"returned": "/reports/guanyinsi/{year}/"},
    "tumen-leader": {"to-sign": "/", "sign": "/reports/tumen/{year}/decide/sign/"},
    "lushan-supervisor": {
        "queue": "/review/",
        "queue-not-submitted": "/review/?tab=not_submitted&select=all",
        "queue-all": "/review/?tab=all",
        "review": "/reports/wawu/{year}/review/",
        "review-compared": "/reports/wawu/{year}/review/?compare=submission",
        "history": "/reports/wawu/{year}/history/",
        "return": "/reports/wawu/{year}/decide/return/",
        "approve": "/reports/wawu/{year}/decide/approve/",
        "phrases": "/phrases/",
        "extension": "/review/extensions/tumen/{year}/",
        "bundle": "/county/lushan/{year}/bundle/",
        "publishing": "/county/lushan/{year}/publishing/",
        "site-copy": "/county/lushan/{year}/site/",
        "scores": "/county/lushan/{year}/scores/",
    },
    "lushan-gov-clerk": {
        "sums": "/county/lushan-gov/{year}/sums/",
        "sums-cell": "/county/lushan-gov/{year}/sums/applications.new_received.natural_person/",
        "sums-scope": "/county/lushan-gov/{year}/sums/scope/",
        "sums-final": "/county/lushan-gov/{last}/sums/final/",
        "sums-compare": "/county/lushan-gov/{year}/sums/compare/",
        "infographic": "/county/lushan-gov/{last}/infographic/",
    },
    "pingdingshan-gov-clerk": {"sums-of-a-city": "/county/pingdingshan-gov/{last}/sums/"},
    "administrator": {
        "administration-organs": "/administration/organs/",
        "administration-organ": "/administration/organs/edit/beizi/",
        "administration-accounts": "/administration/accounts/",
        "administration-account": "/administration/accounts/edit/beizi-clerk/",
        "administration-years": "/administration/years/",
        "administration-year": "/administration/years/new/",
        "administration-import": "/administration/import/",
        "administration-audit": "/administration/audit/",
    },
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=f"/usr/bin/{PROGRAM}", args=FLAGS)
        year = int(server.manage("shell", "-v0", "-c", YEAR).strip())
        for account, pages in PAGES.items():
            page = browser.new_context(viewport=SCREEN).new_page()
            sign_in(page, server, account)
            for name, address in pages.items():
                page.goto(f"http://127.0.0.1:{server.port}{address.format(year=year, last=year - 1)}")
                photograph(page, name)
        photograph_the_grid(browser.new_context(viewport=SCREEN).new_page(), server, year)
        photograph_a_comparison(browser.new_context(viewport=SCREEN).new_page(), server, year)
        browser.close()


def photograph(page: Page, name: str) -> None:
    """The page as it stands, at each size, as a PNG with a palette of its own."""
    for size, screen in SIZES.items():
        if size != "1366" and name not in EVERYWHERE:
            continue
        page.set_viewport_size(screen)
        page.wait_for_timeout(150)  # scripts measure the window again
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        (FOLDER / size).mkdir(parents=True, exist_ok=True)
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / size / f"{name}.png", optimize=True)
    page.set_viewport_size(SCREEN)


YEAR = (
    "from django.utils.timezone import localdate; from reports.official.calendar import year_on_offer;"
    "print(year_on_offer(localdate()))"
)


def sign_in(page: Page, server: Server, account: str | None) -> None:
    if account:
        page.goto(f"http://127.0.0.1:{server.port}/sign-in/")
        page.get_by_label("账号", exact=True).fill(account)
        page.get_by_label("密码").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)


def photograph_the_grid(page: Page, server: Server, year: int) -> None:
    """Table 三 in the middle of being filled in, with a column that does not balance."""
    sign_in(page, server, "xiatang-clerk")
    page.goto(f"http://127.0.0.1:{server.port}/reports/xiatang/{year}/applications/")
    for address, typed in (
        ("new_received.natural_person", "13"),
        ("granted.natural_person", "6"),
        ("granted.business", "1"),
        ("partially_granted.other_org", "abc"),
    ):
        page.locator(f'[id="applications.{address}"]').fill(typed)
    page.keyboard.press("Tab")
    page.wait_for_timeout(3500)
    photograph(page, "applications")


def photograph_a_comparison(page: Page, server: Server, year: int) -> None:
    """The first submission of a report beside the second."""
    sign_in(page, server, "lushan-supervisor")
    page.goto(f"http://127.0.0.1:{server.port}/reports/wawu/{year}/history/")
    page.get_by_label("作为前一版本").last.check()
    page.get_by_role("button", name="比较所选版本").click()
    photograph(page, "comparison")


if __name__ == "__main__":
    main()
