"""Reporting: the report that a question is about, over the same tools that a model calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from core.domain.asking.conversation import Turn
from core.domain.asking.question import Question
from core.domain.asking.report_choice import Report, choose_report
from core.domain.asking.words import find_concepts, fold, split_words
from core.domain.people.actor import Actor
from core.services.asking.reports import (
    clip_reports,
    publishing_reports,
    stream_reports,
    workspace_reports,
)
from core.services.asking.reports.desk import Desk, Told
from core.services.asking.tools.local_clock import LocalClock, LocalClocks
from core.services.asking.tools.toolbox import Toolbox

R = Report
_REPORTS: Final[Mapping[Report, Callable[[Desk], Awaitable[Told]]]] = {
    R.BEST: clip_reports.report_best,
    R.WEAKEST: clip_reports.report_weakest,
    R.WAITING: publishing_reports.report_waiting,
    R.SUGGESTION: publishing_reports.report_suggestion,
    R.MOMENT: stream_reports.report_moment,
    R.CLIPS: clip_reports.report_clips,
    R.ONE_CLIP: clip_reports.report_one_clip,
    R.SCORE: clip_reports.report_score,
    R.STREAMS: stream_reports.report_streams,
    R.MISSED: stream_reports.report_missed,
    R.CHAT: stream_reports.report_chat,
    R.PUBLISHED: publishing_reports.report_published,
    R.STUCK: publishing_reports.report_stuck,
    R.GOING_OUT: publishing_reports.report_going_out,
    R.FIGURES: workspace_reports.report_figures,
    R.PLATFORMS: workspace_reports.report_platforms,
    R.PLAN: workspace_reports.report_plan,
    R.SLOTS: workspace_reports.report_slots,
    R.SETTINGS: workspace_reports.report_settings,
    R.JOBS: workspace_reports.report_jobs,
    R.HEALTH: workspace_reports.report_health,
    R.LEARNED: workspace_reports.report_learned,
    R.COST: workspace_reports.report_cost,
    R.OVERVIEW: workspace_reports.report_overview,
}
_FOLLOWING_WORDS: Final = 7
_TITLE_WORDS_MIN: Final = 2
_ABOUT_ANY_CLIP: Final = frozenset({R.CLIPS, R.ONE_CLIP, R.SCORE, R.OVERVIEW})


class Reporting:
    """Answers any question with one of the reports, and says which."""

    def __init__(self, *, toolbox: Toolbox, clocks: LocalClocks) -> None:
        self._toolbox = toolbox
        self._clocks = clocks

    async def report(
        self, actor: Actor, question: Question, turns: tuple[Turn, ...] = ()
    ) -> tuple[Report, Told, tuple[str, ...]]:
        """Return the report, what it says, and the tools it called."""
        clock = await self._clocks.open(actor.creator_id)
        report, question = choose(question, turns)
        if report is R.OVERVIEW and _is_ahead(question, clock):
            report = R.PLAN
        if report in _ABOUT_ANY_CLIP and not question.title:
            report, question = await self._find_title(actor, report, question)
        desk = Desk(
            actor=actor, question=question, report=report, toolbox=self._toolbox, clock=clock
        )
        told = await _REPORTS[report](desk)
        return report, told, tuple(desk.called)

    async def _find_title(
        self, actor: Actor, report: Report, question: Question
    ) -> tuple[Report, Question]:
        """Return the report of the clip whose title a question names without quoting it."""
        words = {word for word in question.words if len(word) > 2 and not find_concepts((word,))}
        if len(words) < _TITLE_WORDS_MIN:
            return report, question
        newest = await self._toolbox.read(actor, "list_clips", limit=25)
        titles = [row.said["title"] for row in newest.rows]
        shared = {title: len(words & set(split_words(fold(title)))) for title in titles}
        best = max(titles, key=lambda title: shared[title], default="")
        if not best or shared[best] < _TITLE_WORDS_MIN:
            return report, question
        return R.ONE_CLIP, replace(question, title=best)


def _is_ahead(question: Question, clock: LocalClock) -> bool:
    """Say whether a question names days to come, and so what is planned."""
    period = question.find_period(clock.today, is_ahead=True)
    return period is not None and period.last >= clock.today


def choose(question: Question, turns: tuple[Turn, ...]) -> tuple[Report, Question]:
    """Return the report of a question; a short one may go on from the one before."""
    chosen = choose_report(question)
    last = next((turn for turn in reversed(turns) if turn.report), None)
    if last is not None and last.report is not None and _follows(question, chosen):
        if question.asks_why and last.title and not question.platform:
            return R.ONE_CLIP, replace(question, title=last.title)
        return last.report, _merge(question, last.question)
    return chosen or R.OVERVIEW, question


def _follows(question: Question, chosen: Report | None) -> bool:
    """Say whether a question says nothing by itself: `and on TikTok?`, `why?`, `last week?`."""
    is_short = len(question.words) <= _FOLLOWING_WORDS
    rest = question.concepts - {"why", "not", "last", "next", "platform", "day", "waits_me", "best"}
    begins = question.words[:1] and question.words[0] in {"and", "und", "y", "et", "what", "why"}
    return is_short and (chosen is None or (bool(begins) and not rest))


def _merge(question: Question, before: Question) -> Question:
    """Return the former question with what is new in this one."""
    return replace(
        before,
        text=question.text,
        folded=f"{question.folded} {before.folded}",
        platform=question.platform or before.platform,
        clock=question.clock or before.clock,
        count=question.count or before.count,
        status=question.status or before.status,
        title=question.title or before.title,
    )
