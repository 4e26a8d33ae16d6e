"""What AWS refuses, in its own words, with what mends it: rights, clocks, regions and keys."""

from __future__ import annotations

from typing import Any, Final

from core.errors import ExternalFailure, RightsRefused

_WORDS_MAX: Final = 240
_RIGHTS: Final = frozenset({"AccessDenied", "AccessDeniedException", "403", "Forbidden"})
_CLOCK: Final = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
_SIGNATURE: Final = frozenset({"SignatureDoesNotMatch", "InvalidSignatureException"})
_CREDENTIALS: Final = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidToken",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "InvalidIdentityToken",
        "IncompleteSignature",
        "MissingAuthenticationTokenException",
    }
)
_REGION: Final = frozenset(
    {"PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "301"}
)
_KEY: Final = frozenset(
    {
        "DisabledException",
        "KMSInvalidStateException",
        "KeyUnavailableException",
        "InvalidKeyUsageException",
        "KMSAccessDeniedException",
        "KMSDisabledException",
        "KMSNotFoundException",
        "KMS.DisabledException",
        "KMS.KMSInvalidStateException",
        "KMS.NotFoundException",
    }
)
_SERVICES: Final = {"storage": "S3", "table": "DynamoDB", "cipher": "KMS"}
_ACTIONS: Final = {"storage": "s3", "table": "dynamodb", "cipher": "kms"}


def explain_refusal(error: Any, *, stage: str) -> ExternalFailure | None:
    """Return what a ClientError means where only a person can mend it; None for all others."""
    code = str(error.response["Error"]["Code"])
    mend = _find_mend(error, code, stage)
    if mend is None:
        return None
    service, operation = _SERVICES[stage], error.operation_name
    return RightsRefused(f"{service} refuses {operation} ({quote(error)}); {mend}.", stage=stage)


def is_outage(error: Any) -> bool:
    """Say whether AWS itself failed, whatever it says: what HEAD and proxies answer has no code."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0) >= 500


def quote(error: Any) -> str:
    """Return AWS's own words: its code, and its sentence on one line without a semicolon."""
    told = error.response["Error"]
    code, words = (
        str(told["Code"]),
        " ".join(str(told.get("Message") or "").replace(";", ",").split()),
    )
    if len(words) > _WORDS_MAX:
        words = f"{words[:_WORDS_MAX]}..."
    return f"{code}, {words.rstrip('.')}" if words and words != code else code


def _find_mend(error: Any, code: str, stage: str) -> str | None:
    words = str(error.response["Error"].get("Message") or "")
    if code in _CLOCK or (code in _SIGNATURE and ("expired" in words or "not yet" in words)):
        return "set the clock of this machine, by which each request is signed"
    if code in _CREDENTIALS or code in _SIGNATURE:
        return "give Truss credentials that are valid (AWS_ROLE_ARN, or keys of this machine)"
    if code in _KEY or (stage == "cipher" and code == "NotFoundException"):
        return "enable the KMS key again and let the role use it, or correct TRUSS_KMS_KEY_ID"
    if code in _REGION:
        return _name_region(error)
    if code in _RIGHTS:
        return _name_right(error, stage)
    if code == "NoSuchBucket":
        return "create the bucket, or correct TRUSS_BUCKET"
    if stage == "table" and code == "ResourceNotFoundException":
        return "run `trussbot table create`, or correct TRUSS_TABLE or AWS_REGION"
    return None


def _name_region(error: Any) -> str:
    headers = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    told = error.response["Error"]
    region = headers.get("x-amz-bucket-region") or told.get("Region")
    where = f"to {region}, where the bucket is" if region else "to the region of the bucket"
    return f"set AWS_REGION {where}"


def _name_right(error: Any, stage: str) -> str:
    """Name the action that a policy has to allow, as IAM calls it."""
    action = _ACTION_OF.get(error.operation_name, error.operation_name)
    return f"allow the role {_ACTIONS[stage]}:{action} (docs/operating.md lists what it needs)"


_ACTION_OF: Final = {
    "HeadBucket": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "HeadObject": "GetObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "ListParts": "ListMultipartUploadParts",
    "GetBucketCors": "GetBucketCORS",
    "TransactWriteItems": "PutItem, UpdateItem, DeleteItem and ConditionCheckItem",
}
