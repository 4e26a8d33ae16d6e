"""The states of a card, each with the components that are really sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from cogs.cards.card import make_card
from cogs.cards.message import make_layout, make_why
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.clips.seen_score import combine_score
from core.domain.clips.virality import score_moment
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.clip_source import ClipSource
from core.domain.signals.signals import Signals
from core.domain.work.platform import Platform
from tests.builders import NOON, make_clip, make_publication, make_spike

VIDEO = "attachment://clip.mp4"
SIX = NOON + timedelta(hours=6)
SOURCE = ClipSource(title="Ranked until I hit Diamond (day 12)", at=NOON, is_stream=True)
PLANNED = (
    Planned(platform=Platform.YOUTUBE, account_id="1", at=SIX),
    Planned(platform=Platform.TIKTOK, account_id="2", at=SIX),
)
_SIGNALS = Signals(
    start_seconds=0.0,
    end_seconds=300.0,
    loudness_db=tuple(-18.0 if second == 128 else -30.0 for second in range(300)),
    cuts_at_seconds=(),
)


def make_waiting(**given: Any) -> Clip:
    """Return a clip as it waits in review, judged without a model."""
    spike = make_spike(asked_by="mira_plays")
    score = score_moment(spike, _SIGNALS, start_seconds=103.0, end_seconds=133.0)
    values = {
        "status": ClipStatus.IN_REVIEW,
        "title": "He clutches the 1v4 with a shotgun",
        "object_key": "a",
        "spike": spike,
        "score": combine_score(score, None),
    }
    return make_clip(**(values | given))


class _Drawing:
    """Draws cards of a clip in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def draw(
        self, clip: Clip, *, note: str = "", former: str = "", **given: Any
    ) -> list[dict[str, Any]]:
        card = make_card(clip, source=SOURCE, **given)
        media = None if clip.object_key is None else VIDEO
        view = make_layout(card, media=media, note=note, former=former, language=self.language)
        return list(view.to_components())


def _read_head(components: list[dict[str, Any]]) -> str:
    texts = [c["content"] for c in components[0]["components"] if c["type"] == 10]
    return "\n".join(texts[0].splitlines()[:2])


def list_states(language: str = "en") -> dict[str, list[dict[str, Any]]]:
    """Return the components of a card in each of its states, by name."""
    draw = _Drawing(language).draw
    clip = make_waiting()
    approved = replace(clip, status=ClipStatus.APPROVED, decided_by="discord:42")
    rejected = replace(clip, status=ClipStatus.REJECTED, decided_by="discord:42")
    remade = replace(clip, status=ClipStatus.RENDERING, score=None, start_seconds=101.0)
    failed = replace(
        clip,
        status=ClipStatus.FAILED,
        object_key=None,
        failed_stage="render",
        failed_reason="The disk is full.",
    )
    due = [make_publication(platform=Platform.YOUTUBE, due_at=SIX)]
    out = [replace(due[0], status=PublicationStatus.PUBLISHED, link="https://youtu.be/abc123")]
    waiting = draw(clip, planned=PLANNED)
    link = "https://discord.com/channels/1/2/3"
    closed = make_layout(make_card(clip), media=None, newer_link=link, language=language)
    return {
        "waiting": waiting,
        "voting": draw(clip, planned=PLANNED, approvals=("discord:42",), approvals_needed=2),
        "remade": draw(remade, former=_read_head(waiting)),
        "approved": draw(
            approved, publications=due, note="Take ✅ away before it goes out, and nothing does."
        ),
        "published": draw(approved, publications=out),
        "rejected": draw(rejected),
        "failed": draw(failed),
        "closed": list(closed.to_components()),
        "why": list(
            make_why(
                make_card(clip, source=SOURCE),
                picture="attachment://chat.png",
                language=language,
            ).to_components()
        ),
    }
