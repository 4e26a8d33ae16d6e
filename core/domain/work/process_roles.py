"""Process roles: which part of Truss a process takes on, where several share one table."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class ProcessRole(StrEnum):
    """One part of the work, for any number of processes but for `discord`."""

    DISCORD = "discord"  # cards, reactions and commands: one process, whose token it is
    TWITCH = "twitch"  # chat; each channel is read by one of these processes
    FOOTAGE = "footage"  # what streams show, kept on disk; where their chat is read
    WEB = "web"  # the page
    SCHEDULER = "scheduler"  # what happens by the clock; one of these at a time
    WORK = "work"  # fetching, cutting and rendering
    PUBLISH = "publish"  # sending clips to folders, YouTube and TikTok
    ANALYSIS = "analysis"  # understanding videos, and asking the model about clips


EVERY_ROLE: Final = frozenset(ProcessRole)


def split_roles(text: str) -> frozenset[ProcessRole]:
    """Return the roles that are named, with commas between; all where none is.

    Raises ValueError with a sentence for a name that is none.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in set(ProcessRole):
            raise ValueError(f"names {name[:40]!r}, which is no role; choose from {_list_names()}")
    return frozenset(map(ProcessRole, names)) or EVERY_ROLE


def find_role_problem(
    roles: Collection[ProcessRole], *, table: str, bucket: str, has_discord: bool
) -> str | None:
    """Return why a process cannot run with these roles alone, as a sentence; None if it can."""
    if frozenset(roles) == EVERY_ROLE:
        return None
    if not (table and bucket):
        return (
            "TRUSS_ROLES shares the work between processes, which needs a table and a bucket that "
            "all of them reach; set TRUSS_TABLE and TRUSS_BUCKET, or remove TRUSS_ROLES."
        )
    if ProcessRole.FOOTAGE in roles and ProcessRole.TWITCH not in roles:
        return (
            "The role footage records the streams whose chat the same process reads; "
            "add the role twitch, or leave footage to the processes that have it."
        )
    if frozenset(roles) == {ProcessRole.DISCORD} and not has_discord:
        return "The role discord needs a bot's token; set TRUSS_DISCORD_TOKEN."
    return None


def _list_names() -> str:
    return ", ".join(ProcessRole)
