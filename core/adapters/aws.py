"""AWS: one session, one client per service, one pool of threads for all their calls.

Region, endpoint and credentials are found as boto3 finds them (`AWS_REGION`, `AWS_ENDPOINT_URL`,
...). A web identity (`AWS_ROLE_ARN`, `AWS_WEB_IDENTITY_TOKEN_FILE`) takes precedence over all
others, so that no static key is needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
import botocore.session
import structlog
from botocore import UNSIGNED
from botocore.config import Config
from botocore.credentials import CredentialProvider, RefreshableCredentials
from botocore.exceptions import BotoCoreError, ClientError, CredentialRetrievalError, NoRegionError

from core.adapters.aws_refusals import explain_refusal, explain_silence, name_code, quote
from core.domain.work import stages
from core.errors import ExternalFailure, InvalidInput

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

T = TypeVar("T")
_log = structlog.get_logger(__name__)
THREADS = 16
REFRESH_SECONDS = 900
"""So long before their end credentials are renewed: STS may be away for most of it."""
MUST_REFRESH_SECONDS = 10
PAUSE_SECONDS_MIN = 10.0
PAUSE_SECONDS_MAX = 120.0
_VARIABLES = {
    "region": ("region", ["AWS_REGION", "AWS_DEFAULT_REGION"], None, None),
    "role_arn": ("role_arn", "AWS_ROLE_ARN", None, None),
    "role_session_name": ("role_session_name", "AWS_ROLE_SESSION_NAME", "truss", None),
    "web_identity_token_file": (
        *("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE"),
        *(None, None),
    ),
}
_CONFIG = Config(
    max_pool_connections=THREADS,
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "max_attempts": 5},
    s3={"addressing_style": "auto"},
)
_ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})
_POLLING = Config(
    max_pool_connections=2 * THREADS,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 3},
)
"""A receiver waits 20 s for an answer, and each has a connection of its own."""
_UNSIGNED = Config(
    signature_version=UNSIGNED,
    connect_timeout=5,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 1},
)
Fetch = Callable[[], dict[str, str]]


class WebIdentity(CredentialProvider):
    """A role's credentials, in exchange for a token stored in a file.

    They are kept in this process and renewed `refresh_seconds` before they expire, or when half of
    their time is over if that is later, by one thread while the others use what is still good.
    """

    METHOD = "truss-web-identity"
    CANONICAL_NAME = "customTrussWebIdentity"

    def __init__(
        self, fetch: Fetch | None, *, refresh_seconds: int, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._fetch = fetch
        self._refresh_seconds = refresh_seconds
        self._now = now

    def load(self) -> RefreshableCredentials | None:
        """Return the credentials; None without a role, so that the next provider is asked."""
        if self._fetch is None:
            return None
        fetch = PatientFetch(self._fetch, now=self._now)
        first = fetch()
        ends_at = datetime.fromisoformat(first["expiry_time"])
        half_seconds = int((ends_at - self._now()).total_seconds() / 2)
        return RefreshableCredentials(
            first["access_key"],
            first["secret_key"],
            first["token"],
            ends_at,
            refresh_using=fetch,
            method=self.METHOD,
            time_fetcher=self._now,
            advisory_timeout=min(self._refresh_seconds, half_seconds),
            mandatory_timeout=min(MUST_REFRESH_SECONDS, half_seconds),
        )


class PatientFetch:
    """Fetches credentials; while STS is away, gives the last ones to their end and asks rarely.

    botocore would ask at each call, and log a traceback for each. Only one thread calls at a time.
    """

    def __init__(self, fetch: Fetch, *, now: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._now = now
        self._last: dict[str, str] | None = None
        self._failure: Exception | None = None
        self._pause_seconds = PAUSE_SECONDS_MIN
        self._asks_at: datetime | None = None

    def __call__(self) -> dict[str, str]:
        now = self._now()
        if self._failure is None or self._asks_at is None or now >= self._asks_at:
            self._ask(now)
        if self._failure is None or self._is_good(now):
            assert self._last is not None  # noqa: S101 - it was fetched, or there was a failure
            return self._last
        raise self._failure

    def _ask(self, now: datetime) -> None:
        try:
            self._last, self._failure = self._fetch(), None
            self._pause_seconds = PAUSE_SECONDS_MIN
        except (CredentialRetrievalError, BotoCoreError, OSError) as error:
            self._failure = error
            self._asks_at = now + timedelta(seconds=self._pause_seconds)
            self._pause_seconds = min(PAUSE_SECONDS_MAX, self._pause_seconds * 2)
            _log.warning(
                "aws.credentials_not_renewed",
                reason=str(error),
                still_good_seconds=self._left_seconds(now),
            )

    def _is_good(self, now: datetime) -> bool:
        return self._left_seconds(now) > 0

    def _left_seconds(self, now: datetime) -> int:
        if self._last is None:
            return 0
        ends_at = datetime.fromisoformat(self._last["expiry_time"])
        return int((ends_at - now).total_seconds())


def make_session(
    *, now: Callable[[], datetime], refresh_seconds: int = REFRESH_SECONDS
) -> boto3.session.Session:
    """Return a session that supports web identities; AWS is not contacted yet."""
    inner = botocore.session.Session(session_vars=_VARIABLES)
    provider = WebIdentity(_make_fetch(inner), refresh_seconds=refresh_seconds, now=now)
    resolver = inner.get_component("credential_provider")
    resolver.insert_before(resolver.providers[0].METHOD, provider)
    return boto3.session.Session(botocore_session=inner)


def _make_fetch(session: botocore.session.Session) -> Fetch | None:
    """Return the function that fetches credentials; None if no web identity is set up."""
    role = session.get_config_variable("role_arn")
    file = session.get_config_variable("web_identity_token_file")
    if not file:
        return None
    if not role:
        raise InvalidInput("AWS_WEB_IDENTITY_TOKEN_FILE needs a role: set AWS_ROLE_ARN too.")
    name = session.get_config_variable("role_session_name")
    return partial(_assume_role, session, role, name, Path(file))


def _assume_role(
    session: botocore.session.Session, role: str, name: str, token_file: Path
) -> dict[str, str]:
    """Ask STS for credentials, unauthenticated; the token file is reread, as it is replaced."""
    try:
        token = token_file.read_text(encoding="utf-8").strip()
        client: Any = session.create_client("sts", config=_UNSIGNED)
        answer = client.assume_role_with_web_identity(
            RoleArn=role, RoleSessionName=name, WebIdentityToken=token
        )
    except (OSError, ClientError) as error:
        reason = error.response["Error"]["Code"] if isinstance(error, ClientError) else error
        raise CredentialRetrievalError(provider=WebIdentity.METHOD, error_msg=reason) from None
    found = answer["Credentials"]
    return {
        "access_key": found["AccessKeyId"],
        "secret_key": found["SecretAccessKey"],
        "token": found["SessionToken"],
        "expiry_time": found["Expiration"].isoformat(),
    }


class Aws:
    """Every client of the process, each made once, and the threads that call them."""

    def __init__(self, session: boto3.session.Session) -> None:
        self._session = session
        self._clients: dict[tuple[str, bool], Any] = {}
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="aws")

    @classmethod
    async def open(
        cls, *, now: Callable[[], datetime], refresh_seconds: int = REFRESH_SECONDS
    ) -> Aws:
        """Open a session with credentials; InvalidInput says what is missing."""
        try:
            session = await asyncio.to_thread(
                make_session, now=now, refresh_seconds=refresh_seconds
            )
            credentials = await asyncio.to_thread(session.get_credentials)
        except BotoCoreError as error:
            raise ExternalFailure(
                "AWS gives no credentials; look at AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE.",
                stage=stages.AWS,
                retryable=True,
                in_full=f"AWS gives no credentials: {error}",
            ) from error
        if credentials is None:
            raise InvalidInput(
                "There are no AWS credentials: set AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE."
            )
        return cls(session)

    async def dynamodb(self, *, resends: bool = True) -> DynamoDBClient:
        """Return the client; one that `resends` nothing is for who sends again by itself."""
        client: DynamoDBClient = await self._client("dynamodb", resends=resends)
        return client

    async def s3(self) -> S3Client:
        client: S3Client = await self._client("s3")
        return client

    async def kms(self) -> Any:
        return await self._client("kms")

    async def sqs(self) -> Any:
        return await self._client("sqs")

    async def run(self, work: Callable[[], T], *, stage: str = stages.TABLE) -> T:
        """Do blocking work with clients in a thread, translating AWS errors."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, work)
        except ClientError as error:
            if refused := explain_refusal(error, stage=stage):
                raise refused from error
            raise ExternalFailure(
                f"AWS answered {name_code(error)}; the log has more.",
                stage=stages.AWS,
                in_full=f"AWS answered {quote(error)}.",
            ) from error
        except BotoCoreError as error:
            plain, in_full = explain_silence("AWS", error)
            raise ExternalFailure(
                plain, stage=stages.AWS, retryable=True, in_full=in_full
            ) from error

    async def _client(self, service: str, *, resends: bool = True) -> Any:
        wanted = (service, resends)
        if wanted not in self._clients:
            make = partial(make_client, self._session, service, resends=resends)
            self._clients[wanted] = await asyncio.to_thread(make)
        return self._clients[wanted]

    async def close(self) -> None:
        """Wait for calls in progress, then close the connections."""
        await asyncio.to_thread(self.threads.shutdown)
        for client in self._clients.values():
            client.close()


def make_client(session: boto3.session.Session, service: str, *, resends: bool = True) -> Any:
    """Make a client with a connection for each thread; blocking, InvalidInput without a region."""
    config = _CONFIG if resends else _CONFIG.merge(_ONCE)
    if service == "s3":
        # In some regions presigned URLs would otherwise get an older signature.
        config = _CONFIG.merge(Config(signature_version="s3v4"))
    if service == "sqs":
        config = _CONFIG.merge(_POLLING)
    make: Any = session.client
    try:
        return make(service, config=config)
    except NoRegionError as error:
        raise InvalidInput("AWS needs a region: set AWS_REGION.") from error
