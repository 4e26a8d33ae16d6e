"""Coming in by a link, going out, and what strangers can make of both."""

import asyncio
import io
import logging
import re

import pytest
import structlog

from bot.log import set_up_log
from bot.web.visitors import COOKIE, SECURE_COOKIE, read_next
from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.errors import ExternalFailure
from tests.bot.web.world import World, find_token
from tests.builders import make_actor, make_binding
from tests.fakes.app import make_app
from tests.fakes.page import make_page
from tests.fakes.people import FakeMail, FakeRoster

OURS = {"Sec-Fetch-Site": "same-origin"}
MODERATOR = make_actor(person_id="discord:7", role=Role.MODERATOR)
BEN = CreatorId("ben")


@pytest.fixture
def log():
    """Everything that is logged at the most talkative level, as it is written."""
    stream = io.StringIO()
    before = structlog.get_config()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_log(level="debug", as_json=True, secrets=[], stream=stream)
    yield stream
    logging.getLogger("aiohttp.access").setLevel(logging.NOTSET)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**before)


@pytest.fixture
def roster():
    return FakeRoster()


@pytest.fixture
def mail():
    return FakeMail()


@pytest.fixture
async def world(tmp_path, roster, mail):
    world = World(tmp_path)
    world.app = make_app(
        tmp_path, clock=world.clock, roster=roster, mail=mail, owner_email="ada@example.org"
    )
    await world.app.ports.stores.guilds.add_guild(
        make_binding(guild_id="10", moderator_role_id="12")
    )
    return world


@pytest.fixture
def open_door(aiohttp_client, world):
    """Return a function that gives a client in which nobody is signed in."""

    async def open_it(**given):
        values = {"allowed_hosts": frozenset({"127.0.0.1"})} | given
        return await aiohttp_client(make_page(world.app, **values))

    return open_it


@pytest.fixture
async def door(open_door):
    return await open_door()


async def ask(world, actor=MODERATOR):
    """Return the path of a new link."""
    link = await world.app.people.sign_in.make_login_link(actor)
    return "/login/" + link.url.rpartition("/")[2]


async def come_in(door, path, **form):
    return await door.post(path, data=form, headers=OURS, allow_redirects=False)


async def guess(door, numbers):
    """Return how each number is answered as a token, asked in turn over one connection.

    Written by hand, since aiohttp's client takes longer for a request than the page does.
    """
    reader, writer = await asyncio.open_connection(door.host, door.port)
    statuses = []
    for number in numbers:
        writer.write(
            f"POST /login/{number:043d} HTTP/1.1\r\nHost: {door.host}:{door.port}\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 0\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\nContent-Length: (\d+)", head)
        assert length is not None
        await reader.readexactly(int(length[1]))
        statuses.append(int(head.split(b" ", 2)[1]))
    writer.close()
    await writer.wait_closed()
    return statuses


@pytest.fixture
def appoint(world, roster):
    """Return a function that makes the moderator one, in Discord."""

    def give(*roles):
        roster.roles["10", "7"] = frozenset(roles)

    give("12")
    return give


async def test_a_link_shows_a_button_and_the_button_signs_in(door, world, appoint):
    path = await ask(world)
    shown = await (await door.get(path)).text()
    assert "Sign in" in shown
    assert "csrf_token" not in shown

    answer = await come_in(door, path)

    assert (answer.status, answer.headers["Location"]) == (303, "/")
    cookie = answer.headers["Set-Cookie"]
    for word in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000", f"{COOKIE}="):
        assert word in cookie
    assert "Secure" not in cookie
    assert "Domain" not in cookie
    assert (await door.get("/", allow_redirects=False)).status == 200


async def test_behind_tls_the_cookie_is_for_this_host_and_tls_alone(open_door, world):
    door = await open_door(public_url="https://truss.example")

    answer = await come_in(door, await ask(world))

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{SECURE_COOKIE}=")
    for word in ("; Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie


async def test_scanners_and_previews_use_nothing_up(door, world, appoint):
    path = await ask(world)
    for _ in range(3):
        assert (await door.get(path)).status == 200
        assert (await door.head(path)).status == 200
        assert (await door.options(path, allow_redirects=False)).status in {303, 405}
    assert len(door.session.cookie_jar) == 0

    assert (await come_in(door, path)).status == 303


async def test_a_link_is_good_once_even_for_many_at_once(door, world):
    path = await ask(world)

    answers = await asyncio.gather(*(come_in(door, path) for _ in range(8)))

    assert sorted(answer.status for answer in answers) == [303] + [403] * 7


async def test_a_link_is_good_for_fifteen_minutes(door, world):
    path = await ask(world)
    world.clock.advance(15 * 60)

    answer = await come_in(door, path)

    assert answer.status == 403
    assert "15 minutes are over" in await answer.text()
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
    ids=str,
)
async def test_nobody_is_signed_in_by_another_sites_form(door, world, headers):
    """Else they would work, unknowing, in the workspace of whoever made the link."""
    path = await ask(world)

    answer = await door.post(path, headers=headers, allow_redirects=False)

    assert answer.status == 403
    assert (await come_in(door, path)).status == 303


@pytest.mark.no_cover
async def test_three_thousand_guesses_are_refused_and_soon_not_looked_at(door, world, log):
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)  # it is off where Truss runs
    real = await ask(world)
    used = []
    use = world.app.ports.stores.links.use_magic_link

    async def count(token):
        used.append(token)
        return await use(token)

    world.app.ports.stores.links.use_magic_link = count
    shares = await asyncio.gather(
        *(guess(door, range(first, 3_000, 50)) for first in range(50))  # fifty at a time
    )
    statuses = [status for share in shares for status in share]

    assert len(statuses) == 3_000
    assert set(statuses) == {403, 429}
    assert statuses.count(403) == len(used) == 10
    assert (await come_in(door, real)).status == 429
    assert log.getvalue().count("\n") < 20
    world.clock.advance(60)
    assert (await come_in(door, real)).status == 303


async def test_nothing_that_opens_anything_is_logged(door, world, log, appoint, monkeypatch):
    path = await ask(world)
    await door.get(path)
    await come_in(door, path)
    (cookie,) = (kept.value for kept in door.session.cookie_jar)
    again = await ask(world)

    async def fail(*_args, **_kwargs):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(world.app.people.sign_in, "use_login_link", fail)
    assert (await come_in(door, again)).status == 500
    assert (await door.get(f"{again}/x")).status == 404

    text = log.getvalue()
    assert "web.failed" in text
    own = find_token(await (await door.get("/sessions")).text())
    for secret in (path[7:], again[7:], cookie, own):
        assert secret not in text


async def test_a_role_that_is_taken_away_is_gone_at_the_next_request(door, world, appoint):
    await come_in(door, await ask(world))
    assert (await door.get("/")).status == 200

    appoint("11")

    answer = await door.get("/")
    assert answer.status == 403
    assert "no role at this creator any more" in await answer.text()
    for path in ("/videos", "/settings", "/uploads", "/accounts"):
        assert (await door.get(path)).status == 403
    appoint("12")
    assert (await door.get("/")).status == 200


async def test_a_session_lasts_thirty_days(door, world, appoint):
    await come_in(door, await ask(world))
    token = next(kept.value for kept in door.session.cookie_jar)
    headers = {"Cookie": f"{COOKIE}={token}"}

    world.clock.advance(30 * 24 * 3600 - 1)
    assert (await door.get("/", headers=headers)).status == 200
    world.clock.advance(1)

    assert (await door.get("/", headers=headers, allow_redirects=False)).status == 303


async def test_signing_in_again_ends_the_session_before(door, world, appoint):
    await come_in(door, await ask(world))
    before = next(kept.value for kept in door.session.cookie_jar)

    await come_in(door, await ask(world))

    after = next(kept.value for kept in door.session.cookie_jar)
    assert before != after
    door.session.cookie_jar.clear()
    answer = await door.get("/", headers={"Cookie": f"{COOKIE}={before}"}, allow_redirects=False)
    assert answer.status == 303


async def test_sessions_are_listed_and_ended_and_signing_out_ends_its_own(
    open_door, world, appoint
):
    one, other = await open_door(), await open_door()
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0"}
    await one.post(await ask(world), headers=OURS | browser)
    await come_in(other, await ask(world))

    text = await (await one.get("/sessions")).text()
    assert text.count("for <bdi>ada</bdi>") == 2
    assert "Firefox on Linux" in text
    assert "this one" in text
    form = {"csrf_token": find_token(text), "session": re.findall(r'"session" value="(\w+)"', text)}
    own = next(kept.value for kept in one.session.cookie_jar)
    assert own not in text
    ended = re.search(r'action="/sessions/revoke".*?"session" value="(\w+)"', text, re.DOTALL)
    assert ended
    await one.post("/sessions/revoke", data=form | {"session": ended[1]})
    assert (await other.get("/", allow_redirects=False)).status == 303
    assert (await one.get("/", allow_redirects=False)).status == 200

    left = await one.post("/logout", data={"csrf_token": form["csrf_token"]}, allow_redirects=False)
    assert (left.status, left.headers["Location"]) == (303, "/login")
    headers = {"Cookie": f"{COOKIE}={own}"}
    assert (await one.get("/", headers=headers, allow_redirects=False)).status == 303


async def test_nobody_ends_the_sessions_of_others(open_door, world, appoint):
    one, other = await open_door(), await open_door()
    await come_in(one, await ask(world))
    await come_in(other, await ask(world, make_actor()))
    (theirs,) = await world.app.ports.stores.sessions.list_sessions("web")
    token = find_token(await (await one.get("/sessions")).text())

    answer = await one.post(
        "/sessions/revoke", data={"csrf_token": token, "session": theirs.digest}
    )

    assert answer.status == 404
    assert (await other.get("/", allow_redirects=False)).status == 200


async def test_who_has_several_creators_chooses_and_sees_theirs_alone(door, world, appoint):
    await world.add_member(make_actor(person_id="discord:7", creator_id=BEN, role=Role.EDITOR))
    await world.add_stream()
    clip = await world.add_clip()
    await come_in(door, await ask(world))
    text = await (await door.get("/creators")).text()
    assert "moderator" in text
    assert "editor" in text

    await door.post("/creators", data={"csrf_token": find_token(text), "creator_id": BEN})
    assert (await door.get(f"/clips/{clip.id}")).status == 404
    refused = await door.post(
        "/creators", data={"csrf_token": find_token(text), "creator_id": "cleo"}
    )
    assert refused.status == 404


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/a//evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:a=b\r\n",
        "/a\r\nSet-Cookie: a=b",
        "evil.example",
        "@evil.example",
        "/@evil.example",
        "/\u2215evil.example",
        " /",
        "",
        "/" + "a" * 400,
    ],
)
async def test_a_link_leads_to_a_page_of_ours_and_nowhere_else(door, world, wanted):
    assert read_next(wanted) == "/"

    answer = await come_in(door, await ask(world), next=wanted)

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("wanted", ["/", "/clips/01ABC?x=1&y=%2F", "/videos", "/streams/01-a_b.c~"])
def test_a_page_of_ours_is_gone_on_to(wanted):
    assert read_next(wanted) == wanted


async def test_a_link_by_mail_is_asked_for_and_answered_alike_for_everybody(door, world, mail):
    answers = []
    for address in ("ada@example.org", "nobody@example.org"):
        form = {"email": address, "next": "/videos"}
        answer = await door.post("/login", data=form, headers=OURS)
        answers.append((answer.status, await answer.text()))
    await asyncio.sleep(0.05)

    assert answers[0] == answers[1]
    assert answers[0][0] == 200
    assert "If that address belongs to somebody here" in answers[0][1]
    ((to, _, text),) = mail.sent
    assert to == "ada@example.org"
    link = re.search(r"https://clips\.example\.org(/login/\S+)\?next=(\S+)", text)
    assert link
    answer = await come_in(door, link[1], next=link[2])
    assert answer.headers["Location"] == "/videos"


async def test_mail_is_not_asked_for_without_end(door, mail):
    statuses = []
    for number in range(8):
        form = {"email": f"{number}@example.org"}
        statuses.append((await door.post("/login", data=form, headers=OURS)).status)

    assert statuses == [200] * 5 + [429] * 3
    assert mail.sent == []


@pytest.mark.parametrize("address", ["", "ada", "a b@c", "ada@example.org\nBcc: x@y", "@", "a@"])
async def test_what_is_no_address_is_told_so(door, mail, address):
    answer = await door.post("/login", data={"email": address}, headers=OURS)

    assert answer.status == 400
    assert mail.sent == []


async def test_discord_that_cannot_be_asked_lets_nobody_in_and_lets_people_out(
    door, world, roster, appoint
):
    await come_in(door, await ask(world))
    text = await (await door.get("/sessions")).text()
    roster.failing = ExternalFailure("Discord is away.", retryable=True)

    assert (await door.get("/")).status == 502
    left = await door.post("/logout", data={"csrf_token": find_token(text)}, allow_redirects=False)

    assert left.status == 303
