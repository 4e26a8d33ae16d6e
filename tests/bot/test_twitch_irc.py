from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.twitch_irc import ChatReceiver, run_public_chat
from core.domain.chat.live_chat import LiveLine
from core.domain.streams.twitch_channel import TwitchBinding
from core.errors import ExternalFailure
from core.ports.chat import ChatSink
from tests.builders import CREATOR, NOON
from tests.fakes.app import make_app
from tests.fakes.live_chat import FakePublicChat
from tests.fakes.time_and_ids import FakeClock

_: type[ChatSink] = ChatReceiver
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
        app, ChatReceiver(app, on_joined=lambda login, _: joined.append(login))
    ):
        for number in range(3):
            chat.events.put_nowait(line(number))
        await asyncio.sleep(0.2)

    (stream,) = (await app.ports.stores.streams.list_streams(CREATOR)).items
    assert joined == ["streamer"]
    assert stream.heard_seconds == 2.0


async def test_a_failure_to_store_does_not_end_the_reading(tmp_path: Path) -> None:
    """The table is away for a moment; then both lines are heard."""
    clock = FakeClock()
    app = make_app(tmp_path, clock=clock)
    app.chat.live.add_channel(CHANNEL)
    add = app.ports.stores.streams.add_stream

    async def fail(stream: object) -> bool:
        raise ExternalFailure("The table does not answer.", retryable=True)

    app.ports.stores.streams.add_stream = fail  # type: ignore[method-assign]
    receiver = ChatReceiver(app)
    await receiver.hear(line())
    app.ports.stores.streams.add_stream = add  # type: ignore[method-assign]
    clock.advance(1.0)
    await receiver.hear(line(1))

    stream = app.chat.live.find_stream("id-streamer")
    assert stream is not None
    assert stream.started_at == NOON


async def test_a_refused_channel_and_a_gap_are_passed_on(tmp_path: Path) -> None:
    refused: list[str] = []
    app = make_app(tmp_path)
    app.chat.live.add_channel(CHANNEL)
    receiver = ChatReceiver(app, on_refused=lambda _, reason: refused.append(reason))
    await receiver.hear(line())

    await receiver.note_refused("gone", "It is gone.")
    await receiver.mark_disconnected(["id-streamer"], since=NOON, reason="the line was cut")
    await receiver.mark_connected(["id-streamer"], at=NOON + timedelta(seconds=20))

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
    async with run_public_chat(app, ChatReceiver(app)):
        await asyncio.sleep(0.1)
        (trouble,) = app.work.health.list_troubles()
        chat.events.put_nowait(line())
        async with asyncio.timeout(10):
            while app.chat.live.find_stream("id-streamer") is None:  # noqa: ASYNC110 - as it says
                await asyncio.sleep(0.05)

    assert trouble.name == "Twitch chat"
    assert trouble.trouble.startswith("Twitch's chat is not read (the connection failed)")
