"""The workbook (.xlsx) in the official layout: written with a formula for every total, and read back."""

from functools import partial

from reports.formats import office
from reports.formats.format import Admission, Format, Output
from reports.formats.wholeness import is_whole_zip

FORMAT = Format(
    __name__,
    "Excel",
    ("xlsx",),
    Admission(5 * office.MEGABYTE, partial(office.check, office.WORKBOOK)),
    Output(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        libraries=("openpyxl",),
        is_published=True,
        is_offered=True,
        group="表格",
        is_whole=is_whole_zip,
        blank_writer="blank.write_blank",
    ),
)
