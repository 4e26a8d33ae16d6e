"""The team: who decides, edits and owns, and the forms by which its owner changes that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE, WebFace
from bot.web.guard import read_form
from bot.web.pages import show_page
from core.domain.people.actor import Role
from core.domain.people.guild import GuildBinding
from core.domain.people.member import ID_DIGITS_MAX
from core.errors import Conflict, InvalidInput

NOBODY: Final = "nobody"
NOT_SURE: Final = "Say that you want that: only the new owner could give it back."
_BECOME: Final = {"editor": Role.EDITOR, "moderator": Role.MODERATOR, NOBODY: None}
_FIELDS: Final = ("person", "become", "guild", "role", "heir")
_DONE: Final = {
    "person": "The team has changed.",
    "role": "The role has changed.",
    "owner": "It has a new owner.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """Somebody with a role by name; `is_self` is whoever looks at it."""

    user_id: str
    role: str
    is_self: bool
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamView:
    """The page, with what was typed where something of it cannot be."""

    role: str
    is_owner: bool
    guilds: tuple[GuildBinding, ...]
    members: tuple[MemberRow, ...]
    choices: tuple[str, ...]
    typed: Mapping[str, str]
    said: str = ""
    problem: str = ""
    digits_max: int = ID_DIGITS_MAX


def list_routes() -> list[Address]:
    """Every address of the page."""
    return [
        get("/team", show_team, Access.MODERATOR),
        post("/team/people", change_person, Access.OWNER),
        post("/team/roles", change_role, Access.OWNER),
        post("/team/owner", hand_over, Access.OWNER),
    ]


async def show_team(request: web.Request) -> web.Response:
    said = _DONE.get(request.query.get("done", ""), "")
    return await _show(request, said=said)


async def change_person(request: web.Request) -> web.Response:
    """Make somebody an editor, a moderator or nobody."""

    async def change(face: WebFace, typed: Mapping[str, str]) -> None:
        role = _read_role(typed)
        await face.app.people.team.set_member(face.actor, typed["person"], role)

    return await _change(request, change, done="person")


async def change_role(request: web.Request) -> web.Response:
    """Make a server's Discord role that of editors, of moderators or of nobody."""

    async def change(face: WebFace, typed: Mapping[str, str]) -> None:
        role = _read_role(typed)
        await face.app.people.team.set_guild_role(face.actor, typed["guild"], typed["role"], role)

    return await _change(request, change, done="role")


async def hand_over(request: web.Request) -> web.Response:
    """Make somebody else the owner, once whoever is it has said so twice."""
    is_sure = str((await read_form(request)).get("is_sure", "")) == "yes"

    async def change(face: WebFace, typed: Mapping[str, str]) -> None:
        if not is_sure:
            raise InvalidInput(NOT_SURE)
        await face.app.people.team.pass_on(face.actor, typed["heir"])

    return await _change(request, change, done="owner")


async def _change(
    request: web.Request,
    change: Callable[[WebFace, Mapping[str, str]], Awaitable[None]],
    *,
    done: str,
) -> web.Response:
    form = await read_form(request)
    typed = {name: str(form.get(name, "")).strip()[:100] for name in _FIELDS}
    try:
        await change(request[FACE], typed)
    except InvalidInput as error:
        return await _show(request, typed=typed, problem=str(error), status=HTTPStatus.BAD_REQUEST)
    except Conflict as error:
        return await _show(request, typed=typed, problem=str(error), status=HTTPStatus.CONFLICT)
    raise web.HTTPSeeOther(f"/team?done={done}")


async def _show(
    request: web.Request,
    *,
    typed: Mapping[str, str] | None = None,
    said: str = "",
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> web.Response:
    face = request[FACE]
    people, actor = face.app.people, face.actor
    is_owner = actor.role is Role.OWNER
    view = TeamView(
        role=actor.role.value,
        is_owner=is_owner,
        guilds=await people.membership.list_guilds(actor),
        members=tuple(
            MemberRow(
                user_id=member.user_id,
                role=member.role.value,
                is_self=actor.person_id == f"discord:{member.user_id}",
                may_change=is_owner and member.role is not Role.OWNER,
            )
            for member in await people.team.list_members(actor)
        ),
        choices=tuple(_BECOME),
        typed=dict.fromkeys(_FIELDS, "") | dict(typed or {}),
        said=said,
        problem=problem,
    )
    return show_page(request, "workplace/team.html", status=status, view=view)


def _read_role(typed: Mapping[str, str]) -> Role | None:
    if typed["become"] not in _BECOME:
        raise InvalidInput("Say what they are from now on: editor, moderator or nobody.")
    return _BECOME[typed["become"]]
