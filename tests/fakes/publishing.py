"""Platforms that keep publications in memory."""

from __future__ import annotations

from dataclasses import replace

from core.domain.clips.clip import Clip
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.ids import ClipId
from core.domain.work.platform import Platform
from core.errors import TrussError, Unconfirmed
from core.ports.publishing import ClipFiles, Publisher, PublishOrder, PublishStep


class FakePublisher:
    """Publishes in one step, each clip once, and fails as often as it is told."""

    def __init__(
        self,
        platform: Platform = Platform.FOLDER,
        *,
        failures: list[TrussError] | None = None,
        problem: str | None = None,
    ) -> None:
        self._platform = platform
        self._failures = failures or []
        self._problem = problem
        self.published: dict[ClipId, Clip] = {}
        self.orders: list[PublishOrder] = []
        self.calls = 0

    @property
    def platform(self) -> Platform:
        return self._platform

    def find_problem(self, order: PublishOrder) -> str | None:
        return self._problem

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        self.calls += 1
        self.orders.append(order)
        if self._failures:
            raise self._failures.pop(0)
        self.published[order.clip.id] = order.clip
        return PublishStep(
            progress=order.progress,
            status=PublicationStatus.PUBLISHED,
            link=f"https://{self._platform}.example/{order.clip.id}",
            post_id=f"post-{order.clip.id}",
        )

    async def look(self, order: PublishOrder) -> PublishStep:
        return PublishStep(progress=order.progress)


class SteppingPublisher:
    """Opens a session, creates a post with it, and waits until the platform shows it.

    `posts` is what people can see. With read-back a session says what became of it; without, who
    lost the reply to the create call can only ask a person. `looks_needed` is how often the
    platform must be asked until the post is there.
    """

    platform = Platform.YOUTUBE

    def __init__(self, *, has_read_back: bool = True, looks_needed: int = 2) -> None:
        self._has_read_back = has_read_back
        self.looks_needed = looks_needed
        self.posts: list[ClipId] = []
        self._sessions: dict[str, str | None] = {}

    def find_problem(self, order: PublishOrder) -> str | None:
        return None

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:
        progress = order.progress
        match progress.step:
            case "":
                session = f"session-{len(self._sessions)}"
                self._sessions[session] = None
                return PublishStep(progress=replace(progress, step="announce", secret=session))
            case "announce":
                return PublishStep(progress=replace(progress, step="create", may_be_out=True))
            case _:
                self.posts.append(order.clip.id)
                post = f"post-{len(self.posts)}"
                self._sessions[progress.secret] = post
                return self._wait(progress, post)

    async def look(self, order: PublishOrder) -> PublishStep:
        progress = order.progress
        if progress.step != "wait":
            post = self._sessions.get(progress.secret)
            if progress.step == "create" and not self._has_read_back:
                raise Unconfirmed("The platform cannot be asked; look there.")
            return PublishStep(progress=progress) if post is None else self._wait(progress, post)
        if progress.looks < self.looks_needed:
            return self._wait(progress, progress.remote_id)
        return PublishStep(
            progress=progress,
            status=PublicationStatus.PUBLISHED,
            link=f"https://platform.example/{progress.remote_id}",
            post_id=progress.remote_id,
        )

    def _wait(self, progress: PublishProgress, post: str) -> PublishStep:
        waiting = replace(progress, step="wait", remote_id=post, looks=progress.looks + 1)
        return PublishStep(
            progress=waiting, status=PublicationStatus.PROCESSING, look_again_seconds=10
        )


_publisher: type[Publisher] = FakePublisher
_stepping: type[Publisher] = SteppingPublisher
