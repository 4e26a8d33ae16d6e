from typing import Any

from cogs.discord.clip import ClipGroup
from core.domain.clips.clip import ClipStatus


def test_clips_are_listed_shown_changed_and_sent_out_by_one_command():
    commands = {command.name for command in ClipGroup.__cog_app_commands__}

    assert {"list", "show", "edit", "publish", "schedule", "again"} <= commands


def test_every_status_can_be_asked_for():
    commands: Any = ClipGroup.__cog_app_commands__
    (listing,) = [c for c in commands if c.name == "list"]
    (status,) = [p for p in listing.parameters if p.name == "status"]

    assert {choice.value for choice in status.choices} == set(ClipStatus)
