import pytest
from botocore.exceptions import ClientError

from core.adapters.aws_refusals import explain_refusal, explain_silence, name_code, quote
from core.errors import REFUSED_SECONDS, RightsRefused, tell_in_full


def make_error(code, words="", *, operation="PutObject", **headers):
    answer = {
        "Error": {"Code": code, "Message": words},
        "ResponseMetadata": {"HTTPHeaders": headers},
    }
    return ClientError(answer, operation)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "operation", "code", "words", "mend"),
    [
        ("storage", "UploadPart", "AccessDenied", "Access Denied", "s3:PutObject"),
        ("storage", "HeadObject", "403", "Forbidden", "s3:GetObject"),
        ("table", "TransactWriteItems", "AccessDeniedException", "Not you.", "dynamodb:PutItem"),
        ("table", "PutItem", "ResourceNotFoundException", "", "run `trussbot table create`"),
        ("table", "Query", "InvalidSignatureException", "Signature expired: 1 now 2", "the clock"),
        ("table", "Query", "InvalidSignatureException", "It does not match.", "credentials that"),
        ("table", "Query", "UnrecognizedClientException", "The token is invalid.", "credentials"),
        ("storage", "PutObject", "RequestTimeTooSkewed", "Too large.", "set the clock"),
        ("storage", "PutObject", "InvalidAccessKeyId", "It is unknown.", "credentials that"),
        ("storage", "PutObject", "PermanentRedirect", "Elsewhere.", "set AWS_REGION"),
        ("storage", "PutObject", "KMS.DisabledException", "It is off.", "enable the KMS key"),
        (
            "cipher",
            "Decrypt",
            "KMSInvalidStateException",
            "Pending deletion.",
            "enable the KMS key",
        ),
        ("cipher", "DescribeKey", "NotFoundException", "No key.", "correct TRUSS_KMS_KEY_ID"),
    ],
)
def test_a_refusal_keeps_aws_s_words_and_names_the_mend(stage, operation, code, words, mend):
    refused = explain_refusal(make_error(code, words, operation=operation), stage=stage)

    assert isinstance(refused, RightsRefused)
    problem, _, said = tell_in_full(refused).partition("; ")
    assert operation in problem
    assert code in problem
    assert words.rstrip(".") in problem
    assert mend in said
    assert (refused.retryable, refused.again_seconds) == (True, REFUSED_SECONDS)


@pytest.mark.parametrize(
    "words",
    [
        "User: arn:aws:sts::123456789012:assumed-role/truss/i-0ab may not perform s3:PutObject",
        "The AWS Access Key Id AKIAIOSFODNN7EXAMPLE you provided does not exist in our records.",
        "Account 123456789012 is suspended",
    ],
)
def test_a_creator_s_team_reads_no_names_of_roles_accounts_and_keys(words):
    refused = explain_refusal(make_error("AccessDenied", words), stage="storage")

    assert refused is not None
    assert str(refused) == (
        "S3 refuses PutObject (AccessDenied); allow the role s3:PutObject "
        "(docs/operating.md lists what it needs)."
    )
    assert words.split(";")[0][:60] in tell_in_full(refused)


def test_a_code_that_is_none_names_nobody_either():
    assert name_code(make_error("arn:aws:iam::1/x y")) == "arnawsiam1xy"


@pytest.mark.parametrize(
    "code", ["SlowDown", "ThrottlingException", "NoSuchKey", "ValidationError"]
)
def test_what_passes_or_means_something_else_is_no_refusal(code):
    assert explain_refusal(make_error(code), stage="storage") is None


def test_a_region_that_is_told_is_named():
    headers = {"x-amz-bucket-region": "eu-west-3"}

    refused = explain_refusal(make_error("301", **headers), stage="storage")

    assert "set AWS_REGION to eu-west-3" in str(refused)


def test_words_are_one_line_of_bearable_length():
    quoted = quote(make_error("AccessDenied", f"One;\n  two {'x' * 900}"))

    assert quoted.startswith("AccessDenied, One, two x")
    assert len(quoted) < 280
    assert quote(make_error("403", "403")) == "403"


def test_who_cannot_be_reached_is_told_with_what_to_look_at():
    error = OSError('Could not connect to "http://127.0.0.1/clips"; it is closed.')

    plain, in_full = explain_silence("S3", error)

    assert plain.startswith("S3 cannot be reached; look at the network, AWS_REGION")
    assert '("Could' not in plain
    assert "127.0.0.1/clips" not in plain
    assert in_full.startswith('S3 cannot be reached (Could not connect to "http://127.0.0.1/clips"')
    assert in_full.count(";") == 1
