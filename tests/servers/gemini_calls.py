"""Function calling on the loopback Gemini: streamed chunks, and requests checked as documented.

A talk is what the model does with one request: it reads the body and returns chunks, each with a
delay before it, or a failure. `call` and `speak` make chunks; the wrong kinds are below them.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,127}")
SIGNATURE = base64.b64encode(b"what the model thought").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Parts that come after a while; a finish ends the answer."""

    parts: tuple[dict[str, Any], ...] = ()
    finish: str = ""
    delay_seconds: float = 0.0
    is_cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The chunks of one answer; with a status other than 200, `error` instead."""

    chunks: tuple[Chunk, ...] = ()
    status: int = 200
    error: dict[str, Any] = field(default_factory=dict)
    has_usage: bool = True


def call(name: str, *, call_id: str = "", is_signed: bool = True, **args: Any) -> dict[str, Any]:
    """Return a part that calls a function, as the service writes it."""
    part: dict[str, Any] = {"functionCall": {"name": name, "args": args}}
    if call_id:
        part["functionCall"]["id"] = call_id
    if is_signed:
        part["thoughtSignature"] = SIGNATURE
    return part


def call_tools(*parts: dict[str, Any]) -> Talk:
    return Talk(chunks=(Chunk(parts=parts, finish="STOP"),))


def speak(text: str, *, pieces: int = 4, delay_seconds: float = 0.0) -> Talk:
    """Return an answer in a few chunks, which end anywhere in a word."""
    size = max(1, -(-len(text) // pieces))
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    chunks = [Chunk(parts=({"text": part},), delay_seconds=delay_seconds) for part in parts]
    return Talk(chunks=(*chunks, Chunk(finish="STOP")))


def fail(status: int, name: str, message: str) -> Talk:
    return Talk(status=status, error={"code": status, "message": message, "status": name})


def end_for(finish: str) -> Talk:
    """Return a candidate that was ended without any content."""
    return Talk(chunks=(Chunk(finish=finish),))


def read_results(body: Body) -> list[dict[str, Any]]:
    """Return what the functions gave since the last question, in their order."""
    found: list[dict[str, Any]] = []
    for content in body["contents"]:
        parts = content["parts"]
        if content["role"] == "user" and any("text" in part for part in parts):
            found = []
        found += [p["functionResponse"]["response"] for p in parts if "functionResponse" in p]
    return found


def read_question(body: Body) -> str:
    """Return the last question of a person."""
    said = [
        part["text"]
        for content in body["contents"]
        if content["role"] == "user"
        for part in content["parts"]
        if "text" in part
    ]
    return str(said[-1])


def list_declared(body: Body) -> list[str]:
    return [
        one["name"]
        for tool in body.get("tools", [])
        for one in tool.get("functionDeclarations", [])
    ]


def find_fault(body: Body) -> str:
    """Return what the service would refuse about a conversation with functions, or nothing."""
    names = list_declared(body)
    for tool in body.get("tools", []):
        for one in tool.get("functionDeclarations", []):
            schema = _get_schema(one)
            if not _NAME.fullmatch(one["name"]) or not one.get("description"):
                return f"Invalid function declaration {one['name']}."
            if schema.get("type", "").lower() != "object":
                return "The parameters of a function are an object."
    if len(set(names)) != len(names):
        return "Duplicate function declaration found."
    return _find_turn_fault(body["contents"])


def _get_schema(declared: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters under any of the names that the service takes."""
    names = ("parametersJsonSchema", "parameters_json_schema", "parameters")
    return next((declared[name] for name in names if name in declared), {"type": "object"})


def _find_turn_fault(contents: list[dict[str, Any]]) -> str:
    waiting: list[dict[str, Any]] = []
    for content in contents:
        calls = [part for part in content["parts"] if "functionCall" in part]
        given = [p["functionResponse"] for p in content["parts"] if "functionResponse" in p]
        if calls and not calls[0].get("thoughtSignature"):
            return "Function call is missing a thought_signature in functionCall parts."
        if waiting or given:
            asked = [(c["functionCall"]["name"], c["functionCall"].get("id")) for c in waiting]
            if asked != [(one["name"], one.get("id")) for one in given]:
                return (
                    "Please ensure that the number of function response parts is equal to the "
                    "number of function call parts of the function call turn."
                )
        waiting = calls if content["role"] == "model" else []
    return "" if not waiting else "A function call turn comes before its responses."


def make_event(body: Body, chunk: Chunk, *, said: int, has_usage: bool) -> bytes:
    """Return a chunk as a server-sent event."""
    candidate: dict[str, Any] = {"index": 0}
    if chunk.parts:
        candidate["content"] = {"role": "model", "parts": list(chunk.parts)}
    if chunk.finish:
        candidate["finishReason"] = chunk.finish
    event: dict[str, Any] = {"candidates": [candidate], "modelVersion": "gemini-3.8-flash"}
    if has_usage:
        prompt = len(json.dumps(body)) // 4
        event["usageMetadata"] = {
            "promptTokenCount": prompt,
            "candidatesTokenCount": said // 4,
            "thoughtsTokenCount": 40,
            "totalTokenCount": prompt + said // 4 + 40,
        }
    return f"data: {json.dumps(event)}\r\n\r\n".encode()


Think = Callable[[Body], Talk]
