import json

import pytest

from core.domain.people.actor import Role
from core.errors import Forbidden, InvalidInput
from tests.builders import CREATOR, make_actor
from tests.fakes.app import make_app
from tests.fakes.archive import FakeArchive

OWNER = make_actor(role=Role.OWNER)
KEY = f"creators/{CREATOR}/clips/1.mp4"


@pytest.fixture
async def app(tmp_path):
    archive = FakeArchive()
    app = make_app(tmp_path, archive=archive)
    archive.rows[CREATOR] = [{"type": "clip", "title": "Ü"}]
    (tmp_path / "a.mp4").write_bytes(b"video")
    await app.ports.storage.put_file(KEY, tmp_path / "a.mp4")
    return app


async def test_an_export_is_a_document_and_the_files(app, tmp_path):
    report = await app.people.exporting.export(OWNER, tmp_path / "out", lambda done, total: None)

    assert (report.rows, report.files) == (1, 1)
    data = json.loads((tmp_path / "out" / "data.json").read_text())
    assert data["rows"] == [{"type": "clip", "title": "Ü"}]
    assert data["files"] == [KEY]
    assert (tmp_path / "out" / "files" / KEY).read_bytes() == b"video"
    assert json.loads(await app.people.exporting.make_data(OWNER)) == data


async def test_a_folder_that_is_not_empty_is_left_alone(app, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")

    with pytest.raises(InvalidInput, match="is not empty"):
        await app.people.exporting.export(OWNER, tmp_path / "full", lambda done, total: None)


async def test_only_the_owner_gets_it(app):
    with pytest.raises(Forbidden):
        await app.people.exporting.make_data(make_actor(role=Role.EDITOR))
