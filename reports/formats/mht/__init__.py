"""Web pages saved in one file (.mht, .mhtml)."""

from reports.formats.format import Admission, Format
from reports.formats.office import MEGABYTE
from reports.formats.sniffing import refuse_binary

FORMAT = Format(__name__, "网页", ("mht", "mhtml"), Admission(5 * MEGABYTE, refuse_binary))
