"""The packets of a sound track from a time on, also where the picture has ended before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import start_seconds

if TYPE_CHECKING:
    from av import AudioStream, Packet
    from av.container import InputContainer

    Sound = Packet[AudioStream]

# A seek goes by the picture. After its end, these come too late or nowhere, and go by the sound.
_LOST_AFTER_PICTURE = frozenset({"mpegts", "mpeg", "flv"})
_LATE_SECONDS = 0.5


def demux_sound(
    container: InputContainer, sound: AudioStream, from_seconds: float
) -> Iterator[Sound]:
    """Yield a track's packets from a time on, or from somewhat earlier, to the end of the file."""
    wanted = max(0.0, from_seconds) + start_seconds(container)
    container.seek(int(wanted * 1_000_000))
    packets = container.demux(sound)
    if _LOST_AFTER_PICTURE.isdisjoint(container.format.name.split(",")):
        return packets
    first = _take_first(packets)
    if _comes_by(first, wanted + _LATE_SECONDS):
        return chain(first, packets)
    container.seek(int(wanted / (sound.time_base or 1)), stream=sound)
    return container.demux(sound)


def _take_first(packets: Iterator[Sound]) -> list[Sound]:
    """Return packets up to the first one with a time."""
    taken: list[Sound] = []
    for packet in packets:
        taken.append(packet)
        if packet.pts is not None:
            break
    return taken


def _comes_by(packets: list[Sound], seconds: float) -> bool:
    last = packets[-1] if packets else None
    return last is not None and last.pts is not None and last.pts * last.time_base <= seconds
