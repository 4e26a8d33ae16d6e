"""Gemini: the key, and whether it opens the model that is set; neither costs anything."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from core.adapters.doctor.asking import Answer, ask
from core.domain.work.finding import Finding, advise, fault, shorten

CHECK: Final = "Gemini"


async def look_at_gemini(*, api_url: str, key: str, model: str) -> list[Finding] | None:
    """Return what keeps the model from being asked."""
    if not key:
        return None
    url = f"{api_url.rstrip('/')}/v1beta/models/{quote(model, safe='')}"
    return _judge(await ask("Gemini", "GET", url, headers={"x-goog-api-key": key}), model)


def _judge(answer: Answer, model: str) -> list[Finding]:
    if answer.is_ok:
        return _look_at_methods(answer.body.get("supportedGenerationMethods"), model)
    if answer.status == 404:
        return [
            fault(
                CHECK,
                f"Gemini has no model {shorten(model)} for this key",
                "set TRUSS_GEMINI__MODEL to one that Google AI Studio lists, or remove it",
            )
        ]
    if "location" in answer.words or "failed_precondition" in answer.words:
        return [
            fault(
                CHECK,
                "Gemini does not serve this key from where this machine is",
                "switch billing on for its project in Google AI Studio",
            )
        ]
    if answer.status in {400, 401, 403}:
        return [
            fault(
                CHECK,
                "Gemini refuses the API key",
                "make one in Google AI Studio (Get API key), and set TRUSS_GEMINI_API_KEY to it",
            )
        ]
    return [
        advise(
            CHECK,
            f"Gemini gave an unexpected answer ({answer.status})",
            "try again later; local signals judge clips meanwhile",
        )
    ]


def _look_at_methods(methods: object, model: str) -> list[Finding]:
    if not isinstance(methods, list) or "generateContent" in methods:
        return []
    return [
        fault(
            CHECK,
            f"The model {shorten(model)} watches no videos",
            "set TRUSS_GEMINI__MODEL to one that does, or remove it",
        )
    ]
