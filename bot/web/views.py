"""Views: what the stream and clip pages show, read from the services."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.web.chat_chart import RateChart, draw_chat_rate, number_clips
from bot.web.clips.sending import Outgoing, list_outgoing
from bot.web.face import WebFace
from cogs.cards.card import ReviewCard, make_card
from cogs.missed_peaks import explain_missed, name_missed
from cogs.plain_text import clean_text
from cogs.unused_clips import describe_unused
from core.domain.clips.clip import IN_THE_MAKING, Clip, ClipStatus
from core.domain.publishing.publication import Publication
from core.domain.review.review_card import Verdict
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.work.ids import ClipId, StreamId
from core.domain.work.job import Job
from core.domain.work.plain_text import format_offset
from core.errors import Forbidden, NotFound
from core.services.chat.stream_reports import StreamReport
from core.services.review.clip_browsing import ClipWish

CARDS_A_PAGE = 12
SPIKES_SHOWN = 60
TITLE_LENGTH_MAX = 100
OTHER_STREAMS_MAX = 10
GAPS_SHOWN = 12
_DECIDED = frozenset({ClipStatus.APPROVED, ClipStatus.REJECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamLink:
    """A stream in a list."""

    stream_id: StreamId
    title: str
    started_at: datetime
    length: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedView:
    """A peak of chat that did not become a clip: when it was, and why not."""

    letters: str
    at: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamView:
    """A stream's page: its chat, lessons and chart, and a card for each clip.

    `following` is the cursor of its next clips. `marked` says how much the chart marks, where it is
    not all.
    """

    stream: StreamLink
    is_live: bool
    headline: str
    heard: str
    standing: str
    picture: RateChart | None
    missed: tuple[MissedView, ...]
    learned: tuple[str, ...]
    cards: tuple[ReviewCard, ...]
    others: tuple[StreamLink, ...]
    unheard: tuple[str, ...] = ()
    calls: str = ""
    following: str | None = None
    marked: str = ""
    unused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A measured property of a clip."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipView:
    """A clip's page; `stream` and `picture` are None once its stream is no longer kept."""

    card: ReviewCard
    has_sheet: bool
    facts: tuple[Fact, ...]
    stream: StreamLink | None
    picture: RateChart | None
    may_edit: bool = False
    outgoing: tuple[Outgoing, ...] = ()
    words: str | None = None
    """What is said in it, to be mended; None for whoever may not."""


async def view_newest_stream(face: WebFace) -> StreamView | None:
    """Return the newest stream's page, or None if there is no stream yet."""
    page = await face.app.chat.reports.list_streams(face.actor, limit=OTHER_STREAMS_MAX + 1)
    if not page.items:
        return None
    return await view_stream(face, page.items[0].id, others=page.items[1:])


async def view_stream(
    face: WebFace,
    stream_id: StreamId,
    *,
    others: Sequence[Stream] = (),
    after: str | None = None,
) -> StreamView:
    """Return a stream's page; NotFound if it is another creator's.

    Its newest clips come first, in pages; those of a page are in the order of the stream.
    """
    reports, browsing = face.app.chat.reports, face.app.review.browsing
    report = await reports.report_stream(face.actor, stream_id, spikes_max=SPIKES_SHOWN)
    wish = ClipWish(stream=report.stream)
    browsed = await browsing.browse(face.actor, wish, cursor=after, limit=CARDS_A_PAGE)
    clips = sorted(browsed.clips, key=lambda clip: clip.start_seconds)
    numbered = number_clips(report.spikes, clips)
    is_whole = after is None and browsed.cursor is None
    return StreamView(
        stream=_link(report.stream),
        is_live=report.stream.status is StreamStatus.LIVE,
        headline=_count_eruptions(report, len(clips), is_whole=is_whole),
        heard=_describe_heard(report),
        standing=_describe_standing(clips) if is_whole else "",
        picture=draw_chat_rate(report.rates, report.spikes, numbered, missed=report.missed),
        missed=_list_missed(report),
        unheard=_list_gaps(report.stream),
        calls=_count_calls(report),
        learned=await _explain_channel(face, report.stream),
        cards=await _show_cards(face, clips, numbered),
        others=tuple(_link(stream) for stream in others),
        following=browsed.cursor,
        marked=_describe_marked(report, is_whole=is_whole),
        unused=describe_unused(await reports.list_moments(face.actor, report.stream)),
    )


def _list_gaps(stream: Stream) -> tuple[str, ...]:
    """Return a sentence for each stretch whose chat was not heard; the longest come first."""
    gaps = sorted(stream.gaps, key=lambda gap: -gap.length_seconds)[:GAPS_SHOWN]
    return tuple(
        f"{format_offset(gap.start_seconds)} to {format_offset(gap.end_seconds)}: "
        f"{clean_text(gap.reason, TITLE_LENGTH_MAX)}"
        for gap in gaps
    )


def _count_calls(report: StreamReport) -> str:
    """Return how many of the spikes viewers asked for by a call."""
    asked = sum(bool(spike.asked_by) for spike in report.spikes)
    if not asked:
        return ""
    return f"Viewers asked for {_count(asked, 'clip')} of these."


def _list_missed(report: StreamReport) -> tuple[MissedView, ...]:
    return tuple(
        MissedView(
            letters=name_missed(at),
            at=format_offset(peak.offset_seconds),
            sentence=explain_missed(peak),
        )
        for at, peak in enumerate(report.missed)
    )


async def _explain_channel(face: WebFace, stream: Stream) -> tuple[str, ...]:
    if stream.broadcaster_id is None:
        return ()
    return await face.app.chat.learning.explain_channel(face.actor, stream.broadcaster_id)


async def view_clip(face: WebFace, clip_id: ClipId) -> ClipView:
    """Return a clip's page; NotFound if it is another creator's."""
    clip = await face.app.review.clips.get_clip(face.actor, clip_id)
    report = await _find_report(face, clip)
    numbered = number_clips(report.spikes, [clip]) if report else {}
    (card,) = await _show_cards(face, [clip], numbered)
    picture = None
    if report and card.number:
        picture = draw_chat_rate(report.rates, report.spikes, numbered, only=card.number)
    stream = _link(report.stream) if report else None
    return ClipView(
        card=card,
        has_sheet=card.has_video and clip.sheet_key is not None,
        facts=_list_facts(clip),
        stream=stream,
        picture=picture,
        may_edit=_may_review(face),
        outgoing=await _list_outgoing(face, clip) if _may_review(face) else (),
        words=await _find_words(face, card),
    )


async def _list_outgoing(face: WebFace, clip: Clip) -> tuple[Outgoing, ...]:
    publications = await _list_publications(face, [clip])
    metrics = await face.app.learning.figures.find_figures(publications)
    return await list_outgoing(face, publications, metrics)


async def _find_words(face: WebFace, card: ReviewCard) -> str | None:
    if Verdict.APPROVE not in card.actions:
        return None
    return await face.app.review.words.read_words(face.actor, ClipId(card.clip_id))


def show_card(face: WebFace, clip: Clip) -> ReviewCard:
    """Return the card of one clip, without its number and publications."""
    return make_card(clip, may_review=_may_review(face))


async def _show_cards(
    face: WebFace, clips: Sequence[Clip], numbered: dict[int, Clip]
) -> tuple[ReviewCard, ...]:
    number_of = {clip.id: number for number, clip in numbered.items()}
    publications = await _list_publications(face, clips)
    metrics = await face.app.learning.figures.find_figures(publications)
    jobs = await _list_running_jobs(face) if any(c.status in IN_THE_MAKING for c in clips) else {}
    return tuple(
        make_card(
            clip,
            number=number_of.get(clip.id),
            publications=publications,
            metrics=metrics,
            job=jobs.get(clip.id) if clip.status in IN_THE_MAKING else None,
            may_review=_may_review(face),
        )
        for clip in clips
    )


def _may_review(face: WebFace) -> bool:
    try:
        face.actor.require_reviewer()
    except Forbidden:
        return False
    return True


async def _list_publications(face: WebFace, clips: Sequence[Clip]) -> list[Publication]:
    """Return the publications of these clips alone; only a decided one ever had any."""
    decided = [clip for clip in clips if clip.status is ClipStatus.APPROVED]
    each = await asyncio.gather(*map(face.app.review.decisions.list_publications, decided))
    return [publication for found in each for publication in found]


async def _list_running_jobs(face: WebFace) -> dict[str, Job]:
    """Return the running jobs by the id of their subject."""
    return {job.subject_id: job for job in await face.app.work.runner.list_running(face.actor)}


async def _find_report(face: WebFace, clip: Clip) -> StreamReport | None:
    """Return the report of the clip's stream, or None: chat is only kept for 90 days."""
    if clip.stream_id is None:
        return None
    try:
        return await face.app.chat.reports.report_stream(
            face.actor, clip.stream_id, spikes_max=SPIKES_SHOWN
        )
    except NotFound:
        return None


def _link(stream: Stream) -> StreamLink:
    seconds = stream.duration_seconds
    return StreamLink(
        stream_id=stream.id,
        title=clean_text(stream.title, TITLE_LENGTH_MAX) or "Untitled stream",
        started_at=stream.started_at,
        length=format_offset(seconds) if seconds is not None else "live now",
    )


def _count_eruptions(report: StreamReport, clips: int, *, is_whole: bool) -> str:
    """Return the headline; what was not read to its end is not counted."""
    spikes = len(report.spikes)
    if not spikes:
        return "No eruption yet"
    many = f"More than {spikes} eruptions" if report.has_more_spikes else _count(spikes, "eruption")
    return f"{many}, {_count(clips, 'clip')}" if is_whole else many


def _describe_marked(report: StreamReport, *, is_whole: bool) -> str:
    parts = []
    if report.has_more_spikes:
        parts.append(f"The first {len(report.spikes)} eruptions are marked.")
    if not is_whole:
        parts.append("The clips of this page are drawn into it.")
    return " ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _describe_heard(report: StreamReport) -> str:
    messages = round(sum(report.rates.per_second) * report.rates.step_seconds)
    if len(report.rates) < 2 or not messages:
        return "Truss is listening; the chat will show here within ten minutes."
    seconds = report.stream.duration_seconds or report.rates.last_seconds
    return f"{_count(messages, 'chat message')} in {format_offset(seconds)}."


def _describe_standing(clips: Sequence[Clip]) -> str:
    waiting = sum(clip.status is ClipStatus.IN_REVIEW for clip in clips)
    unfinished = sum(clip.status in IN_THE_MAKING for clip in clips)
    decided = sum(clip.status in _DECIDED for clip in clips)
    parts = []
    if unfinished:
        parts.append(f"{_count(unfinished, 'clip')} {_is(unfinished)} still being made.")
    if waiting:
        parts.append(f"{_count(waiting, 'clip')} {_waits(waiting)} for your decision.")
    if clips and decided == len(clips):
        parts.append("Every clip has been decided.")
    return " ".join(parts)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _waits(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _list_facts(clip: Clip) -> tuple[Fact, ...]:
    found = (
        ("Length", clip.duration_seconds, "{:.2f} s"),
        ("File", clip.size_bytes and clip.size_bytes / 1e6, "{:.1f} MB"),
        ("Loudness", clip.loudness_lufs, "{:.1f} LUFS"),
        ("Spike strength", clip.spike.score if clip.spike else None, "{:.1f}"),
        ("Strength needed", clip.spike.threshold if clip.spike else None, "{:.1f}"),
    )
    return tuple(
        Fact(name=name, value=form.format(value))
        for name, value, form in found
        if value is not None
    )
