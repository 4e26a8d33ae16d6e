"""What AWS refuses, with what mends it: rights, clocks, regions and keys.

AWS's own words name roles, accounts and buckets, so whoever runs Truss reads them, and nobody else.
"""

from __future__ import annotations

import re
from typing import Any, Final

from core.domain.work import stages
from core.errors import ExternalFailure, RightsRefused

_WORDS_MAX: Final = 240
_CODE_MAX: Final = 60
_LETTERS: Final = re.compile(r"[A-Za-z0-9.]")
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
_QUEUE_KEY: Final = frozenset(
    {
        "KmsDisabled",
        "KmsInvalidState",
        "KmsNotFound",
        "KmsAccessDenied",
        "KmsInvalidKeyUsage",
        "KmsOptInRequired",
        "KMS.AccessDeniedException",
        "KMS.OptInRequired",
        "KMS.InvalidKeyUsageException",
    }
)
_NO_QUEUE: Final = frozenset({"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"})
_DELETED: Final = frozenset({"QueueDeletedRecently", "AWS.SimpleQueueService.QueueDeletedRecently"})
_NO_ADDRESS: Final = frozenset({"InvalidAddress", "InvalidSecurity"})
_SERVICES: Final = {
    stages.STORAGE: "S3",
    stages.TABLE: "DynamoDB",
    stages.CIPHER: "KMS",
    stages.QUEUE: "SQS",
}
_ACTIONS: Final = {
    stages.STORAGE: "s3",
    stages.TABLE: "dynamodb",
    stages.CIPHER: "kms",
    stages.QUEUE: "sqs",
}


def explain_refusal(error: Any, *, stage: str) -> ExternalFailure | None:
    """Return what a ClientError means where only a person can mend it; None for all others."""
    code = str(error.response["Error"]["Code"])
    mend = (_mend_queue(code) if stage == stages.QUEUE else None) or _find_mend(error, code, stage)
    if mend is None:
        return None
    service, operation = _SERVICES[stage], error.operation_name
    return RightsRefused(
        f"{service} refuses {operation} ({name_code(error)}); {mend}.",
        stage=stage,
        in_full=f"{service} refuses {operation} ({quote(error)}); {mend}.",
    )


def explain_silence(service: str, error: Exception) -> tuple[str, str]:
    """Return why a service was not even asked: for everybody, and for whoever runs Truss."""
    words = " ".join(str(error).replace(";", ",").split()).rstrip(".")
    mend = "look at the network, AWS_REGION, AWS_ENDPOINT_URL and the credentials of this machine"
    return (
        f"{service} cannot be reached; {mend}.",
        f"{service} cannot be reached ({words[:_WORDS_MAX]}); {mend}.",
    )


def name_code(error: Any) -> str:
    """Return AWS's code alone, which names nobody."""
    return "".join(_LETTERS.findall(str(error.response["Error"]["Code"])))[:_CODE_MAX]


def is_outage(error: Any) -> bool:
    """Say whether AWS itself failed, whatever it says: what HEAD and proxies answer has no code."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0) >= 500


def quote(error: Any) -> str:
    """Return AWS's own words: its code, and its sentence on one line without a semicolon."""
    words = str(error.response["Error"].get("Message") or "")
    code, words = name_code(error), " ".join(words.replace(";", ",").split())
    if len(words) > _WORDS_MAX:
        words = f"{words[:_WORDS_MAX]}..."
    return f"{code}, {words.rstrip('.')}" if words and words != code else code


def _find_mend(error: Any, code: str, stage: str) -> str | None:
    words = str(error.response["Error"].get("Message") or "")
    if code in _CLOCK or (code in _SIGNATURE and ("expired" in words or "not yet" in words)):
        return "set the clock of this machine, by which each request is signed"
    if code in _CREDENTIALS or code in _SIGNATURE:
        return "give Truss credentials that are valid (AWS_ROLE_ARN, or keys of this machine)"
    if code in _KEY or (stage == stages.CIPHER and code == "NotFoundException"):
        return "enable the KMS key again and let the role use it, or correct TRUSS_KMS_KEY_ID"
    if code in _REGION:
        return _name_region(error)
    if code in _RIGHTS:
        return _name_right(error, stage)
    if code == "NoSuchBucket":
        return "create the bucket, or correct TRUSS_BUCKET"
    if stage == stages.TABLE and code == "ResourceNotFoundException":
        return "run `trussbot table create`, or correct TRUSS_TABLE or AWS_REGION"
    return None


def _mend_queue(code: str) -> str | None:
    if code in _NO_QUEUE:
        return "run `trussbot queues create`, or correct TRUSS_QUEUE_PREFIX or AWS_REGION"
    if code in _KEY or code in _QUEUE_KEY:
        return "let the role use the KMS key that encrypts the queue, and enable that key"
    if code in _DELETED:
        return "wait a minute, which SQS asks for after a queue was deleted, and create it again"
    if code in _NO_ADDRESS:
        return "correct AWS_REGION and AWS_ENDPOINT_URL"
    return None


def _name_region(error: Any) -> str:
    headers = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    told = error.response["Error"]
    region = headers.get("x-amz-bucket-region") or told.get("Region")
    where = f"to {region}, where the bucket is" if region else "to the region of the bucket"
    return f"set AWS_REGION {where}"


def _name_right(error: Any, stage: str) -> str:
    """Name the action that a policy has to allow, as IAM calls it."""
    action = action_of(error.operation_name)
    return f"allow the role {_ACTIONS[stage]}:{action} (docs/operating.md lists what it needs)"


def action_of(operation: str) -> str:
    """Return the action by which a policy allows an operation."""
    return _ACTION_OF.get(operation, operation)


_ACTION_OF: Final = {
    "HeadBucket": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "HeadObject": "GetObject",
    "CreateMultipartUpload": "PutObject",
    "UploadPart": "PutObject",
    "CompleteMultipartUpload": "PutObject",
    "ListParts": "ListMultipartUploadParts",
    "GetBucketCors": "GetBucketCORS",
    "SendMessageBatch": "SendMessage",
    "TransactWriteItems": "PutItem, UpdateItem, DeleteItem and ConditionCheckItem",
}
