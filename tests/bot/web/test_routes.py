"""Every address of the page, for everybody who may come to it."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bot.web.access import ADDRESSES, Access
from bot.web.app import list_routes
from bot.web.visitors import COOKIE, make_token
from core.domain.people.actor import Role
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId
from core.services.people.sign_in import LOGIN
from tests.bot.web.route_table import Case, fill, list_cases
from tests.builders import make_actor
from tests.fakes.page import make_page

WHO = {
    "nobody": None,
    "guessed": None,
    "viewer": make_actor(person_id="discord:1", role=Role.VIEWER),
    "moderator": make_actor(person_id="discord:2", role=Role.MODERATOR),
    "editor": make_actor(person_id="discord:3", role=Role.EDITOR),
    "owner": make_actor(),
    "other": make_actor(person_id="discord:4", creator_id=CreatorId("ben")),
}
RANK = {
    "nobody": Access.PUBLIC,
    "guessed": Access.PUBLIC,
    "viewer": Access.SIGNED_IN,
    "moderator": Access.MODERATOR,
    "editor": Access.EDITOR,
    "owner": Access.OWNER,
    "other": Access.OWNER,
}
SPOOFED: tuple[dict[str, str], ...] = (
    {},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
    {"Forwarded": "for=127.0.0.1;host=127.0.0.1;proto=https"},
    {"X-Forwarded-Host": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-User": "web"},
)
HOST = "127.0.0.1"
OURS = {"Sec-Fetch-Site": "same-origin"}
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": f"http://{HOST}"},
    {"Sec-Fetch-Site": "same-site"},
)
REFUSED = {303, 401, 403}


CASES = list_cases()
CHANGES = [case for case in CASES if case.method != "GET"]


@pytest.fixture
async def send(aiohttp_client, world):
    """Return a function that sends a request as somebody, with their cookie and nothing else."""
    page = await aiohttp_client(make_page(world.app, allowed_hosts=frozenset({HOST})))
    cookies = {who: await world.sign_in(actor) for who, actor in WHO.items() if actor}
    cookies["guessed"] = {COOKIE: "g" * 43}

    tokens = {who: await make_api_token(world, cookies[who]) for who, actor in WHO.items() if actor}
    tokens["guessed"] = "truss_" + "g" * 43

    async def request(who, case, headers=None, *, method=None, token=False):
        sent = {"Host": HOST} | (headers or {})
        if who in tokens and case.path.startswith("/api/"):
            sent["Authorization"] = f"Bearer {tokens[who]}"
        if who in cookies:
            sent["Cookie"] = f"{COOKIE}={cookies[who][COOKIE]}"
            if token:
                sent["X-Truss-Token"] = make_token(cookies[who][COOKIE])
        return await page.request(
            method or case.method, case.path, headers=sent, allow_redirects=False
        )

    return request


async def make_api_token(world, cookies):
    people = world.app.people
    session = await people.sessions.find_session(cookies[COOKIE], purpose=LOGIN)
    return await people.api_tokens.make_token(session, "a program")


async def test_the_table_has_every_route_and_each_row_of_it_is_met(world):
    """A row whose address leads elsewhere, or a route that has no row, would be tried by nobody."""
    web_app = make_page(world.app, allowed_hosts=frozenset({HOST}))
    known = web_app[ADDRESSES]

    assert set(web_app.router.routes()) == set(known)
    assert len(CASES) == len(set(known.values())) == len({(c.method, c.path) for c in CASES})
    web_app.freeze()
    for case in CASES:
        asked = make_mocked_request(case.method, case.path, app=web_app)
        found = known[(await web_app.router.resolve(asked)).route]
        assert (found.method, fill(found.path)) == (case.method, case.path)
    assert {case.needs for case in CASES} >= set(Access) - {Access.OWNER}
    assert {case.method for case in CASES} == {"GET", "POST", "PUT"}


def is_let_in(who, case):
    if case.path == "/doctor":
        return who == "owner"  # how a machine is set up concerns whoever runs it alone
    if case.needs is Access.VISITOR:
        return RANK[who] >= Access.MODERATOR
    return RANK[who] >= case.needs


def is_to_login(answer):
    return answer.status == 303 and answer.headers["Location"].startswith("/login")


@pytest.mark.parametrize("who", WHO)
async def test_every_address_lets_in_whom_it_needs_and_nobody_else(send, who):
    """With a right token and origin: what is refused here is refused for who they are."""
    for case in CASES:
        answer = await send(who, case, OURS, token=True)

        shown = f"{who} {case.method} {case.path}: {answer.status}"
        if is_let_in(who, case):
            assert answer.status != 401, shown
            assert case.path in {"/logout"} or not is_to_login(answer), shown
            is_used = any(w in case.path for w in ("/links/", "/link/", "/login/", "/email/"))
            no_ticket = case.has_ticket
            is_callback = case.path.startswith("/oauth/")
            assert answer.status != 403 or is_used or no_ticket or is_callback, shown
        elif RANK[who] is Access.PUBLIC:
            assert answer.status == 401 or is_to_login(answer), shown
        else:
            assert answer.status == 403, shown
        assert answer.status < 500, shown


@pytest.mark.parametrize("who", ["nobody", "guessed"])
@pytest.mark.parametrize("headers", SPOOFED, ids=str)
async def test_no_header_and_no_lack_of_one_makes_a_stranger_anybody(send, who, headers):
    for case in CASES:
        if case.needs is Access.PUBLIC:
            continue
        for method in {case.method, "HEAD" if case.method == "GET" else case.method}:
            answer = await send(who, case, headers, method=method)

            assert answer.status == 401 or is_to_login(answer), f"{method} {case.path}"
            assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("who", ["viewer", "moderator", "editor"])
@pytest.mark.parametrize("headers", SPOOFED[1:], ids=str)
async def test_no_header_makes_anybody_more_than_they_are(send, who, headers):
    refused = [case for case in CASES if not is_let_in(who, case)]
    for case in refused:
        answer = await send(who, case, OURS | headers, token=True)

        assert answer.status == 403, case
    assert refused or who == "editor"


@pytest.mark.parametrize("who", WHO)
async def test_another_host_name_is_answered_to_nobody(send, who):
    for case in CASES:
        answer = await send(who, case, OURS | {"Host": "evil.example"}, token=True)

        assert answer.status == (200 if case.path in {"/healthz", "/livez", "/readyz"} else 421), (
            case
        )


@pytest.mark.parametrize("who", ["moderator", "editor", "owner", "other"])
async def test_no_change_is_made_without_the_token_of_the_session(send, who):
    with_token = [c for c in CHANGES if c.needs is not Access.PUBLIC and not c.has_ticket]
    allowed = [case for case in with_token if is_let_in(who, case)]
    assert len(allowed) > len(with_token) / 2
    for case in allowed:
        for headers in (OURS, OURS | {"X-Truss-Token": make_token("another session")}):
            answer = await send(who, case, headers)

            assert answer.status == 403, case
            assert "reload it" in await answer.text(), case


@pytest.mark.parametrize("who", ["nobody", "moderator", "editor", "owner", "other"])
@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_no_change_comes_from_another_site(send, who, headers):
    for case in CHANGES:
        if not is_let_in(who, case):
            continue
        answer = await send(who, case, headers, token=True)

        assert answer.status == 403, case
        assert "another site" in await answer.text(), case


async def test_a_form_of_strangers_says_where_it_comes_from(send):
    """They have no token, so a browser that says nothing is not believed."""
    for case in CHANGES:
        if case.needs is Access.PUBLIC:
            assert (await send("nobody", case)).status == 403, case
            assert "another site" in await (await send("nobody", case)).text(), case


async def test_what_a_script_asks_for_is_answered_in_its_own_words(send):
    for case in CASES:
        if case.needs is Access.PUBLIC:
            continue
        for headers in ({"Accept": "application/json"}, {"Sec-Fetch-Dest": "empty"}):
            answer = await send("nobody", case, headers)

            assert answer.status == 401, case
            assert (await answer.json()) == {"problem": "Sign in first: open /login."}


async def test_a_page_leads_to_the_sign_in_and_back(send):
    for case in CASES:
        if case.needs is Access.PUBLIC or case.path.startswith(
            ("/api/", "/uploads/files", "/uploads/parts")
        ):
            continue
        answer = await send("nobody", case)

        is_page = case.method == "GET" and case.path != "/"
        wanted = f"/login?next={case.path}" if is_page else "/login"
        assert (answer.status, answer.headers["Location"]) == (303, wanted)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("POST", "/nothing"), ("PUT", "/")]
)
async def test_strangers_are_not_told_which_addresses_there_are(send, method, path):
    nowhere = Case(method, path, Access.SIGNED_IN, False)

    assert is_to_login(await send("nobody", nowhere))
    assert (await send("viewer", nowhere)).status in {404, 405}


async def test_an_address_that_says_nothing_of_itself_is_the_owners(aiohttp_client, world):
    async def show(_request):
        raise AssertionError("nobody may come here")

    web_app = make_page(world.app, allowed_hosts=frozenset({HOST}))
    web_app.router.add_get("/forgotten", show)
    for who, status in (("nobody", 303), ("moderator", 403), ("editor", 403)):
        cookies = await world.sign_in(WHO[who]) if WHO[who] else {}
        page = await aiohttp_client(web_app, cookies=cookies)
        answer = await page.get("/forgotten", allow_redirects=False)
        assert answer.status == status


async def test_a_stranger_learns_nothing_from_any_page(send, world):
    """Not what does not work here, nor any token, nor which pages there are."""
    world.app.work.health.note_trouble("Twitch", "The account of ada is lost.")
    for case in CASES:
        text = await (await send("nobody", case, OURS)).text()

        for word in ("csrf_token", "data-token", "ada", 'href="/videos"', "Sign-ins"):
            assert word not in text, f"{word} {case}"


async def test_the_demo_has_its_own_pages_and_nothing_of_people(aiohttp_client, world):
    """Whoever reaches a public demo may decide there, and no more."""
    judge = make_actor(creator_id=DEMO_CREATOR_ID)
    page = await aiohttp_client(make_page(world.app, demo=judge, allowed_hosts=frozenset({HOST})))
    for row in list_routes():
        answer = await page.request(
            row.method, fill(row.path), headers={"Host": HOST} | OURS, allow_redirects=False
        )

        is_of_people = row.path.startswith(
            (
                "/uploads",
                "/accounts",
                "/connect",
                "/api",
                "/team",
                "/doctor",
                "/oauth",
                "/login",
                "/logout",
                "/sessions",
                "/creators",
                "/email",
                "/figures/preview",
                "/figures/import",
            )
        )
        assert is_of_people is not row.in_demo, row.path
        has_no_token = row.method == "POST"
        assert (answer.status == 403) is (is_of_people or has_no_token), row.path
        assert "Set-Cookie" not in answer.headers


def test_nobody_but_the_judge_acts_without_a_sign_in(world):
    with pytest.raises(ValueError, match="only the demo"):
        make_page(world.app, demo=make_actor(), allowed_hosts=frozenset({HOST}))
