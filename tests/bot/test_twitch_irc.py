from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.twitch_irc import ListeningEar, run_public_chat
from core.domain.chat.live_chat import LiveLine
from core.domain.streams.twitch_channel import TwitchBinding
from core.errors import ExternalFailure
from core.ports.chat import ChatSink
from tests.builders import CREATOR, NOON
from tests.fakes.app import make_app
from tests.fakes.live_chat import FakePublicChat

_: type[ChatSink] = ListeningEar
CHANNEL = TwitchBinding(
    broadcaster_id="id-streamer",
    creator_id=CREATOR,
    login="streamer",
    created_at=NOON,
    updated_at=NOON,
)


def line(number: int = 0) -> LiveLine:
    return LiveLine(
        broadcaster_id="id-streamer",
        said_at=NOON + timedelta(seconds=number),
        chatter="Ann",
        text="hi",
        message_id=f"m{number}",
    )


async def test_what_is_read_is_heard_and_stored_when_the_block_ends(tmp_path: Path) -> None:
    chat = FakePublicChat()
    app = make_app(tmp_path, public_chat=chat)
    app.chat.live.add_channel(CHANNEL)
    chat.join("streamer")
    joined: list[str] = []

    async with run_public_chat(
        app, ListeningEar(app, on_joined=lambda login, _: joined.append(login))
    ):
        for number in range(3):
            chat.events.put_nowait(line(number))
        await asyncio.sleep(0.2)

    (stream,) = (await app.ports.stores.streams.list_streams(CREATOR)).items
    assert joined == ["streamer"]
    assert stream.heard_seconds == 2.0


async def test_a_failure_to_store_does_not_end_the_reading(tmp_path: Path) -> None:
    """The table is away for a moment; the next line is heard."""
    app = make_app(tmp_path)
    app.chat.live.add_channel(CHANNEL)
    add = app.ports.stores.streams.add_stream

    async def fail(stream: object) -> bool:
        raise ExternalFailure("The table does not answer.", retryable=True)

    app.ports.stores.streams.add_stream = fail  # type: ignore[method-assign]
    ear = ListeningEar(app)
    await ear.hear(line())
    app.ports.stores.streams.add_stream = add  # type: ignore[method-assign]
    await ear.hear(line(1))

    assert app.chat.live.find_stream("id-streamer") is not None


async def test_a_refused_channel_and_a_gap_are_passed_on(tmp_path: Path) -> None:
    refused: list[str] = []
    app = make_app(tmp_path)
    app.chat.live.add_channel(CHANNEL)
    ear = ListeningEar(app, on_refused=lambda _, reason: refused.append(reason))
    await ear.hear(line())

    await ear.note_refused("gone", "It is gone.")
    await ear.mark_disconnected(["id-streamer"], since=NOON, reason="the line was cut")
    await ear.mark_connected(["id-streamer"], at=NOON + timedelta(seconds=20))

    (stream,) = (await app.ports.stores.streams.list_streams(CREATOR)).items
    assert refused == ["It is gone."]
    assert [gap.length_seconds for gap in stream.gaps] == [20.0]


async def test_a_reader_that_dies_is_begun_again_and_health_says_so(tmp_path: Path) -> None:
    chat = FakePublicChat()
    app = make_app(tmp_path, public_chat=chat)
    app.chat.live.add_channel(CHANNEL)
    run, runs = chat.run, []

    async def fail_once(sink: ChatSink) -> None:
        runs.append(1)
        if len(runs) == 1:
            raise OSError("nobody foresaw this")
        await run(sink)

    chat.run = fail_once  # type: ignore[method-assign]
    async with run_public_chat(app, ListeningEar(app)):
        await asyncio.sleep(0.1)
        (trouble,) = app.work.health.list_troubles()
        chat.events.put_nowait(line())
        async with asyncio.timeout(10):
            while app.chat.live.find_stream("id-streamer") is None:  # noqa: ASYNC110 - as it says
                await asyncio.sleep(0.05)

    assert trouble.name == "Twitch chat"
    assert trouble.trouble.startswith("Twitch's chat is not read (OSError)")
