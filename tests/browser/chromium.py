"""How Debian's Chromium is started, and how large its window is."""

PROGRAM = "chromium-headless-shell"  # the browser without its windows, which take as long to open as a page
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREEN = {"width": 1366, "height": 768}
