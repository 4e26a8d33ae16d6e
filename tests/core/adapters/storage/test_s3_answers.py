from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from core.adapters.storage.s3_answers import explain_answer
from core.errors import ExternalFailure, InvalidInput, NotFound, RightsRefused


def answer(code, status=400):
    told: Any = {
        "Error": {"Code": code, "Message": "of arn:aws:iam::111122223333:role/truss"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(told, "PutObject")


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("NoSuchKey", 404, NotFound),
        ("404", 404, NotFound),
        ("NoSuchUpload", 404, NotFound),
        ("EntityTooSmall", 400, InvalidInput),
        ("AccessDenied", 403, RightsRefused),
    ],
)
def test_an_answer_means_what_its_code_says(code, status, kind):
    assert isinstance(explain_answer(answer(code, status)), kind)


@pytest.mark.parametrize(
    ("error", "may_pass"),
    [
        (answer("SlowDown", 503), True),
        (answer("500", 500), True),
        (answer("InvalidStorageClass", 400), False),
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:9"), True),
    ],
    ids=["slow down", "no code", "of no use", "silence"],
)
def test_only_what_may_pass_is_tried_again_and_names_nobody(error, may_pass):
    meant = explain_answer(error)

    assert isinstance(meant, ExternalFailure)
    assert (meant.stage, meant.retryable) == ("storage", may_pass)
    assert "111122223333" not in str(meant)
