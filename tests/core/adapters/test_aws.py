import asyncio
import io
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import structlog
from botocore.exceptions import CredentialRetrievalError, EndpointConnectionError

from bot.log import set_up_log
from core.adapters.aws import REFRESH_SECONDS, THREADS, Aws, WebIdentity, make_session
from core.errors import ExternalFailure, InvalidInput
from tests.builders import NOON
from tests.contracts.stepped_clock import SteppedClock

AN_HOUR = timedelta(hours=1)


class _Sts:
    """Gives credentials for an hour of the clock, and counts how often it was asked."""

    def __init__(self, clock):
        self.clock = clock
        self.asked = 0
        self.is_away = False
        self.lasts = AN_HOUR

    def __call__(self):
        self.asked += 1
        if self.is_away:
            raise CredentialRetrievalError(provider="sts", error_msg="away")
        return {
            "access_key": f"key {self.asked}",
            "secret_key": "secret",
            "token": "token",
            "expiry_time": (self.clock.now() + self.lasts).isoformat(),
        }


@pytest.fixture
def clock():
    return SteppedClock()


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch, tmp_path):
    for name in (
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"),
        *("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_REGION", "AWS_DEFAULT_REGION"),
        *("AWS_ENDPOINT_URL", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def web_identity(monkeypatch, tmp_path, aws_endpoint):
    """Everything comes from the environment, as on a cluster; there are no keys."""
    token = tmp_path / "token"
    token.write_text("a token of the cluster\n")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws_endpoint)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::000000000000:role/truss")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(token))
    return token


def _load(sts, clock, refresh_seconds=REFRESH_SECONDS):
    return WebIdentity(sts, refresh_seconds=refresh_seconds, now=clock.now).load()


@pytest.mark.parametrize(
    ("refresh_seconds", "aged_seconds", "asked"),
    [
        (60, 0, 1),
        (60, 3540, 1),  # 60 s are left: still good
        (60, 3541, 2),  # 59 s are left
        (300, 3300, 1),
        (300, 3301, 2),
    ],
)
def test_credentials_are_renewed_so_long_before_they_expire(
    clock, refresh_seconds, aged_seconds, asked
):
    sts = _Sts(clock)
    credentials = _load(sts, clock, refresh_seconds)

    clock.step(aged_seconds)

    assert credentials.get_frozen_credentials().access_key == f"key {asked}"
    assert sts.asked == asked


@pytest.mark.parametrize(
    ("aged_seconds", "keys_allowed"), [(3541, {"key 1", "key 2"}), (3599, {"key 2"})]
)
def test_of_16_threads_one_renews_and_the_others_use_what_is_good_or_wait_for_it(
    clock, aged_seconds, keys_allowed
):
    """Each thread that signs a request asks for credentials; STS must not be asked 16 times."""
    sts = _Sts(clock)
    credentials = _load(sts, clock, 60)
    clock.step(aged_seconds)
    together = threading.Barrier(THREADS)

    def sign(_):
        together.wait()
        return credentials.get_frozen_credentials().access_key

    with ThreadPoolExecutor(THREADS) as threads:
        keys = set(threads.map(sign, range(THREADS)))

    assert sts.asked == 2
    assert keys <= keys_allowed


def test_while_sts_is_away_credentials_are_used_to_their_end_and_sts_is_asked_rarely(clock, caplog):
    """200 calls in six seconds asked it 200 times, each with a traceback."""
    sts = _Sts(clock)
    credentials = _load(sts, clock)
    clock.step(2701)
    sts.is_away = True

    for _ in range(600):
        clock.step(1)
        assert credentials.get_frozen_credentials().access_key == "key 1"

    assert sts.asked <= 1 + 10
    assert "Traceback" not in caplog.text
    sts.is_away = False
    clock.step(120)
    assert credentials.get_frozen_credentials().access_key != "key 1"


def test_what_is_over_is_not_used_and_comes_back_with_sts(clock):
    sts = _Sts(clock)
    credentials = _load(sts, clock)
    sts.is_away = True
    clock.step(3700)

    for _ in range(5):
        with pytest.raises(CredentialRetrievalError):
            credentials.get_frozen_credentials()

    assert sts.asked == 2
    sts.is_away = False
    clock.step(121)
    assert credentials.get_frozen_credentials().access_key == "key 3"


def test_short_lived_credentials_are_not_renewed_at_each_call(clock):
    """A role may give them for a quarter of an hour, no longer than the usual lead."""
    sts = _Sts(clock)
    sts.lasts = timedelta(minutes=15)
    credentials = _load(sts, clock)

    for _ in range(20):
        clock.step(60)
        credentials.get_frozen_credentials()

    assert sts.asked <= 4


def test_without_a_role_the_next_provider_is_asked(clock):
    assert _load(None, clock) is None


async def test_a_web_identity_is_all_that_is_needed(web_identity):
    aws = await Aws.open(now=lambda: NOON)
    client = await aws.s3()

    assert client.list_buckets()["Buckets"] is not None
    assert await aws.s3() is client
    credentials = client._request_signer._credentials  # type: ignore[attr-defined]
    assert (credentials.method, bool(credentials.token)) == (WebIdentity.METHOD, True)
    await aws.close()


async def test_a_client_has_a_connection_for_each_thread(web_identity):
    aws = await Aws.open(now=lambda: NOON)

    for client in (await aws.dynamodb(), await aws.s3(), await aws.kms()):
        options = vars(client.meta.config)["_user_provided_options"]
        assert options["max_pool_connections"] == THREADS
        assert client.meta.region_name == "eu-central-1"
    await aws.close()


async def test_a_token_that_cannot_be_read_is_one_sentence(web_identity):
    web_identity.unlink()

    with pytest.raises(ExternalFailure, match="no credentials; look at AWS_ROLE_ARN") as refused:
        await Aws.open(now=lambda: NOON)
    assert "No such file" in refused.value.in_full


async def test_a_refusal_of_sts_is_one_sentence(web_identity, monkeypatch):
    monkeypatch.setenv("AWS_ROLE_ARN", "no-arn-of-a-role-at-all")

    with pytest.raises(ExternalFailure, match="no credentials"):
        await Aws.open(now=lambda: NOON)


async def test_a_token_without_a_role_is_told(web_identity, monkeypatch):
    monkeypatch.delenv("AWS_ROLE_ARN")

    with pytest.raises(InvalidInput, match="AWS_ROLE_ARN"):
        await Aws.open(now=lambda: NOON)


async def test_no_credentials_at_all_is_told():
    with pytest.raises(InvalidInput, match="no AWS credentials"):
        await Aws.open(now=lambda: NOON)


async def test_a_missing_region_is_told(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    aws = await Aws.open(now=lambda: NOON)

    with pytest.raises(InvalidInput, match="AWS_REGION"):
        await aws.dynamodb()
    await aws.close()


def test_the_region_is_read_under_either_name(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert make_session(now=lambda: NOON).region_name == "eu-west-1"

    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    assert make_session(now=lambda: NOON).region_name == "eu-north-1"


async def test_what_aws_answers_becomes_a_sentence(web_identity, monkeypatch):
    aws = await Aws.open(now=lambda: NOON)
    client = await aws.dynamodb()

    with pytest.raises(ExternalFailure, match="ResourceNotFoundException"):
        await aws.run(lambda: client.describe_table(TableName="no-such-table"))
    await aws.close()


async def test_aws_out_of_reach_is_a_failure_to_try_later(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    aws = await Aws.open(now=lambda: NOON)

    def fail():
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:9")

    with pytest.raises(ExternalFailure, match="cannot be reached") as failure:
        await aws.run(fail)
    await aws.close()

    assert failure.value.retryable


async def test_at_debug_the_log_never_holds_what_signs_or_identifies(web_identity):
    stream, root = io.StringIO(), logging.getLogger()
    before = (root.handlers[:], root.level, structlog.get_config())
    set_up_log(level="debug", as_json=False, secrets=(), stream=stream)
    try:
        aws = await Aws.open(now=lambda: NOON)
        client = await aws.s3()
        await asyncio.to_thread(client.list_buckets)
        credentials = client._request_signer._credentials  # type: ignore[attr-defined]
        found = (credentials.secret_key, credentials.token, "a token of the cluster")
        await aws.close()
    finally:
        root.handlers[:], root.level = before[0], before[1]
        structlog.configure(**before[2])

    assert not any(secret in stream.getvalue() for secret in found)
    assert "botocore" not in stream.getvalue()
