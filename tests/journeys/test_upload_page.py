"""The upload page by plain HTTP: real tickets, a real folder, a real prober."""

import asyncio
import io
import os
import re
from pathlib import Path

import pytest

from bot.bootstrap.tables import create_table
from config.settings import load_settings
from core.adapters.table.items.people_items import member_key
from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from tests.builders import make_actor
from tests.contracts.aws_environment import aws
from tests.journeys.upload_world import (
    MIB,
    MODERATOR,
    OURS,
    PUBLIC,
    digest,
    find_token,
    make_video,
    run_site,
)

__all__ = ["aws"]
pytestmark = pytest.mark.ffmpeg
START = b"\x00\x00\x00\x20ftypisom"


@pytest.fixture(scope="session")
def video(tmp_path_factory):
    return make_video(tmp_path_factory.mktemp("upload") / "run.mp4", mebibytes=20)


@pytest.fixture
async def site(tmp_path):
    async with run_site(tmp_path) as running:
        yield running


@pytest.fixture
async def inside(site):
    """A moderator who came in by a link; their browser talks to the public name."""
    site.headers = {"Host": "clips.example.org"}
    await site.come_in()
    return site


async def until_page_says(site, path, words):
    text = ""
    for _ in range(200):
        text = await (await site.client.get(f"{site.url}{path}", headers=site.headers)).text()
        if words in text:
            return text
        await asyncio.sleep(0.05)
    raise AssertionError(f"{words!r} is not in {text}")


async def test_a_visitor_is_offered_no_page_of_the_owner(inside):
    text = await until_page_says(inside, "/uploads", "Upload a video")

    assert 'href="/settings"' not in text
    assert 'href="/videos"' not in text


async def test_a_video_comes_in_parts_in_any_order_and_becomes_clips(inside, video):
    content = video.read_bytes()
    status, upload = await inside.begin(content)
    assert (status, upload["parts"], upload["missing"]) == (200, 3, [1, 2, 3])

    for number in (3, 1, 2):
        assert await inside.send_part(upload, number, content) == 200
    status, told = await inside.post(f"/uploads/files/{upload['id']}/finish", {})

    assert status == 200
    page = await until_page_says(inside, told["page"], "clip made")
    assert "<bdi>run</bdi>" in page
    assert await inside.stored_digests() == [digest(video)]
    assert list((inside.home / "objects" / ".parts").iterdir()) == []
    overview = await until_page_says(inside, "/uploads", "Videos so far")
    assert told["page"] in overview


async def test_parts_that_are_there_are_not_asked_for_again(inside, video):
    content = video.read_bytes()
    _, upload = await inside.begin(content)
    await inside.send_part(upload, 2, content)

    status, again = await inside.begin(content)

    assert (status, again["id"], again["missing"]) == (200, upload["id"], [1, 3])
    status, told = await inside.post(f"/uploads/files/{upload['id']}/finish", {})
    assert (status, "2 parts" in told["problem"]) == (400, True)


async def test_an_upload_goes_on_after_a_restart_of_the_program(tmp_path, video):
    content = video.read_bytes()
    async with run_site(tmp_path) as site:
        await site.come_in()
        _, upload = await site.begin(content)
        await site.send_part(upload, 1, content)
        jar, token = site.client.cookie_jar, site.token
        port = int(site.url.rpartition(":")[2])

    async with run_site(tmp_path, port=port) as site:
        site.client._cookie_jar = jar
        site.token = token
        status, again = await site.begin(content)
        assert (status, again["missing"]) == (200, [2, 3])
        for number in (2, 3):
            assert await site.send_part(again, number, content) == 200
        _, told = await site.post(f"/uploads/files/{upload['id']}/finish", {})
        await until_page_says(site, told["page"], "clip made")
        assert await site.stored_digests() == [digest(video)]


async def test_two_tabs_with_one_file_make_one_video(inside, video):
    content = video.read_bytes()
    (_, first), (_, second) = await asyncio.gather(inside.begin(content), inside.begin(content))
    assert first["id"] == second["id"]

    sent = [inside.send_part(first, number, content) for number in (1, 2, 3, 1, 2, 3)]
    assert await asyncio.gather(*sent) == [200] * 6
    finish = f"/uploads/files/{first['id']}/finish"
    told = await asyncio.gather(inside.post(finish, {}), inside.post(finish, {}))

    assert [status for status, _ in told] == [200, 200]
    pages = {answer["page"] for _, answer in told}
    assert len(pages) == 1
    _, again = await inside.begin(content)
    assert {again["page"]} == pages
    await until_page_says(inside, pages.pop(), "clip made")
    assert await inside.stored_digests() == [digest(video)]


async def test_a_video_that_is_broken_is_told_in_a_sentence_and_deleted(inside, video):
    content = START + b"\x00" * MIB
    _, upload = await inside.begin(content, name="hopeless.mp4")
    assert await inside.send_part(upload, 1, content) == 200

    _, told = await inside.post(f"/uploads/files/{upload['id']}/finish", {})

    page = await until_page_says(inside, told["page"], "It stopped")
    assert "“hopeless”" in page
    assert await inside.stored_digests() == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"size": 0}, "empty"),
        ({"size": 10**13}, "larger than"),
        ({"size": -1}, "empty"),
        ({"size": "20"}, "reload the page"),
        ({"size": 1.5}, "reload the page"),
        ({"size": True}, "reload the page"),
        ({"size": 10**400}, "reload the page"),
        ({"size": None}, "reload the page"),
        ({"name": ""}, "rename it"),
        ({"name": "x" * 5000}, "rename it"),
        ({"start": "25504446"}, "not a readable video"),
        ({"start": "zz"}, "not a readable video"),
        ({"start": ""}, "not a readable video"),
        ({"fingerprint": "f" * 500}, "reload the page"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(inside, changed, words):
    status, told = await inside.begin(START, **changed)

    assert status == 400
    assert words in told["problem"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b'"x"', b"[" * 5000, b"\xff\xfe", b"1" * 9000]
)
async def test_what_is_no_request_of_the_page_is_told_so(inside, body):
    headers = {"Accept": "application/json", "X-Truss-Token": inside.token} | inside.headers
    answer = await inside.client.post(f"{inside.url}/uploads/files", data=body, headers=headers)

    assert answer.status == 400
    assert "reload the page" in (await answer.json())["problem"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.mp4", "passwd"),
        ("a/b\\c\x00d.mp4", "c d"),
        ("\u202egpj.exe.mp4", "gpj.exe"),
        ("שידור חי.mp4", "שידור חי"),
        ("<script>alert(1)</script>.mp4", "script"),
        ("CON.mp4", "CON"),
        ("\ud83d\ude00.mp4".encode("utf-16", "surrogatepass").decode("utf-16"), "😀"),
    ],
)
async def test_a_name_leads_nowhere_and_is_shown_as_words(inside, video, name, shown):
    content = video.read_bytes()[:MIB]
    _, upload = await inside.begin(content, name=name)
    await inside.send_part(upload, 1, content)
    _, told = await inside.post(f"/uploads/files/{upload['id']}/finish", {})

    page = await until_page_says(inside, told["page"], shown)

    assert "<script>alert" not in page
    assert "\u202e" not in page
    # While the video is looked at, its parts go: `os.walk` passes over a folder that is gone.
    names = [name for _, folders, files in os.walk(inside.home) for name in (*folders, *files)]
    assert names
    assert not any("passwd" in name for name in names)


async def test_a_ticket_is_good_for_its_part_and_for_nothing_else(inside, video):
    content = video.read_bytes()
    _, upload = await inside.begin(content)
    _, ticket = await inside.post(f"/uploads/files/{upload['id']}/tickets", {"number": 3})
    part = content[16 * MIB :]

    for changed in ("part=3", "size=4194304", "expires=", "key=", "upload="):
        assert changed in ticket["url"]
        name, _, value = changed.partition("=")
        wrong = re.sub(rf"{name}=[^&]*", f"{name}={value}1", ticket["url"])
        assert await inside.put(wrong, part) in {400, 403}
    assert await inside.put(ticket["url"], part[:-1]) == 403
    assert await inside.put(ticket["url"], part + b"x") == 403
    assert await inside.put(ticket["url"].replace("signature=", "signature=0"), part) == 403
    assert await inside.put("/uploads/parts", part) == 403
    assert await inside.put(ticket["url"], part) == 200
    for number in (0, 4, -1, 10**9, "1", None):
        status, _ = await inside.post(f"/uploads/files/{upload['id']}/tickets", {"number": number})
        assert status == 400


async def test_a_sender_who_says_nothing_of_the_size_is_bounded_too(inside, video):
    content = video.read_bytes()
    _, upload = await inside.begin(content)
    _, ticket = await inside.post(f"/uploads/files/{upload['id']}/tickets", {"number": 3})

    async def endless():
        for _ in range(6):
            yield b"x" * MIB

    assert await inside.put(ticket["url"], endless()) == 400
    _, again = await inside.begin(content)
    assert again["missing"] == [1, 2, 3]


async def test_a_link_opens_the_page_once_and_shows_itself_without_being_used(tmp_path):
    async with run_site(tmp_path, public_url="https://clips.example.org") as site:
        site.headers = {"Host": "clips.example.org"}
        address = await site.open_link()
        for _ in range(3):
            shown = await site.client.get(address, headers=site.headers)
            assert shown.status == 200
            assert "csrf_token" not in await shown.text()
            assert (await site.client.head(address, headers=site.headers)).status == 200

        opened = await site.client.post(address, headers=site.headers | OURS, allow_redirects=False)
        assert (opened.status, opened.headers["Location"]) == (303, "/uploads")
        cookie = opened.headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Lax", "Path=/uploads", "Secure", "Max-Age=43200"):
            assert word in cookie
        site.client.cookie_jar.clear()
        again = await site.client.post(address, headers=site.headers | OURS)
        assert again.status == 403
        assert "used already" in await again.text()


async def test_the_page_stays_open_on_reload_and_only_for_its_visitor(inside):
    for _ in range(2):
        answer = await inside.client.get(f"{inside.url}/uploads", headers=inside.headers)
        assert answer.status == 200
        assert "Drop a video here" in await answer.text()
    inside.client.cookie_jar.clear()

    answer = await inside.client.get(
        f"{inside.url}/uploads", headers=inside.headers, allow_redirects=False
    )

    assert (answer.status, answer.headers["Location"]) == (303, "/login?next=/uploads")


@pytest.mark.parametrize("path", ["/uploads/links/" + "x" * 43, "/uploads/links/" + "x" * 90])
async def test_a_link_that_nobody_gave_opens_nothing(site, path):
    answer = await site.client.post(f"{site.url}{path}", headers=OURS)

    assert answer.status == 403
    assert site.client.cookie_jar.filter_cookies(site.url) == {}


async def test_nobody_sees_or_sends_what_is_another_creators(inside, video):
    content = video.read_bytes()
    _, upload = await inside.begin(content)
    for number in (1, 2, 3):
        await inside.send_part(upload, number, content)
    _, told = await inside.post(f"/uploads/files/{upload['id']}/finish", {})
    inside.client.cookie_jar.clear()

    await inside.come_in(make_actor(creator_id=CreatorId("ben"), person_id="discord:7"))

    page = await inside.client.get(f"{inside.url}{told['page']}", headers=inside.headers)
    assert page.status == 404
    listed = await inside.client.get(f"{inside.url}/uploads", headers=inside.headers)
    assert told["page"] not in await listed.text()
    for act in ("tickets", "finish", "abandon"):
        status, _ = await inside.post(f"/uploads/files/{upload['id']}/{act}", {"number": 1})
        assert status == 404
    status, other = await inside.begin(content)
    assert (status, other["missing"]) == (200, [1, 2, 3])


async def test_a_member_whose_role_is_only_to_look_uploads_nothing(site):
    viewer = make_actor(creator_id=CreatorId("local"), role=Role.VIEWER)

    with pytest.raises(Exception, match="add videos"):
        await site.open_link(viewer)


async def test_another_sites_page_makes_no_request_in_a_visitors_name(inside):
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"X-Truss-Token": "guessed"},
    ):
        status, told = await inside.post("/uploads/files", {}, **headers)
        assert status == 403, told
    plain = await inside.client.post(
        f"{inside.url}/uploads/files", data=b"{}", headers=inside.headers
    )
    assert plain.status == 403


async def test_the_owner_signs_in_wherever_they_are(site):
    """Neither the machine, nor a name, nor the lack of a proxy makes anybody the owner."""
    for headers in (
        {},
        {"Host": "clips.example.org"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
    ):
        for path in ("/", "/uploads"):
            answer = await site.client.get(
                f"{site.url}{path}", headers=headers, allow_redirects=False
            )
            assert answer.status == 303
            assert answer.headers["Location"].startswith("/login")

    await site.sign_in_owner()

    assert (await site.client.get(f"{site.url}/uploads")).status == 200
    assert "Upload a video" in await (await site.client.get(f"{site.url}/")).text()


async def test_who_lost_their_role_uploads_nothing_more(inside, video):
    content = video.read_bytes()
    _, upload = await inside.begin(content)
    members = inside.app.ports.stores.members
    (member,) = await members.list_memberships("7")
    await inside.app.ports.upkeep.delete_if(member_key(member.user_id, member.creator_id))

    assert (await inside.begin(content))[0] == 401
    assert (await inside.post(f"/uploads/files/{upload['id']}/tickets", {"number": 1}))[0] == 401


async def test_work_on_a_video_is_called_off_and_tried_again_on_its_page(inside):
    content = START + b"\x00" * MIB
    _, upload = await inside.begin(content, name="broken.mp4")
    await inside.send_part(upload, 1, content)
    _, told = await inside.post(f"/uploads/files/{upload['id']}/finish", {})
    page = await until_page_says(inside, told["page"], "Try again")
    form = {
        "csrf_token": find_token(page),
        "job_id": re.findall(r'"job_id" value="(\w+)"', page)[0],
    }

    pressed = await inside.client.post(
        f"{inside.url}{told['page']}/retry", data=form, headers=inside.headers
    )
    assert pressed.status == 200
    await until_page_says(inside, told["page"], "choose the file again")
    refused = await inside.client.post(
        f"{inside.url}{told['page']}/cancel", data=form, headers=inside.headers
    )
    assert refused.status == 409


async def test_an_upload_that_is_called_off_leaves_no_parts(inside, video):
    content = video.read_bytes()
    _, upload = await inside.begin(content)
    await inside.send_part(upload, 1, content)

    status, _ = await inside.post(f"/uploads/files/{upload['id']}/abandon", {})

    assert status == 200
    assert list((inside.home / "objects" / ".parts").iterdir()) == []


async def test_links_lead_to_the_public_address(site):
    assert (await site.app.people.sign_in.make_upload_link(MODERATOR)).url.startswith(PUBLIC)
    assert isinstance(site.home, Path)


async def test_with_a_bucket_the_parts_go_there_by_presigned_requests(aws, tmp_path, video):
    """The page gives tickets alone; what has arrived is asked of the bucket."""
    content = video.read_bytes()
    assert await create_table(load_settings(home=tmp_path)) == []
    async with run_site(tmp_path) as site:
        await site.sign_in_owner()
        page = await site.client.get(f"{site.url}/uploads")
        site.token = re.findall(r'data-token="([^"]+)"', await page.text())[0]
        _, upload = await site.begin(content)
        origin = page.headers["Content-Security-Policy"].partition("connect-src 'self' ")[2]
        for number in (2, 1, 3):
            _, ticket = await site.post(
                f"/uploads/files/{upload['id']}/tickets", {"number": number}
            )
            assert ticket["url"].startswith(origin.partition(";")[0])
            start = (number - 1) * upload["part_bytes"]
            part = io.BytesIO(content[start : start + upload["part_bytes"]])
            async with site.client.put(
                ticket["url"], data=part, skip_auto_headers=["Content-Type"]
            ) as answer:
                assert answer.status == 200
            _, again = await site.begin(content)
            assert number not in again["missing"]

        _, told = await site.post(f"/uploads/files/{upload['id']}/finish", {})

        await until_page_says(site, told["page"], "clip made")
        (asset,) = (await site.app.ports.stores.assets.list_assets(CreatorId("local"))).items
        async with site.app.ports.storage.open_file(asset.object_key) as stored:
            assert await asyncio.to_thread(digest, stored) == digest(video)
        assert not (tmp_path / "objects").exists()
