import re
from dataclasses import replace
from datetime import date

import pytest

from cogs.asking_words import translate_answer
from cogs.letters import translate_letter
from cogs.texts.sentences import translate
from core.domain.learning.checking.score_check import ScoreCheck, describe_check
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import (
    Experiment,
    ExperimentStatus,
    describe_experiment,
    describe_power,
)
from core.domain.learning.evidence.question import USUAL_QUESTIONS
from core.domain.learning.streak import Streak
from core.domain.learning.telling.tones import Occasion, remark
from core.domain.learning.telling.week import Week, write_letter
from core.domain.people.preferences import Wants
from core.domain.people.voice import Tone
from tests.asking.questions import HELD_BACK, SEEN
from tests.asking.workspace import make_world
from tests.builders import NOON, make_actor
from tests.core.services.learning.learning_world import OWNER, LearningWorld
from tests.fakes.app import make_app

WEEK = Week(
    first=date(2026, 3, 2),
    last=date(2026, 3, 8),
    clips=1,
    posts=12,
    views=1_234_567,
    likes=9,
    best_title="“Wow”, 5 views. Most watched",
    best_views=1_000,
    learned=(
        (
            "Posts between 17:00 and 22:00 get about 3 times the views of posts at other hours "
            "(between 1.6 and 5 times)."
        ),
    ),
    experiments=(
        (
            "Experiment with clips with captions: 3 of 20 posts are out (2 clips with captions, 1 "
            "clips without). Next: one of the clips without."
        ),
    ),
    score=(
        "The score predicts views somewhat: posts that scored higher did better (rank agreement "
        "0.41, between 0.20 and 0.58, from 120 posts). Sound counts more here since March."
    ),
    tasks=("Post between 17:00 and 22:00", "Try it: clips with captions by turns, for 20 posts"),
    streak=Streak(goal=2, days=3, today=1, this_month=17),
    monthly_clips=30,
)


def figures(text):
    """Every digit of a text, however its numbers are written."""
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", text)))


@pytest.mark.parametrize("tone", list(Tone))
def test_a_whole_digest_is_german_with_the_same_figures(tone):
    letter = write_letter(WEEK, Wants(tone=tone, language="de-AT", display_name="Ada"))
    german = translate_letter(letter)

    english = [letter.subject, *letter.text.split("\n")]
    own = [german.subject, *german.text.split("\n")]
    left = [line for line, said in zip(english, own, strict=True) if line and line == said]
    assert left == []
    for line, said in zip(english, own, strict=True):
        assert figures(line) == figures(said), (line, said)
    assert "bisher 1.234.567 Aufrufe und 9 Likes" in german.text
    assert "„“Wow”, 5 views. Most watched“, 1.000 Aufrufe" in german.text
    assert "etwa das 3-Fache" in german.text
    assert "zwischen 1,6- und 5-fach" in german.text


@pytest.mark.parametrize("tone", list(Tone))
@pytest.mark.parametrize("occasion", list(Occasion))
@pytest.mark.parametrize("name", ["", "Ada"])
def test_every_remark_is_there(tone, occasion, name):
    said = remark(tone, occasion, name)

    assert translate(said, "de") != said


@pytest.mark.parametrize("question", USUAL_QUESTIONS, ids=lambda q: q.trait)
def test_every_question_is_there(question):
    for said in (question.posts, question.others, question.advice, question.against):
        assert translate(said, "de") != said


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("is_by_us", [True, False])
def test_experiments_are_there_at_each_point(outcome, is_by_us):
    begun = Experiment(trait="evening", outcome=outcome, started_at=NOON, is_by_us=is_by_us)
    stopped = Experiment(
        trait="evening", outcome=outcome, started_at=NOON, status=ExperimentStatus.STOPPED
    )
    for one in (begun, stopped):
        said = f"Experiment with {one.question.posts}: {describe_experiment(one)}"
        assert translate(said, "de").startswith("Versuch")
    assert translate(describe_power(outcome), "de").startswith("20 Beiträge zeigen es")


async def test_what_a_demo_has_learned_is_german_whole(tmp_path):
    """Claims, what is not claimed and why, the score's check, and the tasks."""
    world = LearningWorld(tmp_path)
    await world.add_history()
    lessons = await world.insights.lessons.read(OWNER)
    tasks = await world.insights.tasks.list_open(OWNER)
    said = [claim.statement for claim in lessons.claims]
    said += [line for claim in lessons.claims for line in claim.evidence]
    said += [one.told for one in lessons.questions]
    said += [text for task in tasks for text in (task.title, task.detail)]

    assert said
    assert [line for line in said if translate(line, "de") == line] == []


def test_other_languages_and_what_is_not_there_stay_english():
    assert translate("No post went out.", "fr") == "No post went out."
    assert translate("Something new is said.", "de") == "Something new is said."
    assert translate("No post went out.\nNew.", "de") == "Kein Beitrag ging hinaus.\nNew."


@pytest.mark.parametrize(
    "line",
    [
        "> I am live on Twitch",
        "> this week on YouTube",
        "> What now: idea, waits for a clip",
        "- <t:1:f> Going live on Twitch",
        "- <t:1:f> Sale, live since Monday",
        "- <t:1:f> A, B, 1:05 long",
        "- Name: Today",
        "- Approved by Tom, an hour long",
        "I am on Fire",
        "**idea**",
    ],
)
def test_what_somebody_wrote_is_no_sentence_of_ours(line):
    assert translate(line, "de") == line


def test_a_long_hostile_line_takes_no_time():
    line = "Most watched: “" + "” views “" * 5000
    assert translate(line, "de") == line


async def list_answers(folder):
    """Every line that reports say to the forty questions, of a full and of an empty workspace."""
    world = await make_world(folder)
    (folder / "empty").mkdir()
    empty = make_app(folder / "empty")
    for number, asked in enumerate(SEEN + HELD_BACK):
        yield await world.ask(asked.text)
        actor = make_actor(person_id=f"discord:{number}")
        yield await empty.asking.questions.ask(actor, asked.text)


async def test_answers_are_german_with_the_same_figures(tmp_path):
    """What platforms and the parts of a score say of themselves stays as they said it."""
    left, count = set(), 0
    async for told in list_answers(tmp_path):
        german = translate_answer(replace(told, language="de"))
        for line, said in zip(told.text.split("\n"), german.text.split("\n"), strict=True):
            count += 1
            assert figures(line) == figures(said), (line, said)
            if line == said:
                left.add(line)
        for one, own in zip(told.proposals, german.proposals, strict=True):
            assert (own.deed, own.subject_id, own.at, own.value) == (
                one.deed,
                one.subject_id,
                one.at,
                one.value,
            )
            assert own.name != one.name
        assert german.basis.startswith("Bericht: ")
        assert (german.links, german.called) == (told.links, told.called)

    assert count > 150
    assert left == set()


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("platform", ["", "youtube"])
@pytest.mark.parametrize(
    ("agreement", "low", "high"),
    [(0.6, 0.4, 0.7), (0.4, 0.2, 0.6), (0.2, 0.1, 0.3), (0.1, -0.1, 0.3), (-0.3, -0.5, -0.1)],
)
def test_how_well_the_score_predicts_is_german_to_the_last_word(
    outcome, platform, agreement, low, high
):
    check = ScoreCheck(
        outcome=outcome,
        platform=platform,
        posts=132,
        agreement=agreement,
        low=low,
        high=high,
        bins=(),
    )

    said = translate(describe_check(check), "de")

    assert not re.search(r"\b(?:score|posts|watched|views|likes per|bit|well|on)\b", said), said


def test_sentences_that_are_joined_are_translated_each():
    """A gap of the first would hold all that follow it."""
    first = "Cards go to <#1>, and <@&2> decides, with 3 approvals."
    others = (
        "Clips that wait for a decision: 3; their cards follow.",
        "New clips have that layout.",
        "The chat of ada is listened to.",
        "There Truss still needs these rights: send messages, attach files.",
    )
    for count in range(len(others) + 1):
        told = (first, *others[:count])
        assert translate(" ".join(told), "de") == " ".join(translate(one, "de") for one in told)


def test_what_is_quoted_is_one_word_however_many_sentences_it_holds():
    said = "The clip is now called “Done. New clips have that layout.”."

    assert "New clips have that layout" in translate(said, "de")
