"""Sending a clip: to which places, with which words, now or when; and what waits is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.clips.back import CLIP_PATH, ULID
from bot.web.face import FACE, WebFace
from bot.web.guard import Form, read_form
from bot.web.pages import show_page
from cogs.cards.card import ReviewCard, make_card
from cogs.destinations import CardPlace, describe_places
from core.domain.clips.clip import Clip
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.publication import (
    OUT,
    RETRIED,
    Publication,
    PublicationStatus,
)
from core.domain.publishing.publish_target import PublishTarget
from core.domain.publishing.wording import clean_wording
from core.domain.work.ids import ClipId, PublicationId
from core.errors import Conflict, InvalidInput
from core.services.publishing.publication_creation import Posting

WHENS: Final = {"now": "at once", "slot": "in the next free posting slot", "at": "at a time"}
_CLIP: Final = f"/clips/{CLIP_PATH}"
_PUBLICATION: Final = f"{_CLIP}/publications/{{publication_id:{ULID}}}"
_AGAIN: Final = RETRIED | {PublicationStatus.RETRY_AT, PublicationStatus.QUOTA_WAIT}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChoice:
    """A place that a clip can go to; `is_busy` says that it goes there already."""

    number: int
    name: str
    values: Mapping[str, str]
    is_chosen: bool
    is_busy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendView:
    """The form that sends a clip."""

    card: ReviewCard
    places: tuple[PlaceChoice, ...]
    whens: Mapping[str, str]
    when: str
    at: str
    zone: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A publication on the clip's page, with what can be done about it."""

    publication_id: str
    place: CardPlace
    due: str
    may_cancel: bool
    may_move: bool
    may_retry: bool
    must_confirm: bool


def list_routes() -> list[Address]:
    """Every address that sends a clip, or changes what is sent."""
    return [
        get(f"{_CLIP}/send", show_form, Access.MODERATOR, in_demo=True),
        post(f"{_CLIP}/send", send_clip, Access.MODERATOR, in_demo=True),
        post(f"{_PUBLICATION}/cancel", cancel, Access.MODERATOR, in_demo=True),
        post(f"{_PUBLICATION}/time", move, Access.MODERATOR, in_demo=True),
        post(f"{_PUBLICATION}/retry", retry, Access.MODERATOR, in_demo=True),
        post(f"{_PUBLICATION}/confirm", confirm, Access.MODERATOR, in_demo=True),
    ]


async def show_form(request: web.Request) -> web.Response:
    view = await view_form(request[FACE], _find_id(request), None)
    return show_page(request, "clips/send.html", view=view)


async def send_clip(request: web.Request) -> web.Response:
    """Send the clip to each chosen place, with that place's own words."""
    face, clip_id = request[FACE], _find_id(request)
    form = await read_form(request)
    try:
        await _send(face, clip_id, form)
    except (InvalidInput, Conflict) as error:
        view = await view_form(face, clip_id, form, problem=str(error))
        status = HTTPStatus.CONFLICT if isinstance(error, Conflict) else HTTPStatus.BAD_REQUEST
        return show_page(request, "clips/send.html", status=status, view=view)
    raise web.HTTPSeeOther(f"/clips/{clip_id}#outgoing")


async def cancel(request: web.Request) -> web.Response:
    face = request[FACE]
    await face.app.publishing.scheduling.cancel(face.actor, _find_publication(request))
    raise _back(request)


async def move(request: web.Request) -> web.Response:
    face, form = request[FACE], await read_form(request)
    scheduling = face.app.publishing.scheduling
    at = await scheduling.read_time(face.actor, read_local(form))
    await scheduling.reschedule(face.actor, _find_publication(request), at=at)
    raise _back(request)


async def retry(request: web.Request) -> web.Response:
    face = request[FACE]
    await face.app.publishing.scheduling.retry_publication(face.actor, _find_publication(request))
    raise _back(request)


async def confirm(request: web.Request) -> web.Response:
    """Record what a person found at the platform: whether the post is there, and where."""
    face, form = request[FACE], await read_form(request)
    found = str(form.get("is_there", ""))
    if found not in {"yes", "no"}:
        raise InvalidInput("Say whether the post is there.")
    await face.app.publishing.scheduling.confirm(
        face.actor,
        _find_publication(request),
        is_there=found == "yes",
        link=str(form.get("link", "")).strip() or None,
    )
    raise _back(request)


async def view_form(
    face: WebFace, clip_id: ClipId, form: Form | None, *, problem: str = ""
) -> SendView:
    """Return the form, filled with what was typed or with the clip's own words."""
    face.actor.require_reviewer()
    clip = await face.app.review.clips.get_clip(face.actor, clip_id)
    targets = (await face.app.publishing.settings.get_targets(face.actor)).targets
    publications = await face.app.review.decisions.list_publications(clip)
    busy = {
        (p.platform, p.account_id)
        for p in publications
        if p.status is not PublicationStatus.CANCELLED
    }
    zone = await face.app.publishing.creation.find_zone(face.actor.creator_id)
    return SendView(
        card=make_card(clip),
        places=tuple(
            _offer(number, target, clip, form, is_busy=target.place in busy)
            for number, target in enumerate(targets)
        ),
        whens=WHENS,
        when=str(form.get("when", "now")) if form else "now",
        at=str(form.get("at", "")) if form else "",
        zone=zone.key,
        problem=problem,
    )


async def list_outgoing(
    face: WebFace,
    publications: Sequence[Publication],
    metrics: Mapping[PublicationId, PostMetric],
) -> tuple[Outgoing, ...]:
    """Return a clip's publications with what can be done; the cancelled are history."""
    going = [p for p in publications if p.status is not PublicationStatus.CANCELLED]
    if not going:
        return ()
    zone = await face.app.publishing.creation.find_zone(face.actor.creator_id)
    return tuple(
        Outgoing(
            publication_id=publication.id,
            place=describe_places([publication], metrics)[0],
            due=f"{publication.due_at.astimezone(zone):%Y-%m-%dT%H:%M}",
            may_cancel=publication.is_recallable,
            may_move=publication.status is PublicationStatus.SCHEDULED,
            may_retry=publication.status in _AGAIN,
            must_confirm=publication.status is PublicationStatus.UNCONFIRMED
            or publication.status in OUT - {PublicationStatus.PUBLISHED},
        )
        for publication in going
    )


def read_local(form: Form) -> str:
    """Return a time of a form as people write it; a browser puts a T between date and time."""
    return str(form.get("at", "")).strip().replace("T", " ")


async def _send(face: WebFace, clip_id: ClipId, form: Form) -> None:
    targets = (await face.app.publishing.settings.get_targets(face.actor)).targets
    chosen = [n for n in range(len(targets)) if form.get(f"to-{n}")]
    if not chosen:
        raise InvalidInput("Choose at least one place first.")
    when = str(form.get("when", ""))
    if when not in WHENS:
        raise InvalidInput("Choose when it goes out.")
    scheduling = face.app.publishing.scheduling
    at = await scheduling.read_time(face.actor, read_local(form)) if when == "at" else None
    for number in chosen:
        posting = Posting(
            at=at,
            needs_slot=when == "slot",
            wording=clean_wording(
                title=str(form.get(f"title-{number}", "")),
                text=str(form.get(f"text-{number}", "")),
                tags=str(form.get(f"tags-{number}", "")).split(","),
            ),
        )
        await scheduling.publish_clip(face.actor, clip_id, [targets[number]], posting)


def _offer(
    number: int, target: PublishTarget, clip: Clip, form: Form | None, *, is_busy: bool
) -> PlaceChoice:
    own = {"title": clip.title, "text": "", "tags": ", ".join(target.tags)}
    typed = (
        {name: str(form.get(f"{name}-{number}", text)) for name, text in own.items()}
        if form
        else own
    )
    account = f" ({target.account_id})" if target.account_id else ""
    return PlaceChoice(
        number=number,
        name=f"{target.platform.label}{account}",
        values=typed,
        is_chosen=bool(form.get(f"to-{number}")) if form else not is_busy,
        is_busy=is_busy,
    )


def _find_id(request: web.Request) -> ClipId:
    return ClipId(request.match_info["clip_id"])


def _find_publication(request: web.Request) -> PublicationId:
    return PublicationId(request.match_info["publication_id"])


def _back(request: web.Request) -> web.HTTPSeeOther:
    return web.HTTPSeeOther(f"/clips/{_find_id(request)}#outgoing")
