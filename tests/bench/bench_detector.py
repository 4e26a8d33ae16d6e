"""What the detector costs: CPU a message against reading its frame, memory, and a burst.

Run it as `python -m tests.bench.bench_detector`. The targets are printed beside the figures.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TextIO

from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.spike_detector import ChatSpikeDetector
from tests.chat_generator import GeneratedChat

_FRAME = {
    "metadata": {
        "message_id": "1b0c6a52-2f0b-4d0e-9a55-5f3f54b1c7aa",
        "message_type": "notification",
        "message_timestamp": "2026-03-02T18:45:10.120345678Z",
        "subscription_type": "channel.chat.message",
        "subscription_version": "1",
    },
    "payload": {
        "subscription": {
            "id": "5f0a9a3e-64f5-4e0a-8a3b-0a4c2f9be111",
            "status": "enabled",
            "type": "channel.chat.message",
            "version": "1",
            "condition": {"broadcaster_user_id": "4000001", "user_id": "4000002"},
            "transport": {"method": "websocket", "session_id": "AgoQexampleExampleExample0001"},
            "created_at": "2026-03-02T18:40:00.000000000Z",
            "cost": 0,
        },
        "event": {
            "broadcaster_user_id": "4000001",
            "broadcaster_user_login": "pancake",
            "broadcaster_user_name": "pancake",
            "source_broadcaster_user_id": None,
            "source_broadcaster_user_login": None,
            "source_broadcaster_user_name": None,
            "chatter_user_id": "4000123",
            "chatter_user_login": "viewer12",
            "chatter_user_name": "viewer12",
            "message_id": "7d3f2b10-9c1e-4b7a-bb9e-3a1d0c5e6f70",
            "source_message_id": None,
            "is_source_only": None,
            "message": {
                "text": "Cheer100 @pancake clip that Kappa",
                "fragments": [
                    {
                        "type": "cheermote",
                        "text": "Cheer100",
                        "cheermote": {"prefix": "cheer", "bits": 100, "tier": 100},
                        "emote": None,
                        "mention": None,
                    },
                    {
                        "type": "mention",
                        "text": "@pancake",
                        "cheermote": None,
                        "emote": None,
                        "mention": {
                            "user_id": "4000001",
                            "user_login": "pancake",
                            "user_name": "pancake",
                        },
                    },
                    {
                        "type": "text",
                        "text": " clip that ",
                        "cheermote": None,
                        "emote": None,
                        "mention": None,
                    },
                    {
                        "type": "emote",
                        "text": "Kappa",
                        "cheermote": None,
                        "emote": {
                            "id": "25",
                            "emote_set_id": "0",
                            "owner_id": "0",
                            "format": ["static"],
                        },
                        "mention": None,
                    },
                ],
            },
            "color": "#00AA55",
            "badges": [
                {"set_id": "moderator", "id": "1", "info": ""},
                {"set_id": "subscriber", "id": "12", "info": "16"},
            ],
            "source_badges": None,
            "message_type": "text",
            "cheer": {"bits": 100},
            "reply": {
                "parent_message_id": "1f2e",
                "parent_message_body": "earlier text",
                "parent_user_id": "1",
                "parent_user_name": "A",
                "parent_user_login": "a",
                "thread_message_id": "1f2e",
                "thread_user_id": "1",
                "thread_user_name": "A",
                "thread_user_login": "a",
            },
            "channel_points_custom_reward_id": None,
            "channel_points_animation_id": None,
        },
    },
}
"""A full `channel.chat.message` notification of EventSub, with invented people."""

_RUNS = 3


def measure_cpu() -> tuple[float, float]:
    """Return CPU seconds per message, for hearing and for parsing it; the best of three runs."""
    chat = _make_chat()
    frames = [_make_frame(message) for message in chat]
    hearing = min(_time(lambda: _hear_all(chat)) for _ in range(_RUNS))
    parsing = min(_time(lambda: _parse_all(frames)) for _ in range(_RUNS))
    return hearing / len(chat), parsing / len(chat)


def measure_memory(channels: int) -> float:
    """Return the bytes that a quiet channel takes: 30 minutes of six lines a minute."""
    rng = random.Random(5)
    names = [f"viewer{number}" for number in range(40)]
    detectors: list[ChatSpikeDetector] = []
    gc.collect()
    tracemalloc.start()
    for _ in range(channels):
        detector = ChatSpikeDetector()
        for number in range(180):
            text = f"line {number} of a quiet evening"
            detector.hear(
                ChatMessage(
                    offset_seconds=number * 10 + rng.random(), chatter=rng.choice(names), text=text
                )
            )
        detectors.append(detector)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / channels


def measure_burst(*, channels: int, messages_a_second: int, seconds: int) -> float:
    """Return the share of one core that a burst over many channels takes."""
    rng = random.Random(7)
    detectors = [ChatSpikeDetector() for _ in range(channels)]
    texts = ["LUL", "what was that", "PogChamp", "this is a longer line about the weather", "gg"]
    events = [
        (
            rng.choice(detectors),
            ChatMessage(
                offset_seconds=number / messages_a_second,
                chatter=f"viewer{rng.randrange(400)}",
                text=rng.choice(texts),
            ),
        )
        for number in range(messages_a_second * seconds)
    ]

    def hear() -> None:
        for detector, message in events:
            detector.hear(message)

    return _time(hear) / seconds


def main(out: TextIO = sys.stdout, *, channels: int = 10_000) -> None:
    hearing, parsing = measure_cpu()
    size = measure_memory(min(channels, 500))
    load = measure_burst(channels=1_000, messages_a_second=2_000, seconds=10)
    out.write(
        f"detector: {hearing * 1e6:.1f} us a message, json.loads of its frame "
        f"{parsing * 1e6:.1f} us: ratio {hearing / parsing:.2f} (at most 1.5, aim 1.0)\n"
        f"detector: {size / 1024:.1f} KB a quiet channel (at most 16), "
        f"{size * channels / 2**20:.0f} MB for {channels:,} of them\n"
        f"detector: 2,000 messages a second over 1,000 channels take {load:.0%} of a core\n"
    )


def _make_chat() -> Sequence[ChatMessage]:
    chat = GeneratedChat(1, duration_seconds=3600.0)
    chat.talk(240)
    for at in range(600, 3600, 200):
        chat.erupt(float(at), 60, "hype")
    messages = [event for event in chat.events() if isinstance(event, ChatMessage)]
    return [_vary(message, number) for number, message in enumerate(messages)]


def _vary(message: ChatMessage, number: int) -> ChatMessage:
    """Make every longer line unique, as people's lines are."""
    if message.text.count(" ") < 3:
        return message
    return replace(message, text=f"{message.text} {number:x}")


def _make_frame(message: ChatMessage) -> str:
    frame = json.loads(json.dumps(_FRAME))
    event = frame["payload"]["event"]
    event["chatter_user_login"] = event["chatter_user_name"] = message.chatter
    event["message"]["text"] = message.text
    return json.dumps(frame, separators=(",", ":"))


def _hear_all(chat: Sequence[ChatMessage]) -> None:
    detector = ChatSpikeDetector()
    for message in chat:
        detector.hear(message)


def _parse_all(frames: Sequence[str]) -> None:
    for frame in frames:
        json.loads(frame)


def _time(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
