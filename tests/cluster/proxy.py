"""nginx as ``deploy/nginx.conf`` configures it, without TLS and with everything it writes in one folder."""

import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "deploy" / "nginx.conf"
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def program() -> str | None:
    """Where nginx is: Debian's, or the one that ``script/bootstrap --proxy`` has put into ``.venv``."""
    places = (ROOT / ".venv" / "nginx", Path("/usr/sbin/nginx"))
    return next((str(each) for each in places if each.exists()), shutil.which("nginx"))


def configuration(home: Path, port: int, servers: list[int], *, is_loaded: bool = False) -> str:
    """The example for these servers of this machine; where ``is_loaded`` one address may be hundreds of people."""
    temporary = "\n".join(f"{kind}_temp_path {home}/{kind};" for kind in KINDS)
    return (
        f"{'user root;' if os.geteuid() == 0 else ''}\npid {home}/nginx.pid;\nerror_log {home}/nginx.log;\n"
        "daemon off;\nworker_processes 1;\nevents { worker_connections 2048; }\n"
        f"http {{\n{temporary}\n{_adapted(home, port, servers, is_loaded)}\n}}\n"
    )


def _adapted(home: Path, port: int, servers: list[int], is_loaded: bool) -> str:
    text = EXAMPLE.read_text(encoding="utf-8")
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^    (ssl_.*|listen \[::\].*)\n", "", text, flags=re.MULTILINE)
    lines = "\n    ".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=5s;" for each in servers)
    replacements = {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "server 127.0.0.1:8000 max_fails=1 fail_timeout=5s;": lines,
        "server_name nianbao.example.gov.cn;": "server_name _;",
        "/var/log/nginx/nianbao.log": f"{home}/access.log",
        "X-Forwarded-Proto https;": "X-Forwarded-Proto http;",
        "Host $host;": "Host $http_host;",  # a port of its own belongs to what browsers compare
    }
    if is_loaded:
        replacements |= {"limit_conn nianbao_addresses 100;": "", "rate=60r/m": "rate=6000r/m"}
    for old, new in replacements.items():
        assert old in text, f"{EXAMPLE} lacks {old}"
        text = text.replace(old, new)
    return text
