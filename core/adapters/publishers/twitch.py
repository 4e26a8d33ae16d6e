"""Publishing to Twitch: its own clip of the moment, whose link is then posted in chat.

Twitch has no upload, so nothing of ours is sent: the moment is clipped again, from the stream's
VOD, or live while it is recent enough. The step before the clip is stored before requesting it;
after a crash, the clip is looked up among the channel's clips. A line in chat cannot be looked up,
so it is sent at most once. Source: dev.twitch.tv/docs/api/reference (Create Clip, Create Clip From
VOD, whose `vod_offset` is the END of the clip; Get Clips returns the START under the same name).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from core.adapters.helix import Helix
from core.domain.accounts.platform_token import PlatformToken
from core.domain.footage.asked_clips import SECONDS_DIFFER, squeeze_title
from core.domain.footage.twitch_clip import TITLE_CHARACTERS_MAX, TwitchClip, TwitchClipWish
from core.domain.footage.twitch_moment import TwitchMoment, find_moment, is_vod_of
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.streams.stream import Stream
from core.domain.work.platform import Platform
from core.errors import (
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    ReconnectRequired,
    RetryLater,
    TrussError,
)
from core.ports.publishing import ClipFiles, PublishOrder, PublishStep
from core.ports.streams import StreamStore

_SETTLING: Final = timedelta(seconds=180)
"""How long a requested clip may take to appear; Twitch says 15 s, and some days are bad."""
_LOOKS_MIN: Final = 4
"""How often a clip must have been missing before it is asked for again."""
_CLOCKS_DIFFER: Final = timedelta(seconds=5)
_AGAIN_SECONDS: Final = 5.0
_RESTARTS_MAX: Final = 3
_SCOPES: Final = frozenset({"channel:manage:clips", "editor:manage:clips"})


class TwitchPublisher:
    """Makes Twitch clips on the creator's own channel, and posts them in its chat."""

    def __init__(self, *, helix: Helix, streams: StreamStore) -> None:
        self._helix = helix
        self._streams = streams

    @property
    def platform(self) -> Platform:
        return Platform.TWITCH

    def find_problem(self, order: PublishOrder) -> str | None:
        """Return what stands in the way, as a sentence."""
        if order.clip.stream_id is None:
            return "Twitch only has clips of its own streams, and this one is from another video."
        return None

    async def advance(self, order: PublishOrder, files: ClipFiles) -> PublishStep:  # noqa: ARG002 - the port's
        """Find the moment, request its clip, wait for it, post its link in chat."""
        progress = order.progress
        match progress.step:
            case "":
                return await self._find(order)
            case "clip":
                return await self._create(order)
            case "wait":
                return await self._wait(order)
            case "share":
                return PublishStep(progress=replace(progress, step="sharing"))
            case _:
                return await self._share(order)

    async def look(self, order: PublishOrder) -> PublishStep:
        """Look for a clip that may have been made; a chat line that was due counts as sent."""
        match order.progress.step:
            case "clip":
                return await self._look_for_clip(order)
            case "sharing":
                return _arrive(order)
            case _:
                return PublishStep(progress=order.progress)

    async def _find(self, order: PublishOrder) -> PublishStep:
        stream, moment = await self._find_moment(order)
        token = _get_token(order)
        if stream.broadcaster_id != token.account_id:
            raise InvalidInput(
                "This clip is from another Twitch channel than the linked account; link that "
                "channel with /account link."
            )
        vod = await self._find_vod(token, stream)
        if vod is not None:
            vod_id, started_at = vod
            _require_scopes(token)
            offset = moment.find_vod_offset(stream, started_at)
            facts = {"vod_id": vod_id, "vod_offset": str(offset)}
        elif moment.is_live(stream, order.now):
            facts = {"vod_id": ""}
        else:
            raise ExternalFailure(
                "Twitch has no recording of that stream; let Twitch store past broadcasts, in its "
                "settings."
            )
        facts["duration"] = f"{moment.duration_seconds:.1f}"
        # By these the clip is known again, also where its title is changed meanwhile.
        facts["title"] = _title(order)
        facts["likeness"] = f"{facts['duration']} {facts['title']}"
        coming = replace(
            order.progress, step="clip", may_be_out=True, entered_at=order.now, facts=facts
        )
        return PublishStep(progress=coming)

    async def _find_moment(self, order: PublishOrder) -> tuple[Stream, TwitchMoment]:
        clip = order.clip
        assert clip.stream_id is not None  # noqa: S101 - find_problem was asked before
        stream = await self._streams.get_stream(clip.creator_id, clip.stream_id)
        moment = find_moment(clip, stream)
        if moment is None:
            raise InvalidInput(
                "Truss does not know where in the stream this clip is; clip it on Twitch."
            )
        return stream, moment

    async def _find_vod(self, token: PlatformToken, stream: Stream) -> tuple[str, datetime] | None:
        query = [("user_id", token.account_id), ("type", "archive"), ("first", "100")]
        answer = await self._helix.call("/videos", query, token=token)
        for video in _list_objects(answer):
            created_at = _read_time(video.get("created_at"))
            if created_at is not None and is_vod_of(stream, created_at):
                return str(video.get("id")), created_at
        return None

    async def _create(self, order: PublishOrder) -> PublishStep:
        token, facts = _get_token(order), order.progress.facts
        try:
            if facts["vod_id"]:
                clip_id = await self._clip_vod(order, token)
            else:
                wish = TwitchClipWish(
                    broadcaster_id=token.account_id,
                    title=_asked_title(order),
                    duration_seconds=float(facts["duration"]),
                )
                clip_id = await self._helix.create_clip(token, wish)
        except (Forbidden, NotFound) as error:
            raise ExternalFailure(f"Twitch made no clip of it. {error}") from error
        return self._await(order, clip_id)

    async def _clip_vod(self, order: PublishOrder, token: PlatformToken) -> str:
        facts = order.progress.facts
        query = [
            ("editor_id", token.account_id),
            ("broadcaster_id", token.account_id),
            ("vod_id", facts["vod_id"]),
            ("vod_offset", facts["vod_offset"]),
            ("duration", facts["duration"]),
            ("title", _asked_title(order)),
        ]
        answer = await self._helix.call("/videos/clips", query, method="POST", token=token)
        made = _list_objects(answer)
        if not made or not isinstance(made[0].get("id"), str):
            raise RetryLater("Twitch returned no clip id.", seconds=_AGAIN_SECONDS)
        return str(made[0]["id"])

    def _await(self, order: PublishOrder, clip_id: str) -> PublishStep:
        progress = replace(
            order.progress, step="wait", remote_id=clip_id, entered_at=order.now, looks=0
        )
        return PublishStep(progress=progress, post_id=clip_id)

    async def _wait(self, order: PublishOrder) -> PublishStep:
        progress = order.progress
        found = await self._helix.find_clip(progress.remote_id)
        if found is not None:
            return PublishStep(progress=replace(progress, step="share"), link=found.url)
        if not _is_long_missing(order):
            return _look_again(order, "Twitch is making the clip.")
        if progress.restarts >= _RESTARTS_MAX:
            raise ExternalFailure("Twitch did not make this clip; make it on Twitch by hand.")
        # By Twitch's documentation, a clip that is not there by then has failed.
        return PublishStep(
            progress=PublishProgress(restarts=progress.restarts + 1),
            status=PublicationStatus.RETRY_AT,
            look_again_seconds=_AGAIN_SECONDS,
            sentence="Twitch did not make the clip; trying once more.",
        )

    async def _look_for_clip(self, order: PublishOrder) -> PublishStep:
        """Find the clip that may have been made; that none was made, only several looks can say."""
        token, progress = _get_token(order), order.progress
        asked_at = progress.entered_at or order.now
        first_at = _read_time(progress.facts.get("first_at")) or asked_at
        found = await self._helix.list_own_clips(
            token, token.account_id, since=first_at - _CLOCKS_DIFFER, until=order.now
        )
        for clip in found:
            if _looks_like(order, clip):
                step = self._await(order, clip.id)
                return replace(step, is_recognised="likeness" in progress.facts)
        if not _is_long_missing(order):
            return _look_again(order, "Twitch may be making the clip.")
        facts = {**progress.facts, "first_at": first_at.isoformat()}
        again = replace(progress, looks=0, entered_at=order.now, facts=facts)
        return PublishStep(progress=again)

    async def _share(self, order: PublishOrder) -> PublishStep:
        token, sentence = _get_token(order), None
        text = f"{order.wording.title} {order.publication.link or ''}"
        try:
            await self._helix.say(token, broadcaster_id=token.account_id, text=text.strip())
        except TrussError as error:
            # The clip exists; a link that chat did not show is no reason to start over.
            sentence = f"The clip is there, but its link was not posted in chat. {error}"
        return replace(_arrive(order), sentence=sentence)


def _arrive(order: PublishOrder) -> PublishStep:
    return PublishStep(progress=order.progress, status=PublicationStatus.PUBLISHED)


def _title(order: PublishOrder) -> str:
    return order.wording.title[:TITLE_CHARACTERS_MAX].strip() or "Clip"


def _asked_title(order: PublishOrder) -> str:
    """Return the title that was noted; a former version noted none."""
    return order.progress.facts.get("title") or _title(order)


def _is_long_missing(order: PublishOrder) -> bool:
    """Return whether a clip that is missing in this look too was never made."""
    asked_at = order.progress.entered_at or order.now
    return order.now - asked_at >= _SETTLING and order.progress.looks + 1 >= _LOOKS_MIN


def _look_again(order: PublishOrder, sentence: str) -> PublishStep:
    return PublishStep(
        progress=replace(order.progress, looks=order.progress.looks + 1),
        status=PublicationStatus.RETRY_AT,
        look_again_seconds=_AGAIN_SECONDS,
        sentence=sentence,
    )


def _looks_like(order: PublishOrder, clip: TwitchClip) -> bool:
    """Return whether a clip has the title and the length that were asked for, and its place."""
    facts = order.progress.facts
    duration = float(facts["duration"])
    if squeeze_title(clip.title) != squeeze_title(_asked_title(order)):
        return False
    if abs(clip.duration_seconds - duration) > SECONDS_DIFFER:
        return False
    if not facts["vod_id"] or clip.vod_seconds is None:
        return True
    begins = float(facts["vod_offset"]) - duration
    return abs(clip.vod_seconds - begins) <= 2 * SECONDS_DIFFER


def _get_token(order: PublishOrder) -> PlatformToken:
    if order.token is None:
        raise ReconnectRequired("No Twitch account is linked: use /account link.")
    return order.token


def _require_scopes(token: PlatformToken) -> None:
    if not _SCOPES & token.scopes:
        raise ReconnectRequired(
            "The Twitch account did not allow clips of recordings; link it again with "
            "/account link."
        )


def _list_objects(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    data = answer.get("data")
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _read_time(value: Any) -> datetime | None:
    try:
        read = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return read if read.tzinfo else None
