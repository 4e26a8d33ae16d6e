from __future__ import annotations

from pathlib import Path

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import make_clip_id
from tests.builders import CREATOR, make_clip, make_publication, make_test_ulid
from tests.journeys.twitch_world import TwitchWorld, open_world, run_role, until


async def publish_clip(world: TwitchWorld, number: int, title: str) -> None:
    clip = make_clip(id=make_clip_id(make_test_ulid(number)), creator_id=CREATOR, title=title)
    await world.app.ports.stores.clips.add_clip(clip)
    publication = make_publication(
        id=make_test_ulid(100 + number),
        clip_id=clip.id,
        creator_id=CREATOR,
        status=PublicationStatus.PUBLISHED,
        link=f"https://clips.example/{number}",
    )
    jobs = world.app.ports.stores.jobs._jobs  # type: ignore[attr-defined]
    jobs._memory.publications[(CREATOR, publication.id)] = publication


async def test_viewers_are_answered_with_links(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.twitch.go_live(world.creator)
        await publish_clip(world, 1, "The save\n/ban everybody")
        async with run_role(world):
            await until(lambda: world.subscribed() == 1)
            for number, command in enumerate(("!lastclip", "!clips", "!truss", "!nothing")):
                await world.twitch.say(world.creator, "Ann", command)
                if command != "!nothing":
                    await until(lambda wanted=number + 1: len(world.said) == wanted)  # type: ignore[misc]
                    world.app.chat.sending._sent_in.clear()

    assert world.said[0] == "The save /ban everybody https://clips.example/1"
    assert "https://clips.example/1" in world.said[1]
    assert world.said[2].startswith("Truss makes clips of the moments")
    assert len(world.said) == 3
    assert world.creator.sent[0]["reply_parent_message_id"]
