"""The log: events with ids, redacted before anything is written."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any, TextIO

import structlog

from core.errors import ExternalFailure, tell_in_full

_log = structlog.get_logger(__name__)

HIDDEN = "[hidden]"
_SECRET_NAME = re.compile(
    r"(?i)(token|secret|password|passwd|api_?key|authorization|cookie|signature|verifier)$"
)
_SECRET_TEXT = re.compile(
    r"(?i)(/accounts/link/[a-z]+/|/login/|/uploads/links/|/webhooks/\d+/|/interactions/\d+/|\b(?:bearer|oauth|bot)\s+"
    r"|\b(?:access_token|refresh_token|upload_token|client_secret|code|device_code|code_verifier"
    r"|api_?key|key|token|password|x-amz-signature|x-amz-credential|x-amz-security-token|upload_id"
    r"|signature)[\"']?\s*[=:]\s*[\"']?)([A-Za-z0-9._~+/%-]{6,}=*)"
)
_AWS_SECRET = re.compile(
    r"(?i)((?:secret_?access_?key|session_?token|web_?identity_?token|x-amz-security-token)"
    r"(?:[\"']?\s*[=:,]\s*b?[\"']?|>\s*))([^\s\"'&<>,)}]{6,})"
)
_WIRE = ("botocore", "boto3", "s3transfer", "urllib3")
"""These log whole requests and answers at `debug`: credentials, tokens and what people said."""
_COOKIES = re.compile(r"(?i)(\bcookie\d?[\"']?\s*[:=,]\s*b?[\"']?)([^\r\n]+)")
LINE_SECONDS = 60.0


class Redactor:
    """Hides known secrets, and whatever looks like one, in everything that is logged."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted((s for s in secrets if len(s) >= 4), key=len, reverse=True)

    def redact_text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern in (_COOKIES, _AWS_SECRET, _SECRET_TEXT):
            text = pattern.sub(lambda found: found.group(1) + HIDDEN, text)
        return text

    def redact(self, value: Any) -> Any:
        """Return the value with its secrets hidden, however deeply nested."""
        if isinstance(value, str):
            return self.redact_text(value)
        if isinstance(value, dict):
            return {
                key: HIDDEN if _SECRET_NAME.search(str(key)) else self.redact(inner)
                for key, inner in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [self.redact(inner) for inner in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return self.redact_text(str(value))

    def __call__(
        self, _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        """Redact an event, as the last processor before it becomes text."""
        kept = {k: event.pop(k) for k in ("_record", "_from_structlog") if k in event}
        return {**self.redact(dict(event)), **kept}


def tell_operator(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Put the sentence for whoever runs Truss where an event quotes that for everybody.

    Whoever logs what was caught writes `reason=str(error)`, in the clause that caught it; so what
    is handled at that moment is looked at here, with what led to it, once for all lines.
    """
    for told, in_full in _list_told(sys.exception()):
        for name, value in event.items():
            if isinstance(value, str) and name != "event" and in_full not in value:
                event[name] = value.replace(told, in_full)
    return event


def _list_told(error: BaseException | None) -> Iterator[tuple[str, str]]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, ExternalFailure) and (told := str(error).rstrip(".")):
            yield told, tell_in_full(error).rstrip(".")
        error = error.__cause__ or error.__context__


class Tally:
    """Counts what happens too often for a line each: one line tells of a minute of it."""

    def __init__(self, event: str, *, seconds: float = LINE_SECONDS) -> None:
        self._event = event
        self._seconds = seconds
        self._counts: Counter[str] = Counter()
        self._timer: asyncio.TimerHandle | None = None

    def note(self, what: str) -> None:
        """Count one of these; the first is told at once, what follows with the next line."""
        self._counts[what] += 1
        if self._timer is None:
            self._tell()

    def close(self) -> None:
        """Tell the rest."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._counts:
            self._write()

    def _tell(self) -> None:
        self._timer = None
        if self._counts:
            self._write()
            self._timer = asyncio.get_running_loop().call_later(self._seconds, self._tell)

    def _write(self) -> None:
        _log.warning(self._event, **self._counts)
        self._counts.clear()


def ignore_hang_ups(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Handle what nobody caught in the event loop, as it does itself, except lost connections."""
    if not isinstance(context.get("exception"), ConnectionError):
        loop.default_exception_handler(context)


def set_up_log(
    *, level: str, as_json: bool, secrets: Iterable[str], stream: TextIO | None = None
) -> None:
    """Send structlog's and the standard library's events through one redacting formatter."""
    redactor = Redactor(secrets)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.processors.format_exc_info,
                redactor,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _WIRE:
        logging.getLogger(name).setLevel(logging.WARNING)
    if level != "debug":
        # The scheduler logs each sweep, every few seconds.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
    structlog.configure(
        processors=[tell_operator, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
