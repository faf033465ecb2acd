"""LibreOffice as a second opinion: it opens what was written, calculates it again and saves it."""

import shutil
import subprocess
from pathlib import Path

import pytest


def saved_again(content: bytes, to: str, folder: Path, *, extension: str = "xlsx") -> dict[str, bytes]:
    """The file as LibreOffice saves it: the file by the name ``report``, or for ``csv`` each worksheet by its."""
    if not shutil.which("soffice"):
        pytest.skip("soffice is not installed: script/test installs libreoffice-calc")
    source = folder / f"report.{extension}"
    source.write_bytes(content)
    target = folder / "saved"
    # Filter options of csv: comma, double quote, UTF-8, from row 1, no formats, …, as shown, all worksheets.
    filters = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"}
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            filters.get(to, to),
            "--outdir",
            str(target),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {path.stem.removeprefix("report-"): path.read_bytes() for path in target.iterdir()}
