"""The settings page: the creator's settings in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final, TypeVar

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.guard import read_form
from bot.web.pages import show_page
from core.domain.clips.box import read_box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.words.caption_look import USUAL_LOOK, write_look
from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.voice import Tone
from core.errors import InvalidInput
from core.services.clips.framing_preferences import WordsWish
from core.services.people.creator_settings import SettingsNow, SettingsWish

T = TypeVar("T")

AUTOMATIC: Final = "automatic"
_CAPTIONS: Final = {AUTOMATIC: None, "on": True, "off": False}
_LAYOUTS: Final = {AUTOMATIC: None} | {layout.value: layout for layout in Layout}
_SOUNDS: Final = {"silence": False, "bleep": True}
_TONES: Final = {tone.value: tone for tone in Tone}
PLAIN: Final = "plain"
_VOICES: Final = {PLAIN: None} | {tone.value: tone for tone in Tone}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsForm:
    """The filled-in form, with every value as text, and the choices of each list."""

    values: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]
    usual_sensitivity: str
    is_saved: bool
    problem: str = ""


def list_routes() -> list[Address]:
    """Every address of the page."""
    return [
        get("/settings", show_settings, Access.MODERATOR, in_demo=True),
        post("/settings", change_settings, Access.EDITOR, in_demo=True),
    ]


async def show_settings(request: web.Request) -> web.Response:
    face = request[FACE]
    now = await face.app.people.settings.read_settings(face.actor)
    view = fill_form(now, is_saved="saved" in request.query)
    return show_page(request, "settings.html", view=view)


async def change_settings(request: web.Request) -> web.Response:
    face = request[FACE]
    form = {name: str(value).strip() for name, value in (await read_form(request)).items()}
    try:
        before = await face.app.people.settings.read_settings(face.actor)
        after = await face.app.people.settings.change_settings(face.actor, read_wish(form))
        if _stands_on_cards(after.profile) != _stands_on_cards(before.profile):
            await face.app.cards.laying.lay_waiting(face.actor)
    except InvalidInput as error:
        now = await face.app.people.settings.read_settings(face.actor)
        filled = fill_form(now, is_saved=False)
        kept = replace(filled, values={**filled.values, **_known(form, filled)}, problem=str(error))
        return show_page(request, "settings.html", status=HTTPStatus.BAD_REQUEST, view=kept)
    raise web.HTTPSeeOther("/settings?saved")


def _stands_on_cards(profile: CreatorProfile) -> tuple[str, str]:
    """Return what every card follows: its language, and the zone of the slots that it names."""
    return profile.language, profile.time_zone


def fill_form(now: SettingsNow, *, is_saved: bool) -> SettingsForm:
    """Return the form filled in with the current settings."""
    profile, framing = now.profile, now.framing
    box = framing.facecam.box if framing.facecam else None
    wanted = profile.spikes_an_hour
    captions = {value: name for name, value in _CAPTIONS.items()}
    return SettingsForm(
        values={
            "sensitivity": "" if wanted is None else f"{wanted:g}",
            "layout": framing.layout.value if framing.layout else AUTOMATIC,
            "facecam": f"{box.x},{box.y},{box.width},{box.height}" if box else "",
            "captions": captions[framing.has_captions],
            "look": write_look(framing.look or USUAL_LOOK),
            "glossary": "\n".join(framing.glossary or ()),
            "unwanted": "\n".join(framing.unwanted or ()),
            "unwanted_sound": "bleep" if framing.has_bleeps else "silence",
            "tone": profile.tone.value,
            "voice": (profile.published_tone or PLAIN),
            "name": profile.display_name,
            "language": profile.own_language or "",
            "zone": profile.time_zone,
        },
        choices={
            "layout": tuple(_LAYOUTS),
            "captions": tuple(_CAPTIONS),
            "unwanted_sound": tuple(_SOUNDS),
            "tone": tuple(_TONES),
            "voice": tuple(_VOICES),
        },
        usual_sensitivity=f"{now.spikes_an_hour:g}",
        is_saved=is_saved,
    )


def read_wish(form: Mapping[str, str]) -> SettingsWish:
    """Return the settings that a form asks for; an empty field resets its setting."""
    sensitivity, facecam = form.get("sensitivity", ""), form.get("facecam", "")
    layout, captions = _choose(form, "layout", _LAYOUTS), _choose(form, "captions", _CAPTIONS)
    voice = _choose(dict(form) | {"voice": form.get("voice", PLAIN)}, "voice", _VOICES)
    empty = {
        "published_tone": voice is None,
        "spikes_an_hour": not sensitivity,
        "layout": layout is None,
        "facecam": not facecam,
        "has_captions": captions is None,
        "language": not form.get("language"),
    }
    return SettingsWish(
        spikes_an_hour=_read_number(sensitivity) if sensitivity else None,
        layout=layout,
        facecam=read_box(facecam) if facecam else None,
        has_captions=captions,
        words=WordsWish(
            look=form.get("look"),
            glossary=form.get("glossary"),
            unwanted=form.get("unwanted"),
            has_bleeps=_SOUNDS.get(form.get("unwanted_sound", "")),
        ),
        tone=_choose(form, "tone", _TONES),
        published_tone=voice,
        display_name=form.get("name", ""),
        language=form.get("language") or None,
        time_zone=form.get("zone") or "UTC",
        forgotten=frozenset(name for name, is_empty in empty.items() if is_empty),
    )


def _known(form: Mapping[str, str], filled: SettingsForm) -> dict[str, str]:
    """Return what was typed into the fields that the form has."""
    return {name: text for name, text in form.items() if name in filled.values}


def _choose(form: Mapping[str, str], name: str, choices: Mapping[str, T]) -> T:
    try:
        return choices[form.get(name, "")]
    except KeyError:
        raise InvalidInput("The form cannot be read; reload the page and try again.") from None


def _read_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InvalidInput("Sensitivity is a number of spikes an hour, such as 8.") from None
