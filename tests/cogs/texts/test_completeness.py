"""Cards, clips and what goes out say everything in every language, but for what is named here."""

import re
from dataclasses import replace

import pytest
from discord.app_commands import CheckFailure, NoPrivateMessage

from bot.discord_posts.notices import write_notice
from cogs.cards.card import _STATUS_TEXTS, make_card
from cogs.cards.message import _BUTTONS
from cogs.destinations import _PLACE_NAMES, _PLACE_TEXTS
from cogs.discord.answers import TWICE, UNEXPECTED, explain
from cogs.discord.card.habits import describe_habits
from cogs.discord.live.clip_now import describe_asked
from cogs.discord.review import describe_outcome
from cogs.texts.catalogue import CATALOGUES
from cogs.texts.sentences import translate
from core.domain.chat.reaction import Reaction
from core.domain.clips.score_weights import USUAL_POINTS
from core.domain.clips.seen_score import combine_score
from core.domain.clips.virality import score_moment
from core.domain.clips.words.spoken_hook import judge_words
from core.domain.learning.checking.part_weights import describe_weights
from core.domain.people.card_habits import CardHabits
from core.domain.people.quiet_hours import QuietHours
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.ballot import Tally
from core.domain.review.review_card import Verdict
from core.domain.signals.signals import Signals
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import Criterion, Mark, Rubric
from core.ports.review import WaitingNotice
from core.services.chat.live_clip import AskedClip, make_asked
from core.services.review.decisions import Outcome
from tests.builders import make_binding, make_clip, make_spike
from tests.card_states import list_states
from tests.cogs.texts.said import list_english, list_given, list_named, list_raised

STAYS_ENGLISH = {
    "⏪ 2 s": "a sign and a unit",
    "2 s ⏩": "a sign and a unit",
    "Somebody else has this publication.": "a job's own, which the other one goes on with",
}
"""What is alike in every language, or read by nobody who reads cards; with the reason."""
FACES = (
    "cogs/cards/message.py",
    "cogs/cards/reasons.py",
    "cogs/cards/words.py",
    "cogs/discord/answers.py",
    "cogs/discord/card",
    "cogs/discord/clip.py",
    "cogs/discord/clip_lines.py",
    "cogs/discord/live/clip_now.py",
    "cogs/discord/pages.py",
    "cogs/discord/publishing.py",
    "cogs/discord/review.py",
    "bot/discord_posts/board.py",
    "bot/discord_posts/notices.py",
)
REFUSING = (
    "core/services/review",
    "core/services/publishing",
    "core/services/clips",
    "core/services/chat/live_clip.py",
    "core/domain/review",
    "core/domain/clips",
    "core/domain/publishing",
    "core/domain/people/card_habits.py",
    "core/domain/people/guild.py",
    "core/domain/people/quiet_hours.py",
    "core/adapters/publishers",
    "cogs/typed_times.py",
    "cogs/discord/card",
    "cogs/discord/people.py",
    "cogs/discord/review.py",
    "bot/discord_posts/announcements.py",
    "bot/discord_posts/board.py",
    "bot/discord_posts/refusals.py",
)
SAYING = frozenset({"say", "translate"})
ANSWERING = frozenset({"answer", "tell"})


def miss(said, code):
    english = list_english(CATALOGUES[code])
    return sorted(
        {f"{one.where} {one.words}" for one in said if not one.is_in(english, code)}
        - {f"{one.where} {one.words}" for one in said if one.words in STAYS_ENGLISH}
    )


@pytest.mark.parametrize("code", CATALOGUES)
def test_whatever_a_card_and_its_commands_say_is_there(code):
    said = [
        *list_given(*FACES, to=SAYING),
        *list_given(*FACES, to=ANSWERING, at=1),
    ]

    assert len(said) > 45
    assert miss(said, code) == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_whatever_refuses_something_of_a_clip_is_there(code):
    said = list(list_raised(*REFUSING))

    assert len(said) > 110
    assert miss(said, code) == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_whatever_keeps_a_clip_from_being_judged_or_published_is_there(code):
    said = [
        *list_named("core/adapters/publishers", keyword="sentence"),
        *list_named("core/adapters/analysts/gemini", keyword="reason"),
    ]

    assert len(said) > 15
    assert miss(said, code) == []


LEFT_OVER = re.compile(r"\b(the|is|are|and|of|with|this|not|it|wrote|says|clip)\b")
"""Words that stand in nearly every English sentence, and in no German one."""


def check_told(sentences, code="de"):
    """Each sentence is another one in the language, with the same figures and nothing else left."""
    told = {one: translate(one, code) for one in sentences if one not in STAYS_ENGLISH}

    assert len(told) > 1
    assert {one for one, own in told.items() if one == own} == set()
    assert {one: own for one, own in told.items() if LEFT_OVER.search(own)} == {}
    figures = re.compile(r"\d")
    assert {
        one: own
        for one, own in told.items()
        if sorted(figures.findall(one)) != sorted(figures.findall(own))
    } == {}


def test_every_button_status_and_verdict_is_said():
    scores = [make_clip(score=judge(None, signals)) for signals in SOUNDS]

    check_told(label for label, _ in _BUTTONS.values())
    check_told(_STATUS_TEXTS.values())
    check_told({make_card(clip).verdict for clip in [*scores, make_clip(score=None)]})


def test_wherever_a_clip_goes_is_said_with_whatever_keeps_it_from_there():
    places = [
        text.format(place=name) + end
        for text in _PLACE_TEXTS.values()
        for name in _PLACE_NAMES.values()
        for end in (".", ": YouTube gave no upload URL; try again later.")
    ]

    assert _PLACE_TEXTS.keys() == set(PublicationStatus)
    check_told(places)
    assert not any("folder of" in translate(one, "de") for one in places)
    assert not any("try again" in translate(one, "de") for one in places)


def judge(spike, sound):
    return score_moment(spike, sound, start_seconds=103.0, end_seconds=133.0)


SOUNDS = tuple(
    Signals(
        start_seconds=0.0,
        end_seconds=300.0,
        loudness_db=tuple(-18.0 if second == 128 else -30.0 for second in range(300))
        if has_sound
        else (),
        cuts_at_seconds=tuple(104.0 + 2 * at for at in range(cuts)),
    )
    for has_sound in (True, False)
    for cuts in (0, 1, 4)
)
CROWDS = [
    make_spike(chatters=chatters, usual_chatters=usual, reacting=reacting, reaction=reaction)
    for chatters, usual, reacting in ((1, 0.2, 1), (31, 4.2, 22), (12, 9.0, 0), (5, 5.0, 1))
    for reaction in Reaction
]
WORDS = tuple(
    Word(start_seconds=102.6 + at, end_seconds=103.2 + at, text=text)
    for at, text in enumerate(["so", "what", "do", "we", "do", "now", "then."])
)


def test_every_reason_of_a_score_is_said():
    scores = [judge(spike, sound) for spike in (None, *CROWDS) for sound in SOUNDS]
    marked = Rubric(marks=tuple(Mark(criterion=each, points=7, sentence="") for each in Criterion))
    said = [
        judge_words(words, start_seconds=start, end_seconds=end)
        for words in (WORDS, [*WORDS, Word(start_seconds=140.0, end_seconds=141.0, text="no")])
        for start, end in ((100.0, 112.0), (103.0, 108.0), (102.4, 105.0), (102.4, 133.0))
    ]
    judged = [
        combine_score(scores[0], rubric, words) for rubric in (None, marked) for words in said
    ]

    check_told({part.reason for score in [*scores, *judged] for part in score.parts})
    check_told(USUAL_POINTS)
    check_told(name.capitalize() for name in USUAL_POINTS)


def test_what_chat_did_is_said_for_every_crowd_and_reaction():
    crowds = [*CROWDS, make_spike(chatters=0, messages=0)]
    cards = [make_card(make_clip(spike=spike)) for spike in crowds]

    check_told({sentence for card in cards for sentence in card.evidence})


def test_which_parts_count_more_or_less_is_said():
    names = list(USUAL_POINTS)
    weights = [
        dict.fromkeys(names[:more], 1.6) | dict.fromkeys(names[more : more + less], 0.5)
        for more in range(4)
        for less in range(4)
        if more or less
    ]

    told = [describe_weights(each, "March") for each in weights]
    check_told(told)
    assert not any(re.search("count|chat crowd", translate(one, "de")) for one in told)


def test_what_a_button_leads_to_is_said():
    clip = make_clip()
    voted = Outcome(clip=clip, tally=Tally(count=1, needed=2))

    check_told(describe_outcome(verdict, Outcome(clip=clip)) for verdict in Verdict)
    check_told([describe_outcome(Verdict.APPROVE, voted), TWICE, UNEXPECTED])
    check_told(map(explain, (NoPrivateMessage(), CheckFailure(), KeyError("x"))))


def test_how_a_server_wants_its_cards_and_what_waits_there_is_said():
    loud = CardHabits(
        counts_thumbs=True,
        ping_minutes=30,
        has_digest=True,
        quiet=QuietHours(from_hour=22, until_hour=7),
    )
    places = [
        replace(make_binding(), habits=h, digest_thread_id="15") for h in (CardHabits(), loud)
    ]
    notices = [
        WaitingNotice(count=n, channel_id="1", first_message_id="2", nonce="") for n in (1, 3)
    ]

    check_told(line for place in places for line in describe_habits(place).splitlines())
    for notice, german in zip(notices, ("Ein Clip wartet", "3 Clips warten"), strict=True):
        assert german in write_notice(places[1], notice, language="de")


def test_what_is_asked_for_now_is_said():
    asked = AskedClip(
        login="ada",
        spike=make_asked(100.0, seconds=20, asked_by="Mo"),
        keeps_footage=True,
        is_joined=False,
    )
    kinds = (asked, replace(asked, keeps_footage=False), replace(asked, is_joined=True))

    check_told(
        describe_asked(each, seconds=20, name=name) for each in kinds for name in ("Mo", "Di")
    )


def test_each_line_of_a_card_is_there_in_each_state():
    """But for titles and what chat wrote, no line of a card is the English one."""
    english, german = (read_lines(list_states(language)) for language in ("en", "de"))

    assert english.keys() == german.keys()
    for state, lines in english.items():
        same = [line for line in lines if line in german[state] and not QUOTED.match(line)]
        assert (state, same) == (state, [])


QUOTED = re.compile(r"### |> |\[")


def read_lines(states):
    return {
        state: [line for part in components[0]["components"] for line in read_part(part)]
        for state, components in states.items()
    }


def read_part(part):
    if part["type"] == 1:
        return [b["label"] for b in part["components"] if b["label"] not in STAYS_ENGLISH]
    return part.get("content", "").splitlines()
