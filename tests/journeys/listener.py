"""One live watcher in its own process, on the real table: it hears a part, and is killed.

    python -m tests.journeys.listener HOME FROM TO [ends]

prints each spike as it is found. Without `ends` it kills itself at TO.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap import open_local
from bot.log import set_up_log
from config.settings import load_settings
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import CreatorId
from tests.chat_generator import ChatEvent, GeneratedChat

OWNER = Actor(person_id="web", creator_id=CreatorId("local"), role=Role.OWNER)
STARTED_AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
MOMENTS = (500.0, 900.0, 1000.0, 1500.0)


def make_events() -> list[ChatEvent]:
    chat = GeneratedChat(3, duration_seconds=1800.0)
    chat.talk(40)
    for at in MOMENTS:
        chat.erupt(at, 25, "hype")
    return chat.events()


async def listen(home: Path, first: float, last: float, *, ends: bool) -> None:
    set_up_log(level="error", as_json=False, secrets=frozenset())
    settings = load_settings(home=home)
    async with open_local(settings, home=home, publish_folder=home / "published") as app:
        stream = await app.chat.detection.start_stream(
            OWNER, title="A stream", started_at=STARTED_AT, broadcaster_id="123"
        )
        for event in make_events():
            if first <= event.offset_seconds < last:
                heard = await app.chat.detection.hear(stream, event)
                if heard.moment:
                    print(round(heard.moment.spike.peak_seconds), flush=True)  # noqa: T201 - its only output
        if not ends:
            os.kill(os.getpid(), signal.SIGKILL)
        await app.chat.detection.end_stream(stream, duration_seconds=last)


if __name__ == "__main__":
    asyncio.run(
        listen(
            Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), ends=sys.argv[4:] == ["ends"]
        )
    )
