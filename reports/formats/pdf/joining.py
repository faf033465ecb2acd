"""Several papers as one, page after page."""

from collections.abc import Sequence
from io import BytesIO

import pypdfium2


def joined(papers: Sequence[bytes]) -> bytes:
    """The pages of all papers in their order; one alone stays as it is, with its tags."""
    if len(papers) == 1:
        return papers[0]
    whole = pypdfium2.PdfDocument.new()
    for each in papers:
        part = pypdfium2.PdfDocument(each)
        whole.import_pages(part)
        part.close()
    output = BytesIO()
    whole.save(output)
    whole.close()
    return output.getvalue()
