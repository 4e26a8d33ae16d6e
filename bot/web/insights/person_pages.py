"""Person pages: what whoever is signed in wants to be called, told and reminded of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.guard import read_form
from bot.web.pages import show_page
from cogs.texts.sentences import translate
from core.domain.learning.telling.tones import Occasion, remark
from core.domain.people.preferences import EVERYBODY, Digest, Wants
from core.domain.people.voice import Tone
from core.errors import InvalidInput
from core.services.people.personal_preferences import PersonalWish

_TEXTS: Final = {
    "display_name": "name",
    "own_language": "language",
    "time_zone": "zone",
    "quiet_hours": "quiet",
}


def list_routes() -> list[Address]:
    """Every address of the page."""
    return [
        get("/me", show_person, Access.MODERATOR, in_demo=True),
        post("/me", change_person, Access.MODERATOR, in_demo=True),
    ]


async def show_person(request: web.Request) -> web.Response:
    face = request[FACE]
    wants = await face.app.insights.wants.read(face.actor)
    streak = await face.app.insights.weeks.measure_streak(face.actor.creator_id, wants)
    said = translate(remark(wants.tone, Occasion.SAVED, wants.display_name), wants.language)
    return show_page(
        request,
        "insights/me.html",
        wants=wants,
        quiet=_write_quiet(wants),
        streak=streak,
        tones=tuple(tone.value for tone in Tone),
        digests=tuple(digest.value for digest in Digest),
        said=said if "saved" in request.query else "",
    )


async def change_person(request: web.Request) -> web.Response:
    face = request[FACE]
    form = {name: str(value).strip() for name, value in (await read_form(request)).items()}
    insights, actor = face.app.insights, face.actor
    for_all = form.get("all") == "on"
    person = EVERYBODY if for_all else actor.person_id
    if for_all:
        form.pop("name", None)  # one's own name is nobody else's
    now = await insights.wants.find_wants(actor.creator_id, person)
    wish = read_wish(form, now)
    await insights.wants.change(actor, wish, for_all=for_all)
    if for_all and (wish.language or wish.forgotten):
        await face.app.cards.laying.lay_waiting(actor)
    await insights.digests.arrange_digest(actor.creator_id, person)
    raise web.HTTPSeeOther("/me?saved")


def read_wish(form: Mapping[str, str], now: Wants) -> PersonalWish:
    """Return what a form changes: an emptied field is unsaid again, an unchanged one stays so.

    What follows the creator's settings goes on following them.
    """
    shown = _show(now)
    emptied = {field for field, name in _TEXTS.items() if name in form and not form[name]}
    new = {name: value for name, value in form.items() if value and value != shown.get(name)}
    return PersonalWish(
        display_name=new.get("name"),
        tone=_read_tone(new.get("tone", "")),
        language=new.get("language"),
        time_zone=new.get("zone"),
        daily_clips=_read_count(new.get("daily", "")),
        monthly_clips=_read_count(new.get("monthly", "")),
        digest=_read_digest(new.get("digest", "")),
        digest_hour=_read_count(new.get("hour", "")),
        quiet_hours=new.get("quiet"),
        forgotten=frozenset(emptied),
    )


def _show(wants: Wants) -> Mapping[str, str]:
    """Return what the form shows before anybody changes it."""
    return {
        "name": wants.display_name,
        "tone": wants.tone.value,
        "language": wants.language,
        "zone": wants.time_zone,
        "daily": str(wants.daily_clips),
        "monthly": str(wants.monthly_clips),
        "digest": wants.digest.value,
        "hour": str(wants.digest_hour),
        "quiet": _write_quiet(wants),
    }


def _read_tone(text: str) -> Tone | None:
    if text and text not in set(Tone):
        raise InvalidInput("Choose a tone: brutal, sarcastic or polite.")
    return Tone(text) if text else None


def _read_digest(text: str) -> Digest | None:
    if text and text not in set(Digest):
        raise InvalidInput("Choose how often: never, daily or weekly.")
    return Digest(text) if text else None


def _read_count(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise InvalidInput("Goals and hours are whole numbers.")
    return int(text[:6])


def _write_quiet(wants: Wants) -> str:
    if wants.quiet_from_hour == wants.quiet_until_hour:
        return ""
    return f"{wants.quiet_from_hour}-{wants.quiet_until_hour}"
