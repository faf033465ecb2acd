"""Word documents (.docx): the layout of the paper in styles that an office can go on with, and read back."""

from functools import partial

from reports.formats import office
from reports.formats.format import Admission, Format, Output
from reports.formats.wholeness import is_whole_zip

FORMAT = Format(
    __name__,
    "Word",
    ("docx",),
    Admission(10 * office.MEGABYTE, partial(office.check, office.DOCUMENT)),
    Output(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        libraries=("python-docx",),
        is_published=True,
        is_offered=True,
        is_whole=is_whole_zip,
    ),
)
