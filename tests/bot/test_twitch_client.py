from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.twitch_socket import SteadySocket
from core.domain.chat.live_chat import LiveEvent
from core.domain.streams.twitch_channel import TwitchBinding
from tests.builders import CREATOR, NOON
from tests.journeys.twitch_world import QUICK, TwitchWorld, open_world, run_role, until, until_true
from tests.servers.twitch import CREATOR_SCOPES


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[TwitchWorld]:
    async with open_world(tmp_path) as opened:
        await opened.twitch.go_live(opened.creator)
        async with run_role(opened):
            await until(lambda: opened.subscribed() == 1)
            yield opened


async def heard(world: TwitchWorld, count: int) -> None:
    """Wait until so many lines were counted."""

    async def is_so() -> bool:
        states = list(world.app.chat.detection._states.values())
        return sum(sum(state.counter.open_row().messages) for state in states) >= count

    await until_true(is_so)


async def test_chat_is_heard_with_the_accounts_token(world: TwitchWorld) -> None:
    assert await world.chat(50) == 50
    await heard(world, 50)

    assert await world.counted() == 50
    assert world.creator.started_at is not None
    assert (await world.stream()).started_at == world.creator.started_at.replace(microsecond=0)


async def test_a_line_that_comes_twice_counts_once(world: TwitchWorld) -> None:
    for number in range(10):
        await world.twitch.say(world.creator, "Ann", f"line {number}", copies=3)
    await world.twitch.say(world.creator, "Ann", "the last")
    await heard(world, 11)

    assert await world.counted() == 11


async def test_own_lines_and_those_of_a_shared_chats_other_channel_are_not_heard(
    world: TwitchWorld,
) -> None:
    other = world.twitch.add_channel("other")
    await world.twitch.say(world.creator, "trussbot", "mine", chatter_id=world.bot.id)
    await world.twitch.say(world.creator, "Ann", "elsewhere", source=other)
    await world.twitch.say(world.creator, "Ann", "here", source=world.creator)
    await world.twitch.say(world.creator, "Ann", "here too")
    await heard(world, 2)
    await asyncio.sleep(0.1)

    assert await world.counted() == 2


async def test_asked_to_reconnect_it_moves_without_losing_a_line(world: TwitchWorld) -> None:
    """What comes through the old socket meanwhile is heard, and nothing twice."""
    await world.twitch.eventsub.reconnect()
    sent = 0
    for number in range(100):
        sent += await world.twitch.say(world.creator, "Ann", f"line {number}")
        await asyncio.sleep(0.002)
    await until(lambda: len(world.twitch.eventsub.closed) == 1)
    sent += await world.chat(20)
    await heard(world, sent)

    assert sent == 120
    assert await world.counted() == 120
    assert (await world.stream()).gaps == ()


async def test_an_old_socket_that_falls_silent_after_the_move_is_closed(
    world: TwitchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for the move is cancelled by it; that must not cancel the move itself."""
    monkeypatch.setattr("bot.twitch_socket.DRAIN_SECONDS", 0.6)
    monkeypatch.setattr(SteadySocket, "silence_seconds", 0.3)
    world.twitch.eventsub.keepalive_seconds = 0.2
    await world.twitch.eventsub.drop()
    await until(lambda: world.subscribed() == 1)
    before = len(world.twitch.eventsub.closed)

    await world.twitch.eventsub.reconnect()

    await until(lambda: len(world.twitch.eventsub.closed) == before + 1)
    assert await world.chat(3) == 3


async def test_a_new_socket_that_breaks_while_the_old_is_read_is_not_taken_up_again(
    world: TwitchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.twitch_socket.DRAIN_SECONDS", 0.5)
    (old,) = world.twitch.eventsub.sessions
    await world.twitch.eventsub.reconnect()
    await until(lambda: list(world.twitch.eventsub.sessions) not in ([], [old]))

    await world.twitch.eventsub.drop()
    await until(lambda: world.subscribed() == 1)
    await until(lambda: len(world.twitch.eventsub.closed) == 2)

    client = world.roster.client if world.roster else None
    assert client is not None
    kept = [one for held in client._websockets.values() for one in held]
    assert kept == list(world.twitch.eventsub.sessions)


async def test_a_move_that_is_refused_takes_nothing_from_the_old_socket(
    world: TwitchWorld,
) -> None:
    """The new socket is closed before its welcome; the old one is read on, and nothing is lost."""
    await world.twitch.eventsub.reconnect()
    for session in world.twitch.eventsub.sessions.values():
        session.reconnects = "stale"
    await asyncio.sleep(0.3)

    assert world.subscribed() == 1
    assert await world.chat(20) == 20
    await heard(world, 20)
    assert await world.counted() == 20
    assert (await world.stream()).gaps == ()


@pytest.mark.parametrize("code", [4000, 4004, 4005, 1006])
async def test_a_cut_socket_comes_back_and_the_gap_is_written_down(
    world: TwitchWorld, code: int
) -> None:
    await world.chat(5)
    await heard(world, 5)

    await world.twitch.eventsub.drop(code if code != 1006 else 1001)
    await until(lambda: world.subscribed() == 1)
    await world.chat(5)
    await heard(world, 10)

    assert await world.counted() == 10
    assert len((await world.stream()).gaps) == 1


async def test_keepalives_that_stay_away_are_a_broken_socket(
    world: TwitchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SteadySocket, "silence_seconds", 0.3)
    await world.twitch.eventsub.drop()
    await until(lambda: world.subscribed() == 1)

    world.twitch.eventsub.fall_silent()
    await until(lambda: world.subscribed() == 1)
    await world.chat(3)
    await heard(world, 3)

    assert len((await world.stream()).gaps) >= 1


async def test_an_outage_of_twitch_is_waited_for(world: TwitchWorld) -> None:
    world.twitch.eventsub.is_accepting = False
    await world.twitch.eventsub.drop()
    await asyncio.sleep(0.5)
    assert world.subscribed() == 0

    world.twitch.eventsub.is_accepting = True
    await until(lambda: world.subscribed() == 1)
    await world.chat(3)
    await heard(world, 3)

    (gap,) = (await world.stream()).gaps
    assert gap.length_seconds >= 0.5


async def test_a_chat_that_is_taken_away_is_read_by_irc(world: TwitchWorld) -> None:
    await world.twitch.eventsub.revoke("channel.chat.message", status="chat_user_banned")
    await until(lambda: "streamer" in world.irc.joined())

    await world.irc.say("streamer", "Ann", "by another way")
    await heard(world, 1)

    assert world.subscribed() == 0
    assert len((await world.stream()).gaps) == 1


async def test_who_goes_offline_and_online_again_has_two_streams(world: TwitchWorld) -> None:
    await world.chat(3)
    await heard(world, 3)
    await until(lambda: world.subscribed("channel.update") == 1)
    await world.twitch.retitle(world.creator, "Blitz only", "Chess")
    await world.twitch.go_offline(world.creator)
    await until(lambda: world.app.chat.live.find_stream(world.creator.id) is None)
    await asyncio.sleep(1.1)
    await world.twitch.go_live(world.creator)
    await until(lambda: world.app.chat.live.find_stream(world.creator.id) is not None)

    newest, first = (await world.app.ports.stores.streams.list_streams(first_creator(world))).items
    assert (first.title, first.status.value) == ("Blitz only", "ended")
    assert newest.status.value == "live"


def first_creator(world: TwitchWorld):
    (binding,) = world.app.chat.live.list_channels()
    return binding.creator_id


async def test_deletions_bans_raids_gifts_and_trains_are_heard(world: TwitchWorld) -> None:
    heard_kinds: list[str] = []
    hear = world.app.chat.detection.hear

    async def note(stream, event):
        heard_kinds.append(getattr(event, "kind", "line"))
        return await hear(stream, event)

    world.app.chat.detection.hear = note  # type: ignore[method-assign]
    raider = world.twitch.add_channel("raider")
    await until(lambda: world.subscribed("channel.hype_train.begin") == 1)
    await world.twitch.say(world.creator, "Ann", "hi", bits=100)
    await world.twitch.delete_message(world.creator, "Ann", "m1")
    await world.twitch.ban(world.creator, "Ann")
    await world.twitch.raid(world.creator, raider, 50)
    await world.twitch.raid_elsewhere(world.creator, raider)
    await world.twitch.gift_subs(world.creator, 5)
    await world.twitch.announce(world.creator)
    await world.twitch.start_hype_train(world.creator)

    expected = ["line", "deletion", "timeout", "raid", "sub_gift", "announcement", "hype_train"]
    await until(lambda: len(heard_kinds) >= len(expected))
    assert sorted(heard_kinds) == sorted(expected)


async def test_a_conduit_hears_through_its_shards_and_mends_them(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.twitch.go_live(world.creator)
        async with run_role(world, replace(QUICK, shards=2)):
            await until(lambda: world.subscribed() == 1)
            assert await world.chat(20) == 20
            await heard(world, 20)

            await world.twitch.eventsub.drop()
            await until(
                lambda: (
                    sum(
                        held in world.twitch.eventsub.sessions
                        for conduit in world.twitch.eventsub.conduits.values()
                        for held in conduit.shards.values()
                    )
                    == 2
                )
            )
            await asyncio.sleep(0.1)
            assert await world.chat(20) == 20
            await heard(world, 40)

            await world.twitch.eventsub.reconnect()
            await until(lambda: len(world.twitch.eventsub.closed) == 4)
            assert await world.chat(20) == 20
            await heard(world, 60)

            assert await world.counted() == 60
            assert len((await world.stream()).gaps) == 1


async def test_without_an_account_irc_is_read(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.twitch.go_live(world.creator)
        async with run_role(world, client_id=""):
            await until(lambda: "streamer" in world.irc.joined())
            await world.irc.say("streamer", "Ann", "hello")
            await heard(world, 1)

            assert (await world.stream()).title == world.creator.title


@pytest.mark.parametrize("code", [4001, 4003])
async def test_no_close_code_ends_the_reading_for_good(world: TwitchWorld, code: int) -> None:
    """Both were final to twitchio: the process lived on, and heard nothing."""
    await world.twitch.eventsub.drop(code)

    await until(lambda: world.subscribed() == 1)
    assert await world.chat(3) == 3
    await heard(world, 3)


@pytest.mark.parametrize("missing", ["chatter_user_name", "color", "system_message", "badges"])
async def test_a_raid_that_lacks_something_is_a_raid_all_the_same(
    world: TwitchWorld, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    emit = world.twitch.eventsub.emit
    kinds: list[str] = []
    monkeypatch.setattr(
        world.twitch.eventsub,
        "emit",
        lambda kind, channel, event, **given: emit(
            kind, channel, {k: v for k, v in event.items() if k != missing}, **given
        ),
    )

    async def note(event: LiveEvent) -> None:
        kinds.append(type(event).__name__)

    assert world.roster is not None
    assert world.roster.client is not None
    monkeypatch.setattr(world.roster.client.receiver, "hear", note)
    await until(lambda: world.subscribed("channel.chat.notification") == 1)
    await world.twitch.raid(world.creator, world.bot, 50)

    await until(lambda: kinds == ["LiveNotice"])


@pytest.mark.parametrize("frame", ["{}", '{"metadata": {}}', '{"metadata": 3}', "[]"])
async def test_a_frame_that_nobody_knows_does_not_end_the_reading(
    world: TwitchWorld, frame: str
) -> None:
    for session in list(world.twitch.eventsub.sessions.values()):
        await session.socket.send_str(frame)

    await asyncio.sleep(0.2)
    await until(lambda: world.subscribed() == 1)
    assert await world.chat(3) == 3
    await heard(world, 3)


async def test_words_that_are_no_commands_of_ours_are_no_errors(
    world: TwitchWorld, caplog: pytest.LogCaptureFixture
) -> None:
    """Each `!clip` was an ERROR with a traceback, for twitchio knows no such command."""
    await world.twitch.say(world.creator, "Ann", "!clip")
    await world.twitch.say(world.creator, "Ann", "!whatever")
    await heard(world, 2)
    await asyncio.sleep(0.1)

    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_twitchs_list_that_lags_behind_makes_no_second_stream(world: TwitchWorld) -> None:
    """stream.online came first; the list did not hold it yet, and one broadcast became three."""
    world.creator.is_live = False  # what the list says
    await asyncio.sleep(0.6)  # one round and a half
    world.creator.is_live = True
    await asyncio.sleep(0.6)
    await world.chat(3)
    await heard(world, 3)

    page = await world.app.ports.stores.streams.list_streams(CREATOR)

    assert len(page.items) == 1
    assert page.items[0].gaps == ()


async def test_what_finds_no_room_on_the_socket_is_read_by_irc(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above some seventy channels the others were read by nobody, and nobody was told."""
    monkeypatch.setattr("bot.twitch_client.CHANNELS_A_SOCKET", 1)
    async with open_world(tmp_path) as opened:
        second = opened.twitch.add_channel("zweiter")
        opened.irc.room_ids["zweiter"] = second.id
        opened.twitch.issue_token(second.id, CREATOR_SCOPES)
        await opened.app.ports.stores.bindings.add_binding(
            TwitchBinding(
                broadcaster_id=second.id,
                creator_id=CREATOR,
                login="zweiter",
                created_at=NOON,
                updated_at=NOON,
            )
        )
        async with run_role(opened):
            await until(lambda: opened.subscribed() == 1)
            (chat,) = opened.twitch.eventsub.subscribed("channel.chat.message")
            by_socket = chat.condition["broadcaster_user_id"]
            others = {"streamer": opened.creator.id, "zweiter": second.id}
            (by_irc,) = [login for login, one in others.items() if one != by_socket]

            await until(lambda: opened.irc.joined() == {by_irc}, seconds=20)


async def test_after_something_unforeseen_it_signs_in_and_subscribes_again(
    world: TwitchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each later sign-in failed, as its components were loaded already: nothing was heard."""
    assert world.roster is not None
    client = world.roster.client
    assert client is not None
    resubscribe, failures = client._resubscribe, [ValueError("unforeseen")]

    async def fail_once() -> bool:
        if failures:
            raise failures.pop()
        return await resubscribe()

    monkeypatch.setattr(client, "_resubscribe", fail_once)
    await until(lambda: not failures)
    await world.twitch.eventsub.drop()

    await until(lambda: world.subscribed() == 1, seconds=20)


async def test_what_is_unsubscribed_takes_no_room_on_the_socket_any_more(
    world: TwitchWorld,
) -> None:
    """Channels came from and went to another process until the socket was full of none."""
    assert world.roster is not None
    client = world.roster.client
    assert client is not None
    await until(lambda: len(client._held) == 8)

    client.watch(set())
    await until(lambda: not client._held and world.subscribed() == 0)

    (socket,) = client._websockets[world.bot.id].values()
    await until(lambda: socket.subscription_count == 0)
