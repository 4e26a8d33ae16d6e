import pytest
from aiohttp import FormData

from bot.web.drawing.form_tokens import mask_token, unmask_token
from bot.web.guard import BODY_BYTES_MAX, find_origin
from bot.web.visitors import SECURE_COOKIE
from core.domain.clips.clip import ClipStatus
from tests.bot.web.world import find_token
from tests.builders import CREATOR


@pytest.fixture
async def clip(world):
    await world.add_stream()
    return await world.add_clip()


@pytest.fixture
def approve(page, clip):
    """Return a function that sends a right decision, but for what a test changes of it."""

    async def send(headers=None, **given):
        token = find_token(await (await page.get("/")).text())
        form = {"csrf_token": token, "seen_version": str(clip.version)} | given
        address = f"/clips/{clip.id}/approve"
        return await page.post(address, data=form, headers=headers, allow_redirects=False)

    return send


async def is_untouched(world, clip):
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    return stored.status is ClipStatus.IN_REVIEW


@pytest.mark.parametrize("token", ["", "wrong", "ünïcode", "A" * 84 + "=="])
async def test_a_decision_without_this_process_s_token_is_refused(approve, world, clip, token):
    answer = await approve(csrf_token=token)

    assert answer.status == 403
    assert "reload it and" in await answer.text()
    assert await is_untouched(world, clip)


async def test_every_answer_masks_the_token_anew_and_each_mask_of_it_counts(page, approve):
    one, two = [find_token(await (await page.get("/")).text()) for _ in range(2)]
    assert one != two
    assert unmask_token(one) == unmask_token(two)

    assert (await approve(csrf_token=mask_token("ab" * 32))).status == 403
    assert (await approve(csrf_token=unmask_token(one))).status == 303


async def test_a_file_instead_of_a_token_is_refused(page, world, clip):
    form = FormData()
    form.add_field("csrf_token", b"bytes", filename="token.txt")

    answer = await page.post(f"/clips/{clip.id}/approve", data=form)

    assert answer.status == 403
    assert await is_untouched(world, clip)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_a_decision_from_another_site_is_refused(approve, world, clip, headers):
    answer = await approve(headers)

    assert answer.status == 403
    assert "another site" in await answer.text()
    assert await is_untouched(world, clip)


async def test_what_the_browser_calls_our_own_page_is_so_behind_a_proxy_too(approve):
    """A plain proxy gives us another Host than the one that the browser asked."""
    answer = await approve({"Origin": "http://clips.example.org", "Sec-Fetch-Site": "same-origin"})

    assert answer.status == 303


async def test_a_decision_from_our_own_page_is_taken(approve, page):
    origin = f"http://127.0.0.1:{page.port}"

    answer = await approve({"Origin": origin, "Sec-Fetch-Site": "same-origin"})

    assert answer.status == 303


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1]:8080", "x:y"]
)
async def test_a_foreign_host_name_is_not_answered(page, host):
    """DNS rebinding: a page elsewhere lets its own name mean this machine."""
    answer = await page.get("/", headers={"Host": host})

    assert answer.status == 421
    assert "does not answer to this host name" in await answer.text()


@pytest.mark.parametrize("host", ["truss.lan:8080", "192.168.1.5:8080", "[fe80::1]:8080", "a"])
async def test_a_page_that_was_told_no_name_answers_to_any(open_page, host):
    """As in a container: a browser that was lured there by another name has no session for it."""
    page = await open_page(answers_any_host=True)

    answer = await page.get("/", headers={"Host": host})

    assert answer.status == 200


@pytest.mark.parametrize("host", ["", "a b", "<b>", "a@b", "a/b", "[::1", "x:y", "a:1:2"])
async def test_what_is_no_name_at_all_is_not_answered(open_page, host):
    page = await open_page(answers_any_host=True)

    answer = await page.get("/", headers={"Host": host})

    assert answer.status in {400, 421}


async def test_health_is_told_to_any_host(page):
    answer = await page.get("/healthz", headers={"Host": "10.0.0.7:8080"})

    assert answer.status == 200


async def test_a_host_may_be_allowed_for_one_port_only(open_page):
    page = await open_page(allowed_hosts=frozenset({"truss.example:8080"}))

    right = await page.get("/", headers={"Host": "Truss.example:8080"})
    wrong = await page.get("/", headers={"Host": "truss.example:9090"})

    assert (right.status, wrong.status) == (200, 421)


async def test_the_usual_port_may_be_left_out(open_page):
    page = await open_page(allowed_hosts=frozenset({"localhost:80"}))

    answer = await page.get("/", headers={"Host": "localhost"})

    assert answer.status == 200


async def test_the_public_address_is_a_host_and_an_origin_of_ours(open_page, clip):
    page = await open_page(public_url="https://truss.example/")
    kept = next(each for each in page.session.cookie_jar if each.key == SECURE_COOKIE)
    headers = {
        "Host": "truss.example",
        "Origin": "https://truss.example",
        "Cookie": f"{kept.key}={kept.value}",
    }
    token = find_token(await (await page.get("/", headers=headers)).text())
    form = {"csrf_token": token, "seen_version": str(clip.version)}

    answer = await page.post(
        f"/clips/{clip.id}/approve", data=form, headers=headers, allow_redirects=False
    )

    assert answer.status == 303


@pytest.mark.parametrize(
    "address", ["/", "/nothing", "/healthz", "/static/truss.js", "/media/clips/x/video"]
)
async def test_every_answer_carries_the_guard_s_headers(page, address):
    answer = await page.get(address)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"]


async def test_a_body_that_is_too_large_is_refused(page, clip):
    answer = await page.post(
        f"/clips/{clip.id}/approve", data={"csrf_token": "x" * (BODY_BYTES_MAX + 1)}
    )

    assert answer.status == 413


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("PUT", "/", "GET,HEAD"),
        ("POST", "/", "GET,HEAD"),
        ("DELETE", "/clips/{clip}", "GET,HEAD"),
        ("PATCH", "/clips/{clip}/approve", "POST"),
        ("OPTIONS", "/clips/{clip}/approve", "POST"),
        ("TRACE", "/clips/{clip}/approve", "POST"),
    ],
)
async def test_a_method_that_no_page_has_is_named_as_the_problem(
    page, world, clip, method, address, allowed
):
    answer = await page.request(method, address.format(clip=clip.id))

    assert answer.status == 405
    assert answer.headers["Allow"] == allowed
    assert "does not accept that kind of request" in await answer.text()
    assert await is_untouched(world, clip)


async def test_a_post_to_nowhere_is_not_found(page):
    assert (await page.post("/nothing")).status == 404


_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data; boundary=X"


def _part(*headers, content=b"x"):
    head = "\r\n".join(headers).encode()
    return b"--X\r\n" + head + b"\r\n\r\n" + content + b"\r\n--X--\r\n"


_NAMED = 'Content-Disposition: form-data; name="csrf_token"'


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (f"{_URLENCODED}; charset=foo", b"csrf_token=x"),
        (f"{_URLENCODED}; charset=hex", b"csrf_token=x"),
        (_URLENCODED, b"\xff"),
        ("multipart/form-data", b"csrf_token=x"),
        ("multipart/form-data; boundary=" + "X" * 100, b""),
        (_MULTIPART, b""),
        (_MULTIPART, b"csrf_token=x"),
        (_MULTIPART, _part(_NAMED)[:-9]),
        (_MULTIPART, _part("no header")),
        (_MULTIPART, _part("X: " + "y" * 9_000)),
        (_MULTIPART, _part("X: y")),
        (_MULTIPART, _part(_NAMED, content=b"\xff")),
        (_MULTIPART, _part(_NAMED, "Content-Transfer-Encoding: foo")),
        (_MULTIPART, _part(_NAMED, "Content-Transfer-Encoding: base64")),
        (_MULTIPART, _part(_NAMED, "Content-Type: text/plain; charset=foo")),
        (_MULTIPART, _part(_NAMED, "Content-Type: multipart/mixed; boundary=Y")),
        (_MULTIPART, _part(_NAMED.replace("csrf_token", "_charset_"), content=b"f" * 40)),
    ],
    ids=repr,
)
async def test_a_form_that_cannot_be_read_is_told(page, world, clip, caplog, content_type, body):
    headers = {"Content-Type": content_type}

    answer = await page.post(f"/clips/{clip.id}/approve", data=body, headers=headers)

    assert answer.status == 400
    assert "The form cannot be read; reload the page" in await answer.text()
    assert await is_untouched(world, clip)
    assert not caplog.records


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_body_that_is_not_packed_as_it_says_is_told(page, world, clip, caplog, encoding):
    headers = {"Content-Type": _URLENCODED, "Content-Encoding": encoding}

    answer = await page.post(f"/clips/{clip.id}/approve", data=b"not packed", headers=headers)

    assert answer.status == 400
    assert "The form cannot be read; reload the page" in await answer.text()
    assert await is_untouched(world, clip)
    assert (await page.get("/healthz")).status == 200
    assert not caplog.records


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape"])
async def test_a_token_with_half_an_emoji_is_a_wrong_token(page, clip, charset):
    headers = {"Content-Type": f"{_URLENCODED}; charset={charset}"}
    body = {"utf-7": b"csrf_token=+2D0-", "unicode_escape": rb"csrf_token=\ud83d"}[charset]

    answer = await page.post(f"/clips/{clip.id}/approve", data=body, headers=headers)

    assert answer.status == 403


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Truss.Example/", ("https://truss.example", "truss.example")),
        ("http://a:8080/x?y", ("http://a:8080", "a:8080")),
        ("https://user:secret@a", ("https://a", "a")),
        ("ftp://a", None),
        ("a.example", None),
        ("", None),
        ("http://[abc", None),
        ("http://[abc]", None),
    ],
)
def test_an_origin_is_scheme_and_host(url, origin):
    assert find_origin(url) == origin
