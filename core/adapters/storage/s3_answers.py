"""S3's answers: which error each one means."""

from __future__ import annotations

from typing import Final

from botocore.exceptions import ClientError

from core.adapters.aws_refusals import (
    explain_refusal,
    explain_silence,
    is_outage,
    name_code,
    quote,
)
from core.domain.work import stages
from core.errors import ExternalFailure, InvalidInput, NotFound

_MISSING: Final = {"404", "NoSuchKey", "NotFound"}
_ENDED: Final = {"NoSuchUpload"}
_REFUSED: Final = {"InvalidPart", "InvalidPartOrder", "EntityTooSmall"}
_PASSING: Final = {"SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout"}


def explain_answer(error: Exception) -> Exception:
    """Return the error that an answer from S3 means here."""
    if not isinstance(error, ClientError):
        plain, in_full = explain_silence("S3", error)
        return ExternalFailure(plain, stage=stages.STORAGE, retryable=True, in_full=in_full)
    code = error.response["Error"]["Code"]
    if code in _MISSING:
        return NotFound("That file is no longer stored.")
    if code in _ENDED:
        return NotFound("That upload has ended, or was never started.")
    if code in _REFUSED:
        return InvalidInput(f"S3 refuses the parts of this upload ({code}): send them again.")
    if refused := explain_refusal(error, stage=stages.STORAGE):
        return refused
    if code in _PASSING or is_outage(error):
        return ExternalFailure(
            f"S3 answered {name_code(error)}.",
            in_full=f"S3 answered {quote(error)}.",
            stage=stages.STORAGE,
            retryable=True,
        )
    mend = "check TRUSS_BUCKET and the role's permissions."
    return ExternalFailure(
        f"S3 answered {name_code(error)}: {mend}",
        in_full=f"S3 answered {quote(error)}: {mend}",
        stage=stages.STORAGE,
    )
