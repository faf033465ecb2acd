"""The pictures of a paper's pages in one file, so that they are drawn, kept and handed on together."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

MOST_PAGES = 20  # are pictured; what stands behind them is named by its page alone


def packed(pictures: Iterable[bytes]) -> bytes:
    """An archive of pictures, in their order; what each holds is compressed already."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for number, picture in enumerate(pictures, start=1):
            archive.writestr(f"{number:03}.png", picture)
    return output.getvalue()


def unpacked(album: bytes) -> list[bytes]:
    """The pictures of an archive that ``packed`` made."""
    with zipfile.ZipFile(BytesIO(album)) as archive:
        return [archive.read(name) for name in sorted(archive.namelist())]
