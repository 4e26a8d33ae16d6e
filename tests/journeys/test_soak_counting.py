"""What the soak counts, on books written by hand: each kind of loss and repetition is seen."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from core.domain.chat.spike_detector import ChatSpikeDetector
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from tests.builders import (
    make_clip,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
)
from tests.chat_generator import GeneratedChat
from tests.journeys.long_soak.chatting import (
    PEOPLE,
    QUIET_SECONDS,
    RETURN_SECONDS,
    STAR_LINES_A_MINUTE,
    Chatter,
    Eruption,
)
from tests.journeys.long_soak.counting import (
    count_cards,
    count_jobs,
    count_publications,
    count_spikes,
)
from tests.journeys.long_soak.ledger import Books, FoundSpike, WrittenGap
from tests.journeys.long_soak.moderating import NO, YES, Moderators, SeenCard
from tests.journeys.long_soak.report import slope
from tests.journeys.long_soak.tuning import SPIKES

AT = 1000.0


@pytest.fixture
def chatter():
    nobody: Any = SimpleNamespace(stars=[], channels=[])
    made = Chatter(nobody)
    made.eruptions.append(Eruption(login="star", at=AT, lines=PEOPLE))
    return made


@pytest.fixture
def moderators():
    nobody: Any = SimpleNamespace()
    return Moderators(nobody)


def make_books(*, clips=(), publications=(), targets=()):
    creator: Any = SimpleNamespace(targets=frozenset(targets))
    return Books(creator=creator, clips=clips, publications=publications)


def find_at(books, *times):
    for at in times:
        found = FoundSpike(login="star", at=at, spike=make_spike(), stream=make_stream())
        books.spikes.append(found)
    return [books]


@pytest.mark.parametrize(
    ("times", "fault"),
    [
        ([], "lost: star at 1000"),
        ([AT + 4], None),
        ([AT + 4, AT + 9], "twice: star at 1000"),
        ([AT + 4, AT + 300], "was not planted"),
    ],
)
def test_an_eruption_that_was_heard_whole_is_one_spike(chatter, times, fault):
    counted = count_spikes(chatter, find_at(make_books(), *times))

    assert counted.agrees is (fault is None)
    assert fault is None or fault in counted.faults[0]


@pytest.mark.parametrize("times", [[], [AT + 4]])
def test_one_in_a_gap_that_was_written_down_is_found_once_at_most(chatter, times):
    books = make_books()
    books.gaps.append(WrittenGap(login="star", start=AT - 60, end=AT + 1))

    assert count_spikes(chatter, find_at(books, *times)).agrees


@pytest.mark.parametrize("times", [[], [AT + 4]])
def test_one_that_fell_into_a_gap_of_its_reader_is_found_once_at_most(chatter, times):
    chatter.deaf["star"].append((AT + 3, AT + 5))

    assert count_spikes(chatter, find_at(make_books(), *times)).agrees


@pytest.mark.parametrize("before_seconds", [QUIET_SECONDS + 3, QUIET_SECONDS - 1, 1.0])
def test_a_chat_that_was_just_heard_again_may_have_a_moment_that_is_not_found(
    chatter, before_seconds
):
    chatter.deaf["star"].append((AT - 90, AT - before_seconds))

    assert count_spikes(chatter, [make_books()]).agrees


def test_a_gap_long_before_an_eruption_is_no_excuse(chatter):
    chatter.deaf["star"].append((AT - 90, AT - RETURN_SECONDS - QUIET_SECONDS - 1))

    assert not count_spikes(chatter, [make_books()]).agrees


@pytest.mark.parametrize("seed", range(3))
def test_the_talk_of_the_soak_has_no_moment_by_chance(seed):
    talk = GeneratedChat(seed, duration_seconds=3600.0)
    talk.talk(STAR_LINES_A_MINUTE, is_brief=False)
    detector = ChatSpikeDetector(SPIKES)

    assert [spike for line in talk.events() if (spike := detector.hear(line))] == []


def test_one_whose_lines_reached_nobody_need_not_be_found(chatter):
    chatter.eruptions[0].unheard = 1

    assert not chatter.is_certain(chatter.eruptions[0])


def test_an_approved_clip_goes_once_to_each_target():
    clip = replace(make_clip(), status=ClipStatus.APPROVED)
    there = replace(
        make_publication(clip_id=clip.id, platform=Platform.YOUTUBE),
        status=PublicationStatus.PUBLISHED,
    )
    wants = {"clips": [clip], "targets": [Platform.YOUTUBE]}

    once = count_publications([make_books(publications=[there], **wants)])
    never = count_publications([make_books(**wants)])
    twice = count_publications([make_books(publications=[there, there], **wants)])
    stuck = count_publications(
        [make_books(publications=[replace(there, status=PublicationStatus.RETRY_AT)], **wants)]
    )

    assert [one.agrees for one in (once, never, twice, stuck)] == [True, False, False, False]


def test_a_clip_has_one_card_and_becomes_what_was_reacted(moderators):
    clips = [
        replace(make_clip(id=make_test_clip_id(number)), status=status)
        for number, status in ((1, ClipStatus.APPROVED), (2, ClipStatus.REJECTED))
    ]
    for clip, emoji in zip(clips, (YES, NO), strict=True):
        card = SeenCard(message_id=f"m{clip.id}", clip_id=clip.id, creator_id="ada")
        moderators.cards[card.message_id] = card
        moderators.reacted[clip.id] = emoji
    assert count_cards(moderators, [make_books(clips=clips)]).agrees

    moderators.cards["second"] = SeenCard(
        message_id="second", clip_id=clips[0].id, creator_id="ada"
    )
    moderators.reacted[clips[1].id] = YES
    counted = count_cards(moderators, [make_books(clips=clips)])

    assert "has 2 cards" in counted.faults[0]
    assert "was to be approved" in counted.faults[1]


def test_what_is_under_way_at_the_end_is_told():
    clip = replace(make_clip(), status=ClipStatus.RENDERING)

    _, left = count_jobs([make_books(clips=[clip])])

    assert left.faults == ("clip rendering",)


def test_a_slope_is_that_of_the_line_that_fits_best():
    assert slope([(0, 100), (1, 110), (2, 120)]) == pytest.approx(10)
    assert slope([(1, 5)]) == 0
