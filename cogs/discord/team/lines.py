"""Team lines: who works for a creator, in words."""

from __future__ import annotations

from typing import Final

from core.domain.people.actor import Role
from core.services.people.team import TeamNow

NOBODY_ROLE: Final = "nobody"
_LENGTH_MAX: Final = 1900
_NAMES: Final = {
    Role.OWNER: "Owner",
    Role.EDITOR: "Editors",
    Role.MODERATOR: "Moderators",
}
_MAY: Final = {
    Role.OWNER: "may do everything",
    Role.EDITOR: "may change settings and link accounts",
    Role.MODERATOR: "decide on clips",
}


def describe_team(team: TeamNow) -> str:
    """Return a line for each role, with the people and the Discord roles that have it."""
    binding = team.binding
    roles = {
        Role.OWNER: (),
        Role.EDITOR: (binding.editor_role_id,) if binding.editor_role_id else (),
        Role.MODERATOR: (binding.moderator_role_id,),
    }
    lines = []
    for role, name in _NAMES.items():
        people = [f"<@{m.user_id}>" for m in team.members if m.role is role]
        held = [*(f"whoever has <@&{each}>" for each in roles[role]), *people]
        lines.append(f"- **{name}** ({_MAY[role]}): {_join(held) or 'nobody yet'}")
    return "\n".join(lines)


def describe_change(who: str, role: Role | None) -> str:
    """Return what was changed of a person or a Discord role, in one sentence."""
    match role:
        case Role.EDITOR:
            return f"{who} may change settings and link accounts from now on."
        case Role.MODERATOR:
            return f"{who} decides on clips from now on."
        case _:
            return f"{who} has no role by name any more."


def _join(names: list[str]) -> str:
    """Return as many names as fit, and how many more there are."""
    kept: list[str] = []
    for name in names:
        if len(", ".join([*kept, name])) > _LENGTH_MAX // len(_NAMES):
            return f"{', '.join(kept)} and {len(names) - len(kept)} more"
        kept.append(name)
    return ", ".join(kept)
