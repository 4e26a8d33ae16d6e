"""Upload refusals: why a bucket refuses what a page sends it, and who can mend that."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

import structlog

from core.domain.people.actor import Actor, Role
from core.domain.videos.multipart_upload import UploadId
from core.ports.uploads import UploadTickets
from core.ports.work import Clock
from core.services.videos.multipart_uploads import MultipartUploads
from core.services.work.health import Health

_log = structlog.get_logger(__name__)

PART: Final = "Uploads"
KNOWN_SECONDS: Final = 10.0
"""How long what was found is told to others too: nobody makes Truss ask the bucket all the time."""
HELD_SECONDS: Final = 3600.0
_REFUSES: Final = "The bucket refuses this page"
_KEPT: Final = "What was sent so far is kept for two days; press Resume once that is done."


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketAnswer:
    """What the bucket answered a browser: `status` is 0 where it got no answer at all."""

    status: int
    code: str = ""

    @property
    def words(self) -> str:
        return f"{self.status} {self.code}".rstrip()


class UploadRefusals:
    """Looks for what keeps a page from sending parts, with the eyes of Truss itself."""

    def __init__(
        self, *, clock: Clock, uploads: MultipartUploads, tickets: UploadTickets, health: Health
    ) -> None:
        self._clock = clock
        self._uploads = uploads
        self._tickets = tickets
        self._health = health
        self._looking = asyncio.Lock()
        self._found: dict[str, tuple[float, str]] = {}

    async def explain(
        self, actor: Actor, upload_id: UploadId, *, origin: str, answer: BucketAnswer
    ) -> str:
        """Return why parts are refused and what to do, "" if none are as far as anybody knows.

        The owner is told the setting, everybody else to ask them. NotFound if the upload is over,
        which is a good reason to refuse its parts.
        """
        actor.require_member()
        await self._uploads.require_begun(actor, upload_id)
        found = await self._look(origin)
        if not found and not answer.status:
            return ""
        _log.warning("upload.refused", answer=answer.words, found=found)
        if found:
            self._health.note_trouble(PART, found, for_seconds=HELD_SECONDS)
        if actor.role is not Role.OWNER:
            return (
                f"{_REFUSES}; ask the owner to run `trussbot doctor`, which says what mends it. "
                f"{_KEPT}"
            )
        return f"{_REFUSES}. {found or _blame_policy(answer)} {_KEPT}"

    async def _look(self, origin: str) -> str:
        async with self._looking:
            now = self._clock.steady_seconds()
            self._found = {place: known for place, known in self._found.items() if now < known[0]}
            if origin not in self._found:
                found = await self._tickets.find_refusal(origin)
                if not found:
                    self._health.forget(PART)
                self._found[origin] = (now + KNOWN_SECONDS, found)
            return self._found[origin][1]


def _blame_policy(answer: BucketAnswer) -> str:
    return (
        f"It answers {answer.words}, though Truss itself may store files there; look for a bucket "
        "policy or a firewall that lets this machine in alone."
    )
