"""`trussbot watch`: runs any live chat through the detector, with no account or settings."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console

from bot.bootstrap import Adapt, open_local, unchanged
from bot.commands.spike_output import spike_to_json
from bot.runner import stop_on_signals
from bot.twitch_irc import ChatReceiver, run_public_chat
from cogs.cards.evidence import describe_spike
from core.app import App
from core.domain.chat.chat_spike import ChatSpike
from core.domain.streams.stream import Stream
from core.domain.streams.twitch_channel import TwitchBinding, read_login
from core.domain.work.ids import CreatorId
from core.domain.work.plain_text import format_offset
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings

FILE_BYTES_MAX: Final = 1024 * 1024
CHANNELS_MAX: Final = 1000


async def run_watch(
    settings: Settings,
    *,
    channel: str | None,
    channels: Path | None,
    as_json: bool,
    adapt: Adapt = unchanged,
) -> int:
    """Print each moment at which a channel's chat erupts, until stopped.

    `channels` is a file with a channel a line. Spikes are kept in the folder `watch` of the home.
    `adapt` may replace ports.
    """
    output = WatchOutput(as_json=as_json)
    logins = [read_login(channel)] if channel else []
    if channels:
        logins += await asyncio.to_thread(read_channels, channels, output)
    if not logins:
        raise InvalidInput("Name a channel, or give a file with one channel a line (--channels).")
    home = settings.home / "watch"
    with stop_on_signals() as stop:
        async with open_local(
            settings, home=home, publish_folder=home / "clips", adapt=adapt
        ) as app:
            watched = _Watched(app, CreatorId(settings.creator_id), output, logins, stop)
            for login in logins:
                app.ports.chat.public.join(login)
            output.note(_describe_start(logins))
            async with run_public_chat(app, watched.make_receiver()):
                await stop.wait()
    return 0 if watched.has_joined else 1


class _Watched:
    """The channels that this command watches, added as they are joined."""

    def __init__(
        self,
        app: App,
        creator_id: CreatorId,
        output: WatchOutput,
        logins: Sequence[str],
        stop: asyncio.Event,
    ) -> None:
        self._app = app
        self._creator_id = creator_id
        self._output = output
        self._pending = set(logins)
        self._stop = stop
        self.has_joined = False

    def make_receiver(self) -> ChatReceiver:
        return ChatReceiver(
            self._app, on_spike=self._show, on_joined=self._add, on_refused=self._refuse
        )

    def _add(self, login: str, broadcaster_id: str) -> None:
        now = self._app.ports.clock.now()
        self._app.chat.live.add_channel(
            TwitchBinding(
                broadcaster_id=broadcaster_id,
                creator_id=self._creator_id,
                login=login,
                created_at=now,
                updated_at=now,
            )
        )
        self.has_joined = True
        self._output.note(f"Listening to {login}.")

    def _refuse(self, login: str, reason: str) -> None:
        self._output.note(reason)
        self._pending.discard(login)
        if not self._pending:
            self._stop.set()

    def _show(self, channel: TwitchBinding, stream: Stream, spike: ChatSpike) -> None:
        self._output.show(channel.login, stream.started_at.isoformat(), spike)


class WatchOutput:
    """Writes spikes to standard output, a line or an object each; notes go to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._notes = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def note(self, sentence: str) -> None:
        self._notes.print(sentence)

    def show(self, login: str, started_at: str, spike: ChatSpike) -> None:
        if self._as_json:
            told = {"channel": login, "stream_started_at": started_at, **spike_to_json(spike)}
            sys.stdout.write(json.dumps(told) + "\n")
        else:
            first, *more = describe_spike(spike)
            sys.stdout.write(f"{format_offset(spike.peak_seconds):>8}  {login}: {first}\n")
            sys.stdout.writelines(f"{'':>8}  {sentence}\n" for sentence in more)
        sys.stdout.flush()


def read_channels(path: Path, output: WatchOutput) -> list[str]:
    """Return the channels of a file, each once; an impossible name is noted and skipped."""
    if path.exists() and not path.is_file():
        raise InvalidInput(f"{path} is not an ordinary file; give one with one channel a line.")
    try:
        with path.open("rb") as stream:
            content = stream.read(FILE_BYTES_MAX)
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read ({error.strerror}); give a file with one channel a line."
        ) from None
    logins: dict[str, None] = {}
    for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("# "):
            continue
        try:
            logins[read_login(line)] = None
        except InvalidInput as error:
            output.note(f"Line {number}: {error}")
    if len(logins) > CHANNELS_MAX:
        output.note(f"Only the first {CHANNELS_MAX} of {len(logins)} channels are watched.")
    return list(logins)[:CHANNELS_MAX]


def _describe_start(logins: Sequence[str]) -> str:
    if len(logins) == 1:
        return f"Joining {logins[0]}; every eruption of its chat is printed. Ctrl+C ends it."
    return f"Joining {len(logins)} channels, twenty in ten seconds. Ctrl+C ends it."
