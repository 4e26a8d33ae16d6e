import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.adapters.publishers.folder import FolderPublisher, describe_clip
from core.domain.work.ids import ClipId
from core.domain.work.platform import Platform
from core.errors import ExternalFailure
from core.ports.publishing import ClipFiles, Publisher
from tests.builders import make_clip, make_order, make_score
from tests.contracts.publisher import PublisherContract, PublisherWorld

_: type[Publisher] = FolderPublisher


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    video, thumbnail = tmp_path / "in.mp4", tmp_path / "in.jpg"
    video.write_bytes(b"a film")
    thumbnail.write_bytes(b"a picture")
    return {"video": video, "thumbnail": thumbnail}


async def _publish(publisher, files, clip=None):
    order = make_order(clip or make_clip())
    return await publisher.advance(order, ClipFiles(**files))


class TestContract(PublisherContract):
    @pytest.fixture
    async def world(self, tmp_path, files):
        root = tmp_path / "out"
        return PublisherWorld(
            publisher=FolderPublisher(root),
            order=make_order(),
            files=ClipFiles(**files),
            count_posts=lambda: len(list_names(root)) if root.exists() else 0,
        )


def list_names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


async def test_a_clip_becomes_a_folder_of_its_own(tmp_path, files):
    clip = make_clip(score=make_score(20, 10, 12, 8, 9))
    publisher = FolderPublisher(tmp_path / "out")

    published = await _publish(publisher, files, clip)

    folder = tmp_path / "out" / clip.id
    assert publisher.platform is Platform.FOLDER
    assert published.link == (folder / "clip.mp4").as_uri()
    assert list_names(folder) == ["clip.json", "clip.mp4", "thumbnail.jpg"]
    assert (folder / "clip.mp4").read_bytes() == b"a film"
    facts = json.loads((folder / "clip.json").read_text())
    assert (facts["title"], facts["score"]) == (clip.title, 59)
    assert (facts["start_s"], facts["end_s"]) == (103.0, 133.0)
    assert facts["reasons"][0] == "chat says 20"


async def test_publishing_again_changes_nothing(tmp_path, files):
    publisher = FolderPublisher(tmp_path / "out")
    first = await _publish(publisher, files)
    files["video"].write_bytes(b"b film")

    second = await _publish(publisher, files)

    assert first == second
    assert (tmp_path / "out" / make_clip().id / "clip.mp4").read_bytes() == b"a film"
    assert list_names(tmp_path / "out") == [make_clip().id]


@pytest.mark.parametrize("missing", ["clip.mp4", "thumbnail.jpg"])
async def test_a_directory_that_lost_a_file_is_published_anew(tmp_path, files, missing):
    publisher = FolderPublisher(tmp_path / "out")
    await _publish(publisher, files)
    (tmp_path / "out" / make_clip().id / missing).unlink()

    await _publish(publisher, files)

    assert (tmp_path / "out" / make_clip().id / missing).exists()


async def test_a_folder_named_from_here_is_found_from_everywhere(tmp_path, files, monkeypatch):
    """The usual settings are relative; a link is not."""
    monkeypatch.chdir(tmp_path)

    published = await _publish(FolderPublisher(Path("out")), files)

    assert published.link.startswith(f"file://{tmp_path}/out/")


async def test_a_new_cut_takes_the_place_of_the_old_one(tmp_path, files):
    publisher = FolderPublisher(tmp_path / "out")
    await _publish(publisher, files)
    files["video"].write_bytes(b"a new cut")

    await _publish(publisher, files, make_clip(version=2))

    assert (tmp_path / "out" / make_clip().id / "clip.mp4").read_bytes() == b"a new cut"
    assert list_names(tmp_path / "out") == [make_clip().id]


async def test_what_a_killed_run_left_is_cleared_away(tmp_path, files):
    clip = make_clip()
    for name in (f".{clip.id}.part", f".{clip.id}.old"):
        (tmp_path / "out" / name).mkdir(parents=True)
        (tmp_path / "out" / name / "clip.mp4").write_bytes(b"half")

    await _publish(FolderPublisher(tmp_path / "out"), files, clip)

    assert list_names(tmp_path / "out") == [clip.id]


async def test_a_failure_leaves_no_half_of_a_clip(tmp_path, files):
    files["thumbnail"].unlink()

    with pytest.raises(ExternalFailure, match="cannot be written") as caught:
        await _publish(FolderPublisher(tmp_path / "out"), files)

    assert caught.value.stage == "publish"
    assert list_names(tmp_path / "out") == []


async def test_an_id_cannot_lead_out_of_the_folder(tmp_path, files):
    clip = replace(make_clip(), id=ClipId("../../etc/x"))

    await _publish(FolderPublisher(tmp_path / "out"), files, clip)

    assert list_names(tmp_path / "out") == ["______etc_x"]


def test_a_clip_without_a_score_says_so():
    assert json.loads(describe_clip(make_clip()))["score"] is None
