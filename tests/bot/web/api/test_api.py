"""The API: what its document promises is what its calls answer, whatever is sent."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.web.api.calls import list_calls
from bot.web.api.document import write_document
from bot.web.api.files import FILES
from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.domain.work.job import JobKind, JobStatus
from tests.bot.web.route_table import GIVEN, fill
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_actor, make_asset, make_binding

DOCUMENT = write_document(list_calls())
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


async def make_token(page, name="My script"):
    token = find_token(await (await page.get("/sessions")).text())
    answer = await page.post("/sessions/tokens", data={"csrf_token": token, "name": name})
    found = re.search(r"<code>(truss_[\w-]+)</code>", await answer.text())
    assert found
    return {"Authorization": f"Bearer {found[1]}"}


@pytest.fixture
async def call(open_page, aiohttp_client, world):
    """Return a function that calls the API without any cookie, as a program does."""
    page = await open_page()
    headers = await make_token(page)
    page.session.cookie_jar.clear()

    async def ask(method, path, body=None, **given):
        answer = await page.request(
            method, f"/api/v1{path}", json=body, headers=given.pop("headers", headers), **given
        )
        return answer.status, await answer.json()

    return ask


@pytest.fixture
async def clip(world):
    await world.add_stream()
    await world.stores.assets.add_asset(make_asset())
    return await world.add_clip()


async def test_a_program_lists_approves_undoes_edits_and_sends(call, world, clip):
    status, page = await call("GET", "/clips?status=in_review")
    assert (status, [one["id"] for one in page["clips"]]) == (200, [clip.id])
    seen = {"seen_version": page["clips"][0]["version"]}

    status, approved = await call("POST", f"/clips/{clip.id}/approve", seen)
    assert (status, approved["status"]) == (200, "approved")
    assert (await call("POST", f"/clips/{clip.id}/reject", seen))[0] == 409
    again = {"seen_version": approved["version"]}
    status, undone = await call("POST", f"/clips/{clip.id}/undo", again)
    assert (status, undone["status"]) == (200, "in_review")
    edit = {"seen_version": undone["version"], "title": "Mine"}
    status, edited = await call("POST", f"/clips/{clip.id}/edit", edit)
    assert (status, edited["title"]) == (200, "Mine")
    status, sent = await call("POST", f"/clips/{clip.id}/send", {"when": "now", "title": "There"})
    assert (status, sent["publications"][0]["status"]) == (200, "scheduled")
    _, listed = await call("GET", "/publications?status=scheduled")
    assert [one["clip_id"] for one in listed["publications"]] == [clip.id]


async def test_a_token_fetches_the_video_that_a_clip_names(open_page, world, clip):
    page = await open_page()
    headers = await make_token(page)
    page.session.cookie_jar.clear()

    named = await (await page.get(f"/api/v1/clips/{clip.id}", headers=headers)).json()
    whole = await page.get(named["video"], headers=headers)
    part = await page.get(named["video"], headers=headers | {"Range": "bytes=0-3"})

    assert (whole.status, whole.content_type) == (200, "video/mp4")
    assert (part.status, await part.read()) == (206, (await whole.read())[:4])
    for name in ("thumbnail", "sheet"):
        answer = await page.get(f"/api/v1/clips/{clip.id}/{name}", headers=headers)
        assert answer.status in {200, 404}, name
    assert (await page.get(named["video"])).status == 401
    past = await page.get(named["video"], headers=headers | {"Range": "bytes=999999-"})
    assert past.status == 416


async def test_slots_are_read_and_set_and_cards_that_name_them_follow(call, world, clip):
    await world.app.ports.stores.guilds.add_guild(make_binding())

    assert await call("PUT", "/slots", {"slots": "Mon 18:00"}) == (200, {"slots": "Mon 18:00"})
    assert await call("GET", "/slots") == (200, {"slots": "Mon 18:00"})
    jobs = (await world.app.ports.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert JobKind.LAY_CARDS in [job.kind for job in jobs]


async def test_what_is_wrong_is_said_in_a_sentence_as_json(call, clip):
    path = f"/clips/{clip.id}/approve"
    wrong: tuple[object, ...] = (
        None,
        {},
        [],
        "x",
        {"seen_version": "3", "more": 1},
        {"seen_version": -1},
    )
    for body in wrong:
        status, problem = await call("POST", path, body)
        assert (status, list(problem)) == (400, ["problem"])
    assert (await call("GET", "/clips?status=nothing"))[0] == 400
    assert (await call("GET", "/nothing"))[0] == 404
    assert (await call("DELETE", "/clips"))[0] == 405


async def test_a_cookie_is_no_token(open_page, clip):
    """Any page could send the browser's cookie; only a program has the token."""
    page = await open_page()

    answer = await page.get("/api/v1/clips")

    assert answer.status == 401
    assert (await answer.json()) == {"problem": "Sign in first: open /login."}


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer x", "Basic eDp4", "Bearer " + "x" * 900])
async def test_what_is_no_token_lets_nobody_in(call, shown):
    status, _ = await call("GET", "/clips", headers={"Authorization": shown})

    assert status in {400, 401}


async def test_a_token_is_ended_on_the_page_of_sessions(open_page):
    page = await open_page()
    headers = await make_token(page, "<b>mine</b>")
    text = await (await page.get("/sessions")).text()
    assert "&lt;b&gt;mine&lt;/b&gt;" in text
    assert headers["Authorization"][7:] not in text
    row = re.search(
        r'name="session" value="([0-9a-f]{64})">(?:(?!</form>).)*token for programs',
        text,
        re.DOTALL,
    )
    assert row

    form = {"csrf_token": find_token(text), "session": row[1]}
    await page.post("/sessions/revoke", data=form)

    assert (await page.get("/api/v1/clips", headers=headers)).status == 401


async def test_a_token_may_do_what_its_person_may(open_page):
    page = await open_page(make_actor(person_id="discord:2", role=Role.MODERATOR))
    headers = await make_token(page)

    assert (await page.get("/api/v1/clips", headers=headers)).status == 200
    body = {"slots": "Mon 18:00"}
    assert (await page.put("/api/v1/slots", headers=headers, json=body)).status == 403


async def test_the_document_is_served_and_names_every_call(open_page):
    page = await open_page()

    served = await (await page.get("/api/v1/openapi.json")).json()

    assert served == json.loads(json.dumps(DOCUMENT))
    assert served["openapi"] == "3.1.0"
    names = [one["operationId"] for path in served["paths"].values() for one in path.values()]
    assert len(names) == len(set(names)) == len(list_calls()) + len(FILES)
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(served)))
    assert references <= set(served["components"]["schemas"])


def values_for(schema):
    """Return values near what a schema wants: right ones, and others."""
    kinds = {one.get("type") for one in (schema, *schema.get("anyOf", ()))}
    right: st.SearchStrategy[object] = st.nothing()
    if "string" in kinds:
        right |= st.sampled_from(
            ["now", "at", "2030-01-01 10:00", "Mon 18:00", "folder", "x" * 400]
        )
    if kinds & {"integer", "number"}:
        right |= st.sampled_from([0, 1, 3, -1, 1.5, 10**12])
    if "boolean" in kinds:
        right |= st.booleans()
    return right | JUNK


def bodies_for(call):
    fields = TypeAdapter(call.takes).json_schema().get("properties", {})
    shaped = {name: values_for(schema) for name, schema in fields.items()}
    return st.fixed_dictionaries({}, optional=shaped) | JUNK


@pytest.mark.parametrize("one", list_calls(), ids=lambda one: one.name)
async def test_every_answer_is_one_that_the_document_promises(call, world, clip, one):
    """Whatever is sent: no 5xx, JSON of the promised shape, and nothing but promised statuses."""
    promised = DOCUMENT["paths"][f"/api/v1{one.path}"][one.method.lower()]["responses"]
    path = fill(one.path, GIVEN | {"clip_id": clip.id})
    examples = []

    @settings(
        max_examples=12, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(bodies_for(one))
    def collect(body):
        examples.append(body)

    collect()
    for body in examples:
        sent = (
            json.loads(json.dumps(body, allow_nan=False, default=str)) if _is_json(body) else None
        )
        status, answer = await call(one.method, path, sent if one.method != "GET" else None)
        assert status < 500
        assert str(status) in promised, (status, answer)
        if status == 200:
            one.gives.model_validate_json(json.dumps(answer))
        else:
            assert list(answer) == ["problem"]


def _is_json(body):
    try:
        json.dumps(body, allow_nan=False)
    except ValueError:
        return False
    return True


async def test_nothing_is_done_to_the_clip_of_another_creator(call, world, clip):
    key = (CREATOR, clip.id)
    kept = world.stores.memory.clips.pop(key)
    world.stores.memory.clips["ben", clip.id] = kept

    assert (await call("POST", f"/clips/{clip.id}/approve", {"seen_version": 3}))[0] == 404
    assert kept.status is ClipStatus.IN_REVIEW
    assert (await call("GET", "/publications"))[1]["publications"] == []
