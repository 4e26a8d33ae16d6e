"""Asking: a question in words, answered by a model where there is one, else by a report."""

from __future__ import annotations

from dataclasses import replace

import structlog

from core.domain.asking.answer import Answer
from core.domain.asking.conversation import Turn
from core.domain.asking.question import Question, check_question, read_question
from core.domain.asking.report_choice import Report
from core.domain.learning.telling.tones import Occasion, remark
from core.domain.people.actor import Actor
from core.domain.people.voice import Tone
from core.errors import Busy
from core.ports.work import Clock
from core.services.asking.conversations import Conversations
from core.services.asking.model_answering import ModelAnswering, NoModelAnswer
from core.services.asking.reports.reporting import Reporting
from core.services.asking.speaking import OnText
from core.services.asking.voices import Voices

_log = structlog.get_logger(__name__)


class Asking:
    """Answers whoever has a role at the creator, with what that role may see."""

    def __init__(
        self,
        *,
        clock: Clock,
        reporting: Reporting,
        answering: ModelAnswering | None,
        conversations: Conversations,
        voices: Voices,
    ) -> None:
        self._clock = clock
        self._reporting = reporting
        self._answering = answering
        self._conversations = conversations
        self._voices = voices
        self._busy: set[tuple[str, str]] = set()

    async def ask(
        self, actor: Actor, text: str, *, on_text: OnText | None = None, language: str = ""
    ) -> Answer:
        """Return an answer; `on_text` is told what is known of it so far.

        It is in `language`, else in that of the acting person's preferences.

        Raises Forbidden for whoever has no role, InvalidInput for what is no question, and Busy
        while the same person's last one is being answered.
        """
        actor.require_team()
        question = read_question(check_question(text))
        key = (actor.creator_id, actor.person_id)
        if key in self._busy:
            raise Busy("Your last question is still being answered; wait for it.")
        self._busy.add(key)
        try:
            return await self._ask(actor, question, on_text, language)
        finally:
            self._busy.discard(key)

    async def _ask(
        self, actor: Actor, question: Question, on_text: OnText | None, language: str
    ) -> Answer:
        turns = self._conversations.recall(actor)
        reason, cost = "", 0
        called: tuple[str, ...] = ()
        voice = await self._voices.find(actor)
        voice = replace(voice, language=language or voice.language)
        if self._answering is not None:
            try:
                answer = await self._answering.answer(
                    actor, question, turns, voice=voice, on_text=on_text
                )
            except NoModelAnswer as silence:
                reason, cost, called = str(silence), silence.cost, silence.called
            else:
                self._keep(actor, question, answer, None, "")
                return answer
        report, told, tools = await self._reporting.report(actor, question, turns)
        basis = f"Report: {report.value}"
        answer = Answer(
            text="\n".join((*told.lines, remark(voice.tone or Tone.POLITE, Occasion.ANSWERED))),
            language=voice.language,
            basis=f"{basis}. {reason}" if reason else basis,
            called=(*called, *tools),
            links=told.links,
            proposals=told.proposals,
            cost_micro_dollars=cost,
        )
        self._keep(actor, question, answer, report, told.title)
        # A report comes whole; in another language, the face that has it shows it at the end.
        if on_text and answer.language.startswith("en"):
            await on_text(answer.text)
        return answer

    def _keep(
        self, actor: Actor, question: Question, answer: Answer, report: Report | None, title: str
    ) -> None:
        turn = Turn(
            at=self._clock.now(), question=question, answer=answer, report=report, title=title
        )
        self._conversations.keep(actor, turn)
