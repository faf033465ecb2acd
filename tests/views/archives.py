"""An archive of earlier reports that the supervisor of the cast brought, read and not stored yet."""

from reports.models import Batch, BatchFile, Stage
from reports.official.interchange import canonical, parse
from tests.conftest import SEED, YEAR

TOLD = {"unplaced": ["表格：“x”，请核对"], "differences": [], "notices": [], "to_fix": [], "to_explain": []}


def an_archive(cast, pk: int = 1, stage: Stage = Stage.READ) -> Batch:
    """Three files: one that goes in, one that somebody has to look at, and one that is refused."""
    batch = Batch.objects.create(pk=pk, by=cast.supervisor, name="往年报告.zip", size=1, stage=stage)
    content = canonical(parse(SEED.read_bytes()))
    known = {"organ": cast.township, "placed": 166, "content": content, "told": TOLD, "is_read": True, "size": 1}
    files = [
        BatchFile(batch=batch, number=0, path="2019/背孜乡.html", digest="0" * 64, year=YEAR - 3, **known),
        BatchFile(
            batch=batch,
            number=1,
            path="a.pdf",
            digest="1" * 64,
            year=YEAR - 2,
            doubt="请核对",
            own_doubt="请核对",
            **known,
        ),
        BatchFile(batch=batch, number=2, path="b.zip", size=1, is_read=True, refusal="压缩包中的压缩包不读取"),
    ]
    BatchFile.objects.bulk_create(files)
    return batch
