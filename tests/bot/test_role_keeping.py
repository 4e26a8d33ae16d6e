from contextlib import asynccontextmanager

from bot.role_keeping import keep_open
from core.errors import ExternalFailure
from tests.fakes.app import make_app
from tests.journeys.discord_world import until


async def test_a_role_that_cannot_start_is_tried_again_and_says_so(tmp_path):
    app, failures, is_open = make_app(tmp_path), [ExternalFailure("Nobody is there.")] * 2, []

    @asynccontextmanager
    async def open_role():
        if failures:
            raise failures.pop()
        is_open.append(True)
        try:
            yield
        finally:
            is_open.clear()

    async with keep_open(app, "Twitch", open_role, first_seconds=0.2):
        await until(lambda: len(failures) == 1)
        (part,) = app.work.health.list_troubles()
        assert part.name == "Twitch"
        await until(lambda: is_open == [True])
        assert app.work.health.list_troubles() == ()

    assert is_open == []


async def test_a_role_that_meets_something_unforeseen_keeps_nothing_else_from_running(tmp_path):
    app = make_app(tmp_path)

    def open_role():
        raise RuntimeError("a bug")

    async with keep_open(app, "Twitch", open_role):
        await until(lambda: any("unforeseen" in p.trouble for p in app.work.health.list_troubles()))
