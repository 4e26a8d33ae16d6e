"""A creator with a plan: the app on fakes, or on the stores of an engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.app import App
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor, Role
from core.domain.publishing.publication import Publication, PublicationStatus
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.work.ids import ClipId
from core.domain.work.platform import Platform
from core.ports.asking import AskModel
from tests.builders import CREATOR, make_actor, make_clip, make_score, make_test_clip_id
from tests.fakes.app import make_limits, make_ports
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_profile

OWNER = make_actor(person_id="web")
EDITOR = make_actor(person_id="discord:2", role=Role.EDITOR)
MODERATOR = make_actor(person_id="discord:3", role=Role.MODERATOR)
VIEWER = make_actor(person_id="discord:4", role=Role.VIEWER)


def make_editor(number: int) -> Actor:
    return make_actor(person_id=f"discord:{100 + number}", role=Role.EDITOR)


class PlanWorld:
    """The services of the plan, and what they need around them."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: FakeClock | None = None,
        stores: Any = None,
        ask_model: AskModel | None = None,
    ) -> None:
        self.clock = clock or FakeClock()
        ports = make_ports(folder, self.clock)
        ports = replace(ports, videos=replace(ports.videos, ask_model=ask_model))
        if stores is not None:
            ports = replace(ports, stores=stores)
        limits = replace(make_limits(folder), grace_seconds=3600.0)
        self.app = App(ports, limits)
        self.stores = self.app.ports.stores
        self.plan = self.app.plan
        self.reading, self.writing = self.plan.reading, self.plan.writing
        self.moving, self.variants = self.plan.moving, self.plan.variants
        self.filling, self.clip_posts = self.plan.filling, self.plan.clip_posts

    async def live_in(self, zone: str) -> None:
        await self.stores.profiles.save_profile(make_profile(time_zone=zone))

    async def send_to(self, *platforms: Platform) -> None:
        targets = tuple(PublishTarget(platform=platform, tags=("ace",)) for platform in platforms)
        kept = await self.stores.targets.get_targets(CREATOR)
        await self.stores.targets.save_targets(
            PublishTargets(creator_id=CREATOR, targets=targets, version=kept.version)
        )

    async def add_clip(self, number: int = 1, *, points: int = 10, **given: Any) -> Clip:
        """Add a clip in review."""
        clip = make_clip(
            **(
                {
                    "id": make_test_clip_id(number),
                    "title": f"Clip {number}",
                    "score": make_score(points),
                    "status": ClipStatus.IN_REVIEW,
                    "object_key": "clip.mp4",
                }
                | given
            )
        )
        await self.stores.clips.add_clip(clip)
        return clip

    async def approve(self, clip: Clip) -> Clip:
        return await self.app.review.clips.approve(OWNER, clip.id, seen_version=clip.version)

    async def list_publications(self, clip_id: ClipId) -> tuple[Publication, ...]:
        return await self.stores.publications.list_publications_of_clip(CREATOR, clip_id)

    async def publish(self, publication: Publication) -> None:
        """Let it come to its platform."""
        now = self.clock.now() + timedelta(seconds=1)
        for status in ("claimed", "uploading", "published"):
            moved = publication.move_to(PublicationStatus(status), at=now)
            link = "https://example.org/1" if status == "published" else None
            publication = await self.stores.publications.save_publication(replace(moved, link=link))
