"""Where approved clips go, and in which slots of the week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE, WebFace
from bot.web.guard import read_form
from bot.web.pages import show_page
from core.domain.accounts.platform_token import Account
from core.domain.publishing.posting_slot import write_slots
from core.domain.publishing.publish_target import PostChoices, Privacy, PublishTarget
from core.domain.publishing.wording import clean_tags
from core.domain.work.platform import TAKE_CLIPS, Platform
from core.errors import Conflict, InvalidInput

PRIVACIES: Final = (Privacy.PUBLIC, Privacy.UNLISTED, Privacy.PRIVATE)
_TIKTOK: Final = (Privacy.PUBLIC, Privacy.FRIENDS, Privacy.FOLLOWERS, Privacy.PRIVATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """An account that clips go to."""

    platform: str
    account_id: str
    name: str
    privacy: str
    tags: str
    needs_choice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsView:
    """The page, with what was typed where something of it cannot be."""

    rows: tuple[TargetRow, ...]
    platforms: tuple[Platform, ...]
    accounts: tuple[Account, ...]
    privacies: tuple[str, ...]
    tiktok_privacies: tuple[str, ...]
    slots: str
    typed: Mapping[str, str]
    problem: str = ""


def list_routes() -> list[Address]:
    """Every address of the page."""
    return [
        get("/targets", show_targets, Access.MODERATOR, in_demo=True),
        post("/targets", add_target, Access.EDITOR, in_demo=True),
        post("/targets/remove", remove_target, Access.EDITOR, in_demo=True),
        post("/targets/tiktok", choose_tiktok, Access.EDITOR, in_demo=True),
        post("/targets/slots", set_slots, Access.EDITOR, in_demo=True),
    ]


async def show_targets(request: web.Request) -> web.Response:
    return show_page(request, "workplace/targets.html", view=await view_targets(request[FACE], {}))


async def add_target(request: web.Request) -> web.Response:
    return await _change(request, _add)


async def remove_target(request: web.Request) -> web.Response:
    return await _change(request, _remove)


async def choose_tiktok(request: web.Request) -> web.Response:
    return await _change(request, _choose)


async def set_slots(request: web.Request) -> web.Response:
    return await _change(request, _set_slots)


async def view_targets(
    face: WebFace, typed: Mapping[str, str], *, problem: str = ""
) -> TargetsView:
    """Return the page; `typed` is what stays in its forms."""
    settings = face.app.publishing.settings
    targets = await settings.get_targets(face.actor)
    slots = await settings.get_slots(face.actor)
    accounts = await face.app.accounts.linking.list_accounts(face.actor)
    return TargetsView(
        rows=tuple(_describe(target) for target in targets.targets),
        platforms=TAKE_CLIPS,
        accounts=tuple(accounts),
        privacies=tuple(privacy.value for privacy in PRIVACIES),
        tiktok_privacies=tuple(privacy.value for privacy in _TIKTOK),
        slots=typed.get("slots", write_slots(slots.slots)),
        typed=typed,
        problem=problem,
    )


async def _change(request: web.Request, change: object) -> web.Response:
    """Carry out one of the page's forms; what cannot be is said, and the form is kept."""
    face = request[FACE]
    form = {name: str(value).strip() for name, value in (await read_form(request)).items()}
    try:
        await change(face, form)  # type: ignore[operator] # one of the functions below
    except (InvalidInput, Conflict) as error:
        status = HTTPStatus.CONFLICT if isinstance(error, Conflict) else HTTPStatus.BAD_REQUEST
        view = await view_targets(face, form, problem=str(error))
        return show_page(request, "workplace/targets.html", status=status, view=view)
    await face.app.cards.laying.lay_waiting(face.actor)
    raise web.HTTPSeeOther("/targets")


async def _add(face: WebFace, form: Mapping[str, str]) -> None:
    settings = face.app.publishing.settings
    platform, account = _read_platform(form), form.get("account", "")[:200]
    known = (await settings.get_targets(face.actor)).find(platform, account)
    target = PublishTarget(
        platform=platform,
        account_id=account,
        privacy=_read_privacy(form.get("privacy", ""), PRIVACIES),
        tags=clean_tags(form.get("tags", "").split(",")),
        choices=known.choices,
    )
    await settings.set_target(face.actor, target)


async def _remove(face: WebFace, form: Mapping[str, str]) -> None:
    await face.app.publishing.settings.remove_target(
        face.actor, _read_platform(form), form.get("account", "")[:200]
    )


async def _choose(face: WebFace, form: Mapping[str, str]) -> None:
    """Keep what TikTok wants a person to decide; nothing is chosen beforehand."""
    settings = face.app.publishing.settings
    target = (await settings.get_targets(face.actor)).find(
        Platform.TIKTOK, form.get("account", "")[:200]
    )
    choices = PostChoices(
        privacy=_read_privacy(form.get("privacy", ""), _TIKTOK),
        allows_comments="comments" in form,
        allows_duets="duets" in form,
        allows_stitches="stitches" in form,
        is_own_brand="own" in form,
        is_paid="paid" in form,
        chosen_by=face.actor.person_id,
        chosen_at=face.app.ports.clock.now(),
    )
    await settings.choose_posting(face.actor, target, choices)


async def _set_slots(face: WebFace, form: Mapping[str, str]) -> None:
    await face.app.publishing.settings.set_slots(face.actor, form.get("slots", "") or "none")


def _describe(target: PublishTarget) -> TargetRow:
    account = f" ({target.account_id})" if target.account_id else ""
    is_tiktok = target.platform is Platform.TIKTOK
    privacy = target.choices.privacy if target.choices else target.privacy
    return TargetRow(
        platform=target.platform.value,
        account_id=target.account_id,
        name=f"{target.platform.label}{account}",
        privacy=privacy.value,
        tags=", ".join(target.tags),
        needs_choice=is_tiktok and target.choices is None,
    )


def _read_platform(form: Mapping[str, str]) -> Platform:
    try:
        return Platform(form.get("platform", ""))
    except ValueError:
        raise InvalidInput("Choose a platform from the list.") from None


def _read_privacy(text: str, allowed: tuple[Privacy, ...]) -> Privacy:
    if text not in {privacy.value for privacy in allowed}:
        raise InvalidInput("Choose who may see the posts.")
    return Privacy(text)
