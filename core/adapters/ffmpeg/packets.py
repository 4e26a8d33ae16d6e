"""Packets: the encoded frames of finished clips, read and put together without encoding again.

Our clips have closed groups of frames: each begins with a frame that needs none before it, and no
frame of a group needs one of another. So a group can be replaced by the same frames encoded anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.opening import open_video
from core.domain.clips.made.caption_changes import Frames

if TYPE_CHECKING:
    from av import AudioStream, Packet, VideoStream
    from av.container import InputContainer, OutputContainer

    Picture = Packet[VideoStream]
    Sound = Packet[AudioStream]

_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}
_HEAD_SECONDS = -10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTrack:
    """A clip's encoded picture: at which frames groups begin, how many frames, and their bytes."""

    starts: tuple[int, ...]
    frame_count: int
    sizes: tuple[int, ...]
    head: bytes

    def count_bytes(self, stretches: Sequence[Frames]) -> int:
        """Return the bytes of the groups of these frames, in the order in which they are stored."""
        return sum(sum(self.sizes[first:after]) for first, after in stretches)


def read_track(clip: Path, rate: float) -> PictureTrack | None:
    """Return the picture of a clip of ours; None if its groups are not what they should be."""
    with open_video(clip) as container:
        head = container.streams.video[0].codec_context.extradata or b""
        packets = _list_packets(container)
        frames = [_frame_of(packet, rate) for packet in packets]
        starts = [frame for frame, one in zip(frames, packets, strict=True) if one.is_keyframe]
        sizes = tuple(packet.size for packet in packets)
    edges = [*starts, len(frames)]
    if not starts or starts[0] != 0 or edges != sorted(set(edges)):
        return None
    # Stored in order of decoding, the frames of a group lie together.
    for first, after in pairwise(edges):
        if sorted(frames[first:after]) != list(range(first, after)):
            return None
    return PictureTrack(starts=tuple(starts), frame_count=len(frames), sizes=sizes, head=head)


def splice(
    older: Path,
    out: Path,
    *,
    rate: float,
    drawn: Path | None = None,
    stretches: Sequence[Frames] = (),
    sound: Path | None = None,
) -> None:
    """Write `older` with the stretches that were `drawn` anew in their places, and its own sound.

    `sound` is a file whose sound replaces it.
    """
    import av  # noqa: PLC0415 - half a second to import

    with open_video(older) as old, av.open(str(out), "w", format="mp4", options=_OPTIONS) as made:
        if drawn is None:
            _mux(made, old, _list_packets(old), sound)
            return
        with open_video(drawn) as new:
            _mux(
                made, old, _replace(_list_packets(old), _list_packets(new), stretches, rate), sound
            )


def _replace(
    old: Sequence[Picture], new: Sequence[Picture], stretches: Sequence[Frames], rate: float
) -> list[Picture]:
    """Return the old packets with new ones in place of those of the stretches."""
    packets, begun = list(old), 0
    tick = 1 / (Fraction(rate).limit_denominator(1001) * (old[0].time_base or Fraction(1)))
    for first, after in stretches:
        for place in range(first, after):
            packet, replaced = new[begun + place - first], old[place]
            frame = first + _frame_of(packet, rate) - begun
            packet.time_base = replaced.time_base
            packet.pts, packet.dts = round(frame * tick), replaced.dts
            packet.duration = replaced.duration
            packets[place] = packet
        begun += after - first
    return packets


def _mux(
    made: OutputContainer, old: InputContainer, pictures: Sequence[Picture], sound: Path | None
) -> None:
    shown = made.add_stream_from_template(old.streams.video[0])
    for picture in pictures:
        picture.stream = shown
    if sound is None:
        _write(made, pictures, _list_sound(made, old))
        return
    with open_video(sound) as newer:
        _write(made, pictures, _list_sound(made, newer))


def _list_sound(made: OutputContainer, container: InputContainer) -> list[Sound]:
    heard = made.add_stream_from_template(container.streams.audio[0])
    container.seek(0)
    packets = [one for one in container.demux(container.streams.audio[0]) if one.size]
    for packet in packets:
        packet.stream = heard
    return packets


def _write(made: OutputContainer, pictures: Sequence[Picture], sounds: Sequence[Sound]) -> None:
    packets: list[Picture | Sound] = sorted([*pictures, *sounds], key=_decoded_at)
    for packet in packets:
        made.mux(packet)


def _decoded_at(packet: Picture | Sound) -> float:
    if packet.dts is None:
        return _HEAD_SECONDS
    return float(packet.dts * (packet.time_base or 0))


def _list_packets(container: InputContainer) -> list[Picture]:
    return [packet for packet in container.demux(container.streams.video[0]) if packet.size]


def _frame_of(packet: Picture, rate: float) -> int:
    return round(float((packet.pts or 0) * (packet.time_base or 0)) * rate)
