from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.review.card_terms import CardTerms
from core.domain.review.clip_source import ClipSource
from core.domain.work.job import JobKind
from core.errors import ExternalFailure
from core.services.review.figure_cards import FigureCards
from core.services.work.job_handlers import JobProgress
from tests.builders import (
    NOON,
    make_binding,
    make_clip,
    make_job,
    make_posted_card,
    make_test_clip_id,
)
from tests.core.services.review.test_card_posting import REVIEWED, Desk
from tests.fakes.time_and_ids import FakeClock

APPROVED = REVIEWED | {"status": ClipStatus.APPROVED}


@pytest.fixture
async def desk(tmp_path):
    desk = Desk(tmp_path)
    await desk.guilds.add_guild(make_binding())
    return desk


def make_figure_cards(desk):
    return FigureCards(
        clock=FakeClock(),
        clips=desk.stores.clips,
        guilds=desk.guilds,
        cards=desk.cards,
        board=desk.board,
        news=desk._make_news(),
    )


async def lay(desk, number, **given):
    clip = make_clip(id=make_test_clip_id(number), **APPROVED)
    await desk.stores.clips.add_clip(clip)
    card = make_posted_card(
        clip,
        message_id=f"m{number}",
        **given,
    )
    await desk.cards.add_card(card)
    return card


def make_figures_job(*cards, missing=()):
    about = " ".join([*missing, *(card.clip_id for card in cards)])
    return make_job(kind=JobKind.SHOW_FIGURES, subject_id="figures", about=about)


async def test_open_cards_are_edited_and_nothing_is_stored_or_posted(desk):
    one, two = await lay(desk, 1), await lay(desk, 2)
    closed = await lay(desk, 3, is_closed=True)
    edited: list[str] = []
    desk.board.edit_card = answer(edited, {})

    job = make_figures_job(one, two, closed, missing=["no-such-clip"])
    await make_figure_cards(desk).show_figures(job, JobProgress())

    assert edited == ["m1", "m2"]
    assert await desk.cards.find_card("m1") == one


def answer(edited, answers):
    async def edit_card(card, news):
        edited.append(card.message_id)
        found = answers.get(card.message_id, True)
        if isinstance(found, Exception):
            raise found
        return found

    return edit_card


async def test_a_message_that_is_gone_closes_its_card(desk):
    one = await lay(desk, 1)
    desk.board.edit_card = answer([], {"m1": False})

    await make_figure_cards(desk).show_figures(make_figures_job(one), JobProgress())

    assert (await desk.cards.find_card("m1")).is_closed


async def test_what_fails_at_one_is_tried_again_and_keeps_it_from_no_other(desk):
    one, two = await lay(desk, 1), await lay(desk, 2)
    edited: list[str] = []
    down = ExternalFailure("Discord is away.", retryable=True)
    desk.board.edit_card = answer(edited, {"m1": down})

    with pytest.raises(ExternalFailure, match="away"):
        await make_figure_cards(desk).show_figures(make_figures_job(one, two), JobProgress())

    assert edited == ["m1", "m2"]
    await make_figure_cards(desk).give_up(replace(make_figures_job(one)), "card", "away")


async def test_a_decided_clip_is_told_from_what_its_cards_were_drawn_from(desk):
    """Its stream is not read again, nor which publications it has."""
    source = ClipSource(title="As it was called", at=NOON, is_stream=True)
    terms = CardTerms(read_at=NOON, language="de", source=source, of_version=1)
    card = await lay(desk, 1, terms=terms)
    told = []

    async def edit_card(card, news):
        told.append(news)
        return True

    desk.board.edit_card = edit_card
    await make_figure_cards(desk).show_figures(make_figures_job(card), JobProgress())

    assert [(news.source, news.terms) for news in told] == [(source, terms)]
