"""A restart changes nothing: the real detector, and everything else in memory."""

from datetime import timedelta

import pytest

from core.adapters.ids import RandomIds
from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.clip_calls import ClipCallStatus
from core.domain.chat.reaction import Reaction
from core.domain.clips.clip import ClipStatus
from core.domain.streams.stream import StreamStatus
from tests.builders import CREATOR, NOON, make_actor, make_clip, make_spike
from tests.chat_generator import GeneratedChat
from tests.fakes.app import make_app

CHANNEL = "123"
LENGTH = 4000.0
APPROVED, REJECTED = ClipStatus.APPROVED, ClipStatus.REJECTED


@pytest.fixture
def start(tmp_path):
    """Starts the program on what an earlier one kept, with ids that nobody can foresee."""
    first = make_app(tmp_path, ids=RandomIds())
    kept = {
        name: getattr(first.ports.stores, name)
        for name in ("streams", "spikes", "histograms", "memories", "analytics", "tunings")
    }

    def run():
        return make_app(tmp_path, ids=RandomIds(), **kept)

    return run


def busy_chat(*moments):
    chat = GeneratedChat(7, duration_seconds=LENGTH)
    chat.talk(40)
    for at in moments:
        chat.erupt(at, 25, "hype")
    return chat


async def watch(app, **given):
    values = {"title": "A stream", "started_at": NOON, "broadcaster_id": CHANNEL}
    return await app.chat.detection.start_stream(make_actor(), **(values | given))


async def hear(app, stream, events, *, since=0.0, until=LENGTH):
    found = [
        await app.chat.detection.hear(stream, event)
        for event in events
        if since <= event.offset_seconds < until
    ]
    return [round(heard.moment.spike.peak_seconds) for heard in found if heard.moment]


def _planted(found):
    """Return the planted moment that a spike or its second stands for, else None."""
    at = getattr(found, "detected_at_seconds", found)
    return next((p for p in (900.0, 1500.0, 2075.0, 3500.0) if 0 <= at - p <= 15), None)


@pytest.mark.parametrize("is_killed", [True, False])
async def test_a_restart_changes_neither_what_is_found_nor_what_is_needed(start, is_killed):
    events = busy_chat(900.0, 1500.0, 2075.0, 3500.0).events()
    whole = start()
    stream = await watch(whole, broadcaster_id="456")
    undisturbed = await hear(whole, stream, events)

    first = start()
    before = await hear(first, await watch(first), events, until=2000.0)
    if not is_killed:
        await first.chat.detection.leave_streams()
    second = start()
    after = await hear(second, await watch(second), events, since=2030.0)

    planted = [900.0, 1500.0, 2075.0, 3500.0]
    assert [_planted(spike) for spike in undisturbed if _planted(spike)] == planted
    assert [_planted(spike) for spike in before + after if _planted(spike)] == planted
    assert abs(len(before + after) - len(undisturbed)) <= 1


async def test_who_takes_over_minutes_after_a_start_knows_what_is_usual(start):
    """Killed before ten minutes are over; half a minute later chat erupts."""
    events = busy_chat(330.0).events()
    killed, at = start(), 290.0
    await hear(killed, await watch(killed), events, until=at)

    second = start()
    found = await hear(second, stream := await watch(second), events, since=at + 15, until=400.0)

    assert [300 <= spike <= 345 for spike in found] == [True]
    await second.chat.detection.leave_stream(stream)
    rows = (await second.ports.stores.histograms.list_histograms(CREATOR, stream.id)).items
    said = sum(isinstance(e, ChatMessage) and e.offset_seconds < 400 for e in events)
    lost = sum(isinstance(e, ChatMessage) and 240 <= e.offset_seconds < at + 15 for e in events)
    assert said - lost <= sum(sum(row.messages) for row in rows) < said


@pytest.mark.parametrize("killed_at", [905.0, 910.0, 915.0, 925.0])
async def test_a_restart_in_the_midst_of_a_burst_does_not_find_it_twice(start, killed_at):
    chat = busy_chat(900.0)
    chat.erupt(908.0, 25, "hype")
    events = chat.events()
    first = start()
    before = await hear(first, await watch(first), events, until=killed_at)
    second = start()

    after = await hear(second, await watch(second), events, since=killed_at + 2, until=960.0)

    assert len(before) == 1
    assert after == []


async def test_a_restart_does_not_begin_the_hours_budget_anew(start):
    """Eighteen strong moments are what a new stream may show; the nineteenth must be stronger."""
    chat = GeneratedChat(9, duration_seconds=LENGTH, regulars=400)
    chat.talk(30)
    for number in range(19):
        chat.erupt(300.0 + 120 * number, 45, "hype")
    for number in range(8):
        chat.erupt(2700.0 + 120 * number, 16, "hype")
    events = chat.events()
    whole = start()
    undisturbed = await hear(whole, await watch(whole, broadcaster_id="456"), events)

    first = start()
    before = await hear(first, await watch(first), events, until=2660.0)
    second = start()
    after = await hear(second, await watch(second), events, since=2680.0)
    fresh = start()
    forgetful = await hear(fresh, await watch(fresh, broadcaster_id="9"), events, since=2680.0)

    assert before + after == undisturbed
    assert len(after) < len(forgetful)


async def decide(app, stream):
    """Reject twenty moments of laughter, and approve as many of hype."""
    for kind, status in ((Reaction.LAUGHTER, REJECTED), (Reaction.HYPE, APPROVED)):
        for _ in range(20):
            clip = make_clip(stream_id=stream.id, spike=make_spike(reaction=kind), status=status)
            await app.chat.learning.note_decision(ClipStatus.IN_REVIEW, clip)


async def test_decisions_count_within_ten_minutes_for_what_comes_and_not_for_how_many(start):
    """Somebody decides while the stream goes on; laughter is somewhat stronger than hype."""
    chat = GeneratedChat(11, duration_seconds=LENGTH, regulars=400)
    chat.talk(30)
    kinds = {300.0 + 160 * number: ("laughter", "hype")[number % 2] for number in range(22)}
    for at, kind in kinds.items():
        chat.erupt(at, 45 if kind == "laughter" else 40, kind)
    events = chat.events()
    app = start()
    undecided = await hear(app, await watch(app, broadcaster_id="456"), events)
    stream = await watch(app)

    before = await hear(app, stream, events, until=500.0)
    await decide(app, stream)
    after = await hear(app, stream, events, since=500.0)

    def name(peaks):
        late = [peak for peak in peaks if peak > 1100.0]
        return [kind for peak in late for at, kind in kinds.items() if 0 <= peak - at <= 15]

    assert name(undecided).count("laughter") > len(name(undecided)) / 2
    assert name(after).count("hype") > 0.8 * len(name(after))
    assert abs(len(before + after) - len(undecided)) <= 1


async def test_a_raid_before_the_restart_still_explains_the_crowd(start):
    events = busy_chat(900.0).events()
    first = start()
    raid = ChatNotice(offset_seconds=880.0, kind=NoticeKind.RAID, size=300)
    await hear(first, await watch(first), events, until=880.0)
    await first.chat.detection.hear(await watch_again(first), raid)
    second = start()

    assert await hear(second, await watch(second), events, since=882.0, until=960.0) == []


async def watch_again(app):
    """Return the stream that is being watched."""
    page = await app.chat.reports.list_streams(make_actor())
    return page.items[0]


async def test_the_chat_that_was_counted_is_counted_on(start):
    """One stream, with every message of both runs in its rows."""
    said = [ChatMessage(offset_seconds=float(at), chatter="bo", text="hi") for at in range(1500)]
    first = start()
    await hear(first, await watch(first), said, until=900.0)
    await first.chat.detection.leave_streams()
    second = start()
    stream = await watch(second)
    await hear(second, stream, said, since=950.0)
    await second.chat.detection.end_stream(stream, duration_seconds=1500.0)

    streams = (await second.chat.reports.list_streams(make_actor())).items
    rows = (await second.ports.stores.histograms.list_histograms(CREATOR, stream.id)).items
    (day,) = await second.ports.stores.analytics.list_days(CREATOR, NOON.date(), NOON.date())
    assert [(one.id, one.status) for one in streams] == [(stream.id, StreamStatus.ENDED)]
    assert [sum(row.messages) for row in rows] == [600, 550, 300]
    assert [row.chatters for row in rows] == [1, 1, 1]
    assert day.counts["chat messages"] == 1450


async def test_a_restart_that_hears_nothing_more_loses_nothing(start):
    said = [ChatMessage(offset_seconds=float(at), chatter="bo", text="hi") for at in range(700)]
    first = start()
    await hear(first, await watch(first), said)
    await first.chat.detection.leave_streams()
    second = start()
    stream = await watch(second)
    third = start()
    await watch(third)

    await second.chat.detection.end_stream(stream, duration_seconds=800.0)
    await third.chat.detection.leave_streams()

    rows = (await second.ports.stores.histograms.list_histograms(CREATOR, stream.id)).items
    assert [sum(row.messages) for row in rows] == [600, 100]


async def test_chat_that_is_heard_again_from_its_start_is_heard_as_at_first(start):
    """As the demo does after a kill: nothing is counted or found twice."""
    events = busy_chat(900.0, 1500.0).events()
    first = start()
    await hear(first, await watch(first), events, until=1000.0)
    second = start()
    stream = await watch(second)

    found = await hear(second, stream, events)

    rows = (await second.ports.stores.histograms.list_histograms(CREATOR, stream.id)).items
    spikes = (await second.ports.stores.spikes.list_spikes(stream)).items
    assert len(found) == len(spikes)
    assert {900.0, 1500.0} <= {_planted(spike) for spike in found}
    assert sum(rows[0].messages) == sum(
        isinstance(event, ChatMessage) and event.offset_seconds < 600 for event in events
    )


async def test_what_was_clipped_before_the_restart_is_not_clipped_again(start):
    events = busy_chat(900.0).events()
    first = start()
    assert await hear(first, await watch(first), events, until=910.0) != []
    second = start()
    stream = await watch(second)

    calls = [
        ChatMessage(offset_seconds=912.0 + n, chatter=name, text="!clip")
        for n, name in enumerate(("ann", "bob", "cid"))
    ]

    heard = [await second.chat.detection.hear(stream, call) for call in calls]

    assert [one.moment for one in heard] == [None] * 3
    assert heard[-1].call.status is ClipCallStatus.JOINED


@pytest.mark.parametrize(
    "given",
    [
        {"started_at": NOON + timedelta(days=1)},
        {"broadcaster_id": "456"},
        {"broadcaster_id": None, "title": "Another"},
    ],
)
async def test_another_stream_is_none_that_goes_on(start, given):
    first = start()
    known = {await watch(first), await watch(first, broadcaster_id=None)}

    assert await watch(start(), **given) not in known


@pytest.mark.parametrize("given", [{"title": "Renamed"}, {"broadcaster_id": None}])
async def test_a_stream_goes_on_whatever_it_is_called_now(start, given):
    """A channel's stream is known by its channel; others are known by their title."""
    kind = {name: value for name, value in given.items() if name == "broadcaster_id"}
    first = start()
    stream = await watch(first, **kind)

    assert await watch(start(), **given) == stream
