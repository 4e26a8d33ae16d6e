"""A creator with measured posts on fakes, for tests of what is learned from them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from core.domain.people.actor import Actor, Role
from core.domain.people.member import Member
from core.services.demo.demo_history import DemoHistory
from tests.builders import CREATOR, NOON, make_binding
from tests.fakes.app import make_app
from tests.fakes.people import FakeNotices
from tests.fakes.time_and_ids import FakeClock

OWNER = Actor(person_id="discord:1", creator_id=CREATOR, role=Role.OWNER)
EDITOR = Actor(person_id="discord:2", creator_id=CREATOR, role=Role.EDITOR)
MODERATOR = Actor(person_id="discord:3", creator_id=CREATOR, role=Role.MODERATOR)
VIEWER = Actor(person_id="discord:4", creator_id=CREATOR, role=Role.VIEWER)


class LearningWorld:
    """The app on fakes, with two months of posts in which evenings and short clips do better."""

    def __init__(self, folder: Path, **given: Any) -> None:
        self.clock = FakeClock()
        self.notices = FakeNotices()
        self.app = make_app(folder, clock=self.clock, notices=self.notices, **given)
        self.insights = self.app.insights
        self.stores = self.app.ports.stores

    @property
    def history(self) -> DemoHistory:
        return self.app.demo_history

    async def add_history(self) -> None:
        await self.history.lay_out(OWNER)

    async def add_server(self) -> None:
        await self.add_place("10")
        for actor in (OWNER, EDITOR, MODERATOR):
            await self.stores.members.add_member(
                Member(
                    user_id=actor.person_id.removeprefix("discord:"),
                    creator_id=CREATOR,
                    role=actor.role,
                    created_at=NOON,
                )
            )

    async def add_place(self, guild_id: str) -> None:
        await self.stores.guilds.add_guild(make_binding(guild_id=guild_id))

    def step(self, **by: float) -> None:
        self.clock.advance(timedelta(**by).total_seconds())
