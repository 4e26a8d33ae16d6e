import asyncio
import socket
import struct

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.review.review_card import name_cut
from tests.bot.web.world import PICTURE, SHEET, VIDEO
from tests.builders import make_test_clip_id


@pytest.fixture
async def clip(world):
    await world.add_stream()
    return await world.add_clip()


async def test_a_video_is_sent_whole(page, clip):
    answer = await page.get(f"/media/clips/{clip.id}/video")

    assert answer.status == 200
    assert answer.content_type == "video/mp4"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert await answer.read() == VIDEO


async def test_a_thumbnail_is_sent_whole(page, clip):
    answer = await page.get(f"/media/clips/{clip.id}/thumbnail")

    assert answer.content_type == "image/jpeg"
    assert await answer.read() == PICTURE


async def test_a_contact_sheet_is_sent_and_shown_on_the_clips_page(page, clip):
    answer = await page.get(f"/media/clips/{clip.id}/sheet")
    shown = await (await page.get(f"/clips/{clip.id}")).text()

    assert answer.content_type == "image/jpeg"
    assert await answer.read() == SHEET
    assert f"/media/clips/{clip.id}/sheet?v={name_cut(clip)}" in shown


async def test_a_clip_of_an_older_program_has_no_contact_sheet(world, page, clip):
    older = await world.add_clip(number=2, sheet_key=None)

    assert (await page.get(f"/media/clips/{older.id}/sheet")).status == 404
    assert "/sheet" not in await (await page.get(f"/clips/{older.id}")).text()


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("bytes=0-99", VIDEO[:100]),
        ("bytes=100-", VIDEO[100:]),
        ("bytes=-10", VIDEO[-10:]),
        ("bytes=0-99999999", VIDEO),
    ],
)
async def test_a_range_of_a_video_is_sent(page, clip, asked, sent):
    answer = await page.get(f"/media/clips/{clip.id}/video", headers={"Range": asked})

    assert answer.status == 206
    assert await answer.read() == sent
    start = VIDEO.index(sent) if len(sent) != 10 else len(VIDEO) - 10
    assert answer.headers["Content-Range"] == (
        f"bytes {start}-{start + len(sent) - 1}/{len(VIDEO)}"
    )


async def test_a_range_beyond_the_end_is_refused(page, clip):
    answer = await page.get(f"/media/clips/{clip.id}/video", headers={"Range": "bytes=99999999-"})

    assert answer.status == 416


async def test_only_the_head_of_a_video_can_be_asked_for(page, clip):
    answer = await page.head(f"/media/clips/{clip.id}/video")

    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) == len(VIDEO)
    assert await answer.read() == b""


async def test_an_unchanged_video_is_not_sent_again(page, clip):
    address = f"/media/clips/{clip.id}/video"
    tag = (await page.get(address)).headers["ETag"]

    answer = await page.get(address, headers={"If-None-Match": tag})

    assert answer.status == 304


async def test_a_named_cut_is_kept_for_good_and_another_is_asked_for_again(page, clip):
    address = f"/media/clips/{clip.id}/video"

    named = await page.get(address, params={"v": name_cut(clip)})
    other = await page.get(address, params={"v": "older"})

    assert "immutable" in named.headers["Cache-Control"]
    assert other.headers["Cache-Control"] == "private, no-cache"


async def test_a_clip_in_the_making_has_no_video_yet(page, world):
    await world.add_stream()
    clip = await world.add_clip(
        status=ClipStatus.RENDERING, object_key=None, thumbnail_key=None, score=None
    )

    for kind in ("video", "thumbnail"):
        answer = await page.get(f"/media/clips/{clip.id}/{kind}")

        assert answer.status == 404
        assert "still being made" in await answer.text()


async def test_a_video_that_is_gone_from_storage_is_a_page(page, world, clip):
    await world.storage.delete_file(clip.object_key)

    answer = await page.get(f"/media/clips/{clip.id}/video")

    assert answer.status == 404


async def test_a_player_that_hangs_up_in_the_midst_is_no_error(page, world, clip, tmp_path, caplog):
    """Players do so each time somebody jumps to another moment."""
    long = tmp_path / "long.mp4"
    long.write_bytes(bytes(32_000_000))
    await world.storage.put_file(clip.object_key, long)
    reader, writer = await asyncio.open_connection("127.0.0.1", page.port)
    cookies = "; ".join(f"{kept.key}={kept.value}" for kept in page.session.cookie_jar)
    lines = (f"GET /media/clips/{clip.id}/video HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies}")
    writer.write("\r\n".join((*lines, "", "")).encode())
    await reader.readexactly(1000)

    sender = writer.get_extra_info("socket")
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.close()
    await asyncio.sleep(0.2)

    assert (await page.get("/healthz")).status == 200
    assert caplog.records == []


@pytest.mark.parametrize(
    "address",
    [
        f"/media/clips/{make_test_clip_id(9)}/video",
        "/media/clips/..%2f..%2f..%2fetc%2fpasswd/video",
        "/media/clips/../../etc/passwd",
    ],
)
async def test_there_is_no_way_to_other_files(page, address):
    assert (await page.get(address)).status == 404
