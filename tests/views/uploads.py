"""A file that a clerk of the cast brought, kept as the pages of uploads show it."""

from base64 import b64decode
from dataclasses import replace

from reports.formats.reading import Reading
from reports.formats.source import OnPage
from reports.formats.understanding import Picture, Understood
from reports.lifecycle.uploads import keep
from reports.models import Upload
from reports.official import Cell
from reports.official.interchange import parse
from tests.conftest import SEED

GRANTED = Cell("applications", "granted", "natural_person")
PAPER = b"%PDF-1.7 the bytes are kept nowhere"
A_PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
PICTURE = Picture(A_PIXEL, 595, 842)


def an_upload(cast, pk: int = 1, **changed) -> Upload:
    """The seed's report, changed so, as a PDF of one page that the clerk has brought and not confirmed."""
    data = replace(parse(SEED.read_bytes()), **changed)
    origins = {GRANTED: OnPage(1, 100, 200, 140, 220)}
    understood = Understood(Reading(data, origins=origins), data.organ, data.year, (PICTURE,))
    upload = keep(cast.township, cast.clerk, "上年报告.pdf", PAPER, understood)
    if upload.pk != pk:
        pictures = list(upload.pictures.all())
        Upload.objects.filter(pk=upload.pk).delete()
        upload.pk = pk
        upload.save(force_insert=True)
        for picture in pictures:
            picture.pk, picture.upload = None, upload
            picture.save(force_insert=True)
    return upload
