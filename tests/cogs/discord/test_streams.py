from dataclasses import replace
from functools import partial

from cogs.discord.streams import (
    PAGE_SIZE,
    SPIKES_SHOWN,
    describe_delay,
    describe_lessons,
    describe_spikes,
    list_lines,
)
from cogs.texts.sentences import translate
from core.domain.chat.chat_histogram import ChatRates
from core.domain.chat.delivery_delay import ChatDelay
from core.domain.footage.live_moment import FootageStatus
from core.domain.streams.stream import StreamStatus
from core.services.chat.channel_learning import ChannelLessons
from core.services.chat.stream_reports import StreamReport
from tests.builders import make_spike, make_stream
from tests.contracts.moments import make_moment


def test_a_stream_says_when_it_was_and_how_long():
    ended = make_stream(status=StreamStatus.ENDED, duration_seconds=3723.0)

    assert list_lines((ended,)) == "- A stream, <t:1772366400:f>, 1:02:03 long"
    assert list_lines((make_stream(),)) == "- A stream, live since <t:1772366400:f>"
    assert list_lines(()) == "There is no stream yet."


def test_a_live_stream_says_by_how_much_its_chat_is_late_and_the_clock_wrong():
    late = ChatDelay(skew_seconds=-61.0, late_seconds=12.4, held_seconds=15.0, lines=99)
    fine = ChatDelay(skew_seconds=0.3, late_seconds=0.5, held_seconds=0.0, lines=99)
    live = make_stream(broadcaster_id="7")

    assert list_lines((live,), {"7": late}.get).endswith(
        ":f>; this machine's clock is 61 s behind Twitch and chat arrives up to 12 s late"
    )
    assert list_lines((live,), {"7": fine}.get) == list_lines((live,))
    assert describe_delay(None) == ""


def test_a_page_of_the_wildest_titles_fits_into_a_message():
    late = ChatDelay(skew_seconds=-61.0, late_seconds=12.4, held_seconds=15.0, lines=99)
    streams = (make_stream(title="_" * 500, broadcaster_id="7"),) * PAGE_SIZE

    assert len(list_lines(streams, lambda _: late)) <= 2000


def test_a_stream_without_a_title_is_german_whole():
    say = partial(translate, language="de")

    assert say(list_lines((make_stream(title=""),), say=say)).startswith("- Ohne Titel, live seit")
    assert say(describe_spikes(make_report(title=""), say=say)).startswith("**Ohne Titel**: Der")


def make_report(*spikes, **given):
    return StreamReport(stream=make_stream(**given), rates=ChatRates(), spikes=spikes)


def test_a_stream_without_an_eruption_says_so():
    assert describe_spikes(make_report(title="")) == "**Untitled**: chat has not erupted."
    assert "erupted once." in describe_spikes(make_report(make_spike()))


def test_of_many_eruptions_the_strongest_are_told_in_their_order():
    """The wildest names fit into a message."""
    spikes = [
        make_spike(score=float(n % 20), peak_seconds=60.0 * n, asked_by="*_" * 300)
        for n in range(60)
    ]

    told = describe_spikes(make_report(*spikes, title="_" * 500))

    head, *lines = told.splitlines()
    assert head.endswith(f"chat erupted 60 times. The strongest {SPIKES_SHOWN} are:")
    assert [line.split()[1] for line in lines[:5]] == ["15:00", "16:00", "17:00", "18:00", "19:00"]
    assert len(lines) == SPIKES_SHOWN
    assert len(told) <= 2000


def test_the_strongest_come_first_where_that_is_asked_for():
    spikes = [make_spike(score=float(n), peak_seconds=60.0 * n) for n in (3, 9, 5)]

    _, *lines = describe_spikes(make_report(*spikes), by_strength=True).splitlines()

    assert [line.split()[1] for line in lines] == ["9:00", "5:00", "3:00"]


def miss(reason):
    return make_moment(footage=FootageStatus.MISSING, reason=reason)


def test_a_stream_says_of_which_moments_there_is_no_video_and_why():
    caught = make_moment(footage=FootageStatus.CAUGHT)
    report = make_report(make_spike())

    one = describe_spikes(replace(report, moments=(caught, miss("Clips are *off*."))))
    two = describe_spikes(replace(report, moments=(miss("Away."), miss("Clips are off."))))

    assert one.endswith(r"There is no video of one of them: Clips are \*off\*\.")
    assert two.endswith(r"There is no video of 2 of them; the last: Clips are off\.")
    assert "no video" not in describe_spikes(replace(report, moments=(caught,)))


def test_a_stream_tells_of_clips_that_may_lie_on_twitch_unused():
    report = replace(make_report(make_spike()), moments=(make_moment(is_unsure=True),))

    assert describe_spikes(report).endswith(
        "\nA clip that Truss asked Twitch for may lie there unused."
    )


def test_the_longest_reason_still_fits_into_a_message():
    spikes = [make_spike(peak_seconds=60.0 * n, asked_by="*_" * 300) for n in range(60)]
    report = replace(make_report(*spikes, title="_" * 500), moments=(miss("*" * 5000),))

    assert len(describe_spikes(report)) <= 2000


def test_what_was_learned_of_many_channels_fits_into_a_message():
    channels = tuple(
        ChannelLessons(name=f"ann_{n}", sentences=("They like it. " * 20,)) for n in range(30)
    )

    told = describe_lessons(channels)

    assert told.startswith("**ann\\_0**\n- They like it.")
    assert told.endswith("... and 24 more; each stream's page shows what its channel taught.")
    assert len(told) <= 2000
    assert describe_lessons(()).startswith("No Twitch channel is watched yet")
