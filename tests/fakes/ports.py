"""Replaces ports by name, wherever in `Ports` they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import attrgetter
from typing import Any, get_type_hints

from core.app import Ports

_OTHERWISE = {
    "public_chat": ("chat", "public"),
    "chat_voice": ("chat", "voice"),
    "chat_words": ("chat", "words"),
    "chat_logs": ("chat", "logs"),
    "live_streams": ("streams", "live"),
    "upload_tickets": ("videos", "tickets"),
    "upload_receiver": ("videos", "receiver"),
    "video_analyst": ("videos", "analyst"),
    "ask_model": ("videos", "ask_model"),
    "analyst": ("clips", "analyst"),
}
"""Short names that tests use for ports of these groups."""


def with_ports(**instead: Any) -> Callable[[Ports], Ports]:
    """Return a function that replaces the ports (or stores) of these names."""

    def adapt(ports: Ports) -> Ports:
        for name, port in instead.items():
            ports = _put(ports, _find_path(name), port)
        return ports

    return adapt


def find_port(ports: Ports, name: str) -> Any:
    """Return a port (or store) by its name."""
    return attrgetter(".".join(_find_path(name)))(ports)


@cache
def _find_path(name: str) -> tuple[str, ...]:
    if name in _OTHERWISE:
        return _OTHERWISE[name]
    hints = get_type_hints(Ports)
    inner = [
        (group, name)
        for group, kind in hints.items()
        if is_dataclass(kind) and name in {field.name for field in fields(kind)}
    ]
    if inner:
        (path,) = inner
        return path
    assert name in hints, f"there is no port of the name {name}"
    return (name,)


def _put(ports: Ports, path: tuple[str, ...], port: Any) -> Ports:
    if len(path) == 1:
        return replace(ports, **{path[0]: port})
    group = replace(getattr(ports, path[0]), **{path[1]: port})
    return replace(ports, **{path[0]: group})
