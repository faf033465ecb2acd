"""The fonts of the paper: the office's own from their folder, those that are installed, and who draws what of them.

An office owns fonts that nobody may hand on (方正小标宋, 仿宋_GB2312, 楷体_GB2312). Their files, dropped into
``FONTS_DIR``, are asked first by the names in static/print/paper.css.
"""

import logging
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTCollection, TTFont
from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

COLLECTION = b"ttcf"  # how a file of several fonts begins
FAMILY = 1  # the number of a family's name in a font
SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
# Letters and digits beside 仿宋; dashes, quotation marks and the like are the Chinese font's, as wide as 汉字.
LATIN = ("Times New Roman", "Liberation Serif")
_ONLY_ASCII = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<match target="font"><test name="family"><string>{family}</string></test><edit name="charset" mode="assign_replace">
<plus><charset><range><int>0x20</int><int>0x7e</int></range></charset></plus></edit></match></fontconfig>"""

_log = logging.getLogger(__name__)


def configuration() -> FontConfiguration:
    """The installed fonts and the office's; a file that is no font is said in the log and left out."""
    fonts = FontConfiguration()
    for path in office_files():
        if not fontconfig.FcConfigAppFontAddFile(fonts._config, bytes(path)):
            _log.warning("no font can be read from %s; the paper is drawn without it", path)
    for family in LATIN:
        fontconfig.FcConfigParseAndLoadFromMemory(fonts._config, _ONLY_ASCII.format(family=family).encode(), True)
    pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", fonts.font_map))
    return fonts


def office_files() -> list[Path]:
    """The office's own font files, in the order of their names; none where the folder cannot be read."""
    try:
        return sorted(path for path in _entries() if path.suffix.lower() in SUFFIXES and path.is_file())
    except OSError:
        return []


def office_fonts() -> dict[str, list[str]]:
    """The families that each of the office's files holds, by the file's name; none where it cannot be read."""
    return {path.name: _families(path) for path in office_files()}


def _families(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            faces = TTCollection(file).fonts if file.read(4) == COLLECTION else [TTFont(file)]
            names = [record.toUnicode() for face in faces for record in face["name"].names if record.nameID == FAMILY]
    except Exception:  # a damaged font fails in any way
        return []
    return list(dict.fromkeys(names))


def _entries() -> Iterator[Path]:
    folder = settings.FONTS_DIR
    return folder.rglob("*") if folder.is_dir() else iter(())
