from dataclasses import replace

from core.adapters.table.stores.measuring.figure_files import FigureFileTable
from core.domain.learning.figure_file import FigureFile
from core.domain.work.ids import CreatorId
from core.ports.learning import ImportStore
from tests.builders import CREATOR, NOON

_: type[ImportStore] = FigureFileTable
FILE = FigureFile(
    creator_id=CREATOR,
    digest="ab" * 32,
    file_name="Content.csv",
    size_bytes=7,
    brought_by="web",
    brought_at=NOON,
    as_of=NOON.date(),
)


async def test_a_file_is_kept_for_its_creator_alone(table):
    files = FigureFileTable(table)
    await files.put_import(FILE)
    assert await files.find_import(CREATOR, FILE.digest) == FILE

    done = replace(FILE, imported_at=NOON, posts=3)
    await files.put_import(done)
    assert await files.find_import(CREATOR, FILE.digest) == done
    assert await files.find_import(CreatorId("ben"), FILE.digest) is None
