"""The log: events with ids, redacted at the root before anything is written."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any, TextIO

import structlog

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


class Redactor:
    """Replaces known secrets, and what looks like one, in everything that is logged."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted((s for s in secrets if len(s) >= 4), key=len, reverse=True)

    def redact_text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _SECRET_TEXT.sub(lambda found: found.group(1) + HIDDEN, text)

    def redact(self, value: Any) -> Any:
        """Return the value with its secrets hidden, however deep they lie."""
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
        """Act as the last step before an event becomes text."""
        kept = {k: event.pop(k) for k in ("_record", "_from_structlog") if k in event}
        return {**self.redact(dict(event)), **kept}


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
    if level != "debug":
        # The scheduler would tell of each sweep, every few seconds.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
