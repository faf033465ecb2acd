"""Plain text (.txt), and what is pasted as text."""

from reports.formats.format import Admission, Format
from reports.formats.office import MEGABYTE
from reports.formats.sniffing import refuse_binary

FORMAT = Format(__name__, "文本", ("txt",), Admission(5 * MEGABYTE, refuse_binary))
