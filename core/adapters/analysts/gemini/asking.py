"""Gemini answering questions: function calls and words, streamed as they come."""

from __future__ import annotations

import json
import math
from collections.abc import AsyncGenerator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from core.adapters.analysts.gemini.failures import read_failure
from core.adapters.analysts.gemini.requests import BLOCKING, name_value, read_use
from core.domain.asking.tool_spec import Kind, Parameter, ToolCall, ToolSpec
from core.domain.videos.model_spend import TokenUse, find_price
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.understanding import Trouble
from core.ports.asking import AskPiece, AskRequest, Exchange

if TYPE_CHECKING:
    from google.genai import Client
    from google.genai.types import (
        Content,
        FunctionDeclaration,
        GenerateContentConfig,
        GenerateContentResponse,
    )

_CHARACTERS_A_TOKEN: Final = 3.0
_ANSWER_SHARE: Final = 7 / 15
"""What an answer or some calls take of their limit, with the thinking before them."""
_HARMLESS_ENDS: Final = frozenset({"", "STOP", "FINISH_REASON_UNSPECIFIED"})


class GeminiAskModel:
    """Asks one Gemini model; its failures are reported in a piece, never raised."""

    def __init__(self, *, client: Client, tuning: ModelTuning | None = None) -> None:
        self._client = client
        self._tuning = tuning or ModelTuning()

    @property
    def name(self) -> str:
        return self._tuning.model

    def estimate_use(self, request: AskRequest) -> TokenUse:
        said = [request.instructions, *(_write_down(one) for one in request.exchanges)]
        tools = json.dumps([_describe(spec) for spec in request.tools])
        characters = len(tools) + sum(len(text) for text in said)
        return TokenUse(
            prompt=math.ceil(characters / _CHARACTERS_A_TOKEN),
            answer=round(request.answer_tokens_max * _ANSWER_SHARE),
        )

    def count_cost(self, use: TokenUse, on: date) -> int:
        return find_price(self._tuning.model, on).count_cost(use)

    async def answer(self, request: AskRequest) -> AsyncGenerator[AskPiece, None]:
        """Yield the pieces of an answer; nothing follows a trouble."""
        try:
            stream = await self._client.aio.models.generate_content_stream(
                model=self._tuning.model,
                contents=list(_make_contents(request.exchanges)),
                config=_make_config(request),
            )
            has_any, end = False, ""
            async for response in stream:
                pieces, end = _read(response)
                for piece in pieces:
                    has_any = has_any or bool(piece.text or piece.call)
                    yield piece
                    if piece.trouble is not None:
                        return
            if not has_any:
                yield AskPiece(
                    trouble=Trouble.GARBLED,
                    reason=f"The model's service ended without an answer ({end or 'no reason'}).",
                )
        except Exception as error:  # noqa: BLE001 - the library raises whatever its transport does
            reply = read_failure(error, model=self._tuning.model)
            yield AskPiece(
                trouble=reply.trouble, reason=reply.reason, retry_seconds=reply.retry_seconds
            )


def _read(response: GenerateContentResponse) -> tuple[list[AskPiece], str]:
    """Return the pieces of one chunk, and why the answer ended, if it did."""
    use = read_use(response)
    pieces = [AskPiece(use=use)] if use else []
    feedback = response.prompt_feedback
    if feedback and feedback.block_reason:
        reason = f"The model refused the question ({name_value(feedback.block_reason)})."
        return [*pieces, AskPiece(trouble=Trouble.BLOCKED, reason=reason)], ""
    candidate = next(iter(response.candidates or []), None)
    if candidate is None:
        return pieces, ""
    for part in (candidate.content.parts if candidate.content else None) or []:
        if part.function_call and part.function_call.name:
            call = part.function_call
            pieces.append(
                AskPiece(
                    call=ToolCall(
                        name=call.name or "",
                        arguments=call.args or {},
                        call_id=call.id or "",
                        signature=part.thought_signature or b"",
                    )
                )
            )
        elif part.text and not part.thought:
            pieces.append(AskPiece(text=part.text))
    end = name_value(candidate.finish_reason)
    if end in BLOCKING:
        reason = f"The model stopped its answer early ({end})."
        pieces.append(AskPiece(trouble=Trouble.BLOCKED, reason=reason))
    return pieces, "" if end in _HARMLESS_ENDS else end


def _make_contents(exchanges: tuple[Exchange, ...]) -> list[Content]:
    from google.genai import types  # noqa: PLC0415 - seconds to import; the client has done so

    contents: list[Content] = []
    for one in exchanges:
        if one.asked:
            contents.append(types.Content(role="user", parts=[types.Part(text=one.asked)]))
        if one.said:
            contents.append(types.Content(role="model", parts=[types.Part(text=one.said)]))
        if one.calls:
            contents += _make_calls(one)
    return contents


def _make_calls(exchange: Exchange) -> list[Content]:
    """Return what the model called and what it got; its own signatures go back with its calls."""
    from google.genai import types  # noqa: PLC0415 - as above

    called = [
        types.Part(
            function_call=types.FunctionCall(
                name=call.name, args=dict(call.arguments), id=call.call_id or None
            ),
            thought_signature=call.signature or None,
        )
        for call in exchange.calls
    ]
    given = [
        types.Part(
            function_response=types.FunctionResponse(
                name=call.name, response=dict(result), id=call.call_id or None
            )
        )
        for call, result in zip(exchange.calls, exchange.results, strict=True)
    ]
    return [types.Content(role="model", parts=called), types.Content(role="user", parts=given)]


def _make_config(request: AskRequest) -> GenerateContentConfig:
    from google.genai import types  # noqa: PLC0415 - as above

    declared: list[FunctionDeclaration] = [
        types.FunctionDeclaration(
            name=spec.name, description=spec.about, parameters_json_schema=_make_schema(spec)
        )
        for spec in request.tools
    ]
    return types.GenerateContentConfig(
        system_instruction=request.instructions,
        tools=[types.Tool(function_declarations=declared)] if declared else None,
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        thinking_config=types.ThinkingConfig(thinking_level=types.ThinkingLevel.LOW),
        max_output_tokens=request.answer_tokens_max,
    )


def _describe(spec: ToolSpec) -> dict[str, Any]:
    return {"name": spec.name, "description": spec.about, "parameters": _make_schema(spec)}


def _make_schema(spec: ToolSpec) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {one.name: _make_property(one) for one in spec.parameters},
        "required": [one.name for one in spec.parameters if one.is_required],
    }


def _make_property(parameter: Parameter) -> dict[str, Any]:
    made: dict[str, Any] = {"type": parameter.kind.value, "description": parameter.about}
    if parameter.choices:
        made["enum"] = list(parameter.choices)
    if parameter.kind is Kind.NUMBERS:
        made["items"] = {"type": "number"}
    return made


def _write_down(exchange: Exchange) -> str:
    calls = [{"name": call.name, "args": dict(call.arguments)} for call in exchange.calls]
    return json.dumps(
        [exchange.asked, exchange.said, calls, [dict(one) for one in exchange.results]],
        default=str,
    )
