"""Card terms: what a card was drawn from besides its clip, kept with the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from core.domain.publishing.planned import PlanTerms
from core.domain.review.clip_source import ClipSource
from core.domain.work.ids import PublicationId

KEPT_FOR: Final = timedelta(days=1)
"""For so long a plan is made from terms that no job was told to read again."""
ADDED_MAX: Final = 8
"""So many publications at most are named by a job, whose row has room for little."""


class CardChange(StrEnum):
    """What has changed since a card was drawn."""

    ALL = ""
    CLIP = "clip"
    BALLOT = "ballot"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCause:
    """Why a card is drawn again, as its job is told by `about`.

    `version` is the one that the change made, None where that is not told; `added` are the
    publications that came with a clip's. A job that is told nothing reads all that stands on the
    card, as one that a former version made.
    """

    change: CardChange = CardChange.ALL
    version: int | None = None
    added: tuple[PublicationId, ...] = ()

    def write(self) -> str:
        """Return it in the form that `read_cause` parses."""
        if self.version is None or len(self.added) > ADDED_MAX:
            return self.change.value
        return " ".join((self.change.value, str(self.version), *self.added))


CLIP_CHANGED: Final = CardCause(change=CardChange.CLIP)


def read_cause(about: str) -> CardCause:
    """Return why a card is drawn again; everything for what a version to come may say."""
    change, *version = about.split()[:2] or [""]
    if change not in set(CardChange) or not all(map(str.isdecimal, version)):
        return CardCause()
    return CardCause(
        change=CardChange(change),
        version=int(version[0]) if version else None,
        added=tuple(PublicationId(name) for name in about.split()[2:]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTerms:
    """What a card was drawn from besides its clip, as it was at `read_at`.

    `language` is that of its words. `plan` is None where the clip did not wait, or where it is too
    long to be kept. `publications` are the clip's as of its version `of_version`: only a clip's
    save adds one. `ballot_version` is that of the ballot it was drawn from, and `has_votes` says
    whether anybody had approved. `place_version` is that of the setup of the card's own server.
    """

    read_at: datetime
    language: str = ""
    source: ClipSource | None = None
    plan: PlanTerms | None = None
    ballot_version: int = 0
    has_votes: bool = False
    publications: tuple[PublicationId, ...] = ()
    of_version: int = 0
    place_version: int = 0

    def may_plan(self, version: int, now: datetime) -> bool:
        """Say whether a plan for this version of the clip can be made from them.

        They have to be known, and of today. The clip may not have been approved meanwhile, for no
        job follows what its creator changes then; an approval and taking it back are two saves.
        """
        is_of_today = now - self.read_at < KEPT_FOR
        return self.plan is not None and is_of_today and version - self.of_version < 2

    def list_publications(self, version: int, cause: CardCause) -> tuple[PublicationId, ...] | None:
        """Return the clip's publications in a version, the newest first; None if that is not known.

        What was added since the terms were read is known of the one save that caused the drawing.
        """
        if self.of_version == version:
            return self.publications
        if cause.change is not CardChange.CLIP or cause.version != version:
            return None
        added = {*cause.added, *self.publications}
        return tuple(sorted(added, reverse=True)) if self.of_version == version - 1 else None


def find_newest(terms: Sequence[CardTerms]) -> CardTerms:
    """Return the newest of the terms of a clip's cards, with the newest ballot that any shows."""
    newest = max(terms, key=lambda one: (one.read_at, one.of_version))
    return replace(
        newest,
        ballot_version=max(one.ballot_version for one in terms),
        has_votes=any(one.has_votes for one in terms),
    )
