"""What AWS refuses is told in its own words with what mends it, by the double behind a proxy."""

from asyncio import to_thread
from contextlib import ExitStack

import pytest

from bot.bootstrap.backing import open_aws, open_cipher, open_files, open_queues, open_table
from bot.bootstrap.doctor import WorkspaceView, make_checks
from bot.bootstrap.tables import check_table
from config.settings import load_settings
from core.adapters.clock import SystemClock
from core.adapters.sqs.sqs_schema import create_queues
from core.adapters.storage.s3 import S3Storage
from core.adapters.table.schema import create_table
from core.domain.work.finding import explain
from core.errors import ExternalFailure, InvalidInput, RightsRefused, tell_in_full
from tests.contracts.aws_environment import aws
from tests.contracts.boto_session import find_session
from tests.servers.refusing_aws import Refusal, RefusingAws

__all__ = ["aws"]

ARN = "arn:aws:sts::000000000000:assumed-role/truss/truss"
DENIED = Refusal(code="AccessDenied", words=f"User: {ARN} is not authorized to perform it")
DENIED_JSON = Refusal(code="AccessDeniedException", words=f"User: {ARN} is not authorized")
SKEWED = Refusal(
    code="RequestTimeTooSkewed", words="The difference between the request time and ours is large."
)
EXPIRED = Refusal(code="ExpiredToken", words="The provided token has expired.", status=400)
PAGE = "https://clips.example"
RULE = {"AllowedOrigins": [PAGE], "AllowedMethods": ["PUT"], "ExposeHeaders": ["ETag"]}


@pytest.fixture
def make(aws_endpoint):
    """Return a function that makes clients of the double itself, past the proxy."""
    with ExitStack() as made:

        def make_one(service):
            client = find_session().client(
                service,
                region_name="eu-central-1",
                endpoint_url=aws_endpoint,
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )
            made.callback(client.close)
            return client

        yield make_one


@pytest.fixture
def on_aws(monkeypatch, tmp_path, aws, make):
    """A table, a bucket with its rule, and a key."""
    name = load_settings().table
    create_table(make("dynamodb"), name)
    aws.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [RULE]})
    key = make("kms").create_key()["KeyMetadata"]["KeyId"]
    monkeypatch.setenv("TRUSS_KMS_KEY_ID", key)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TRUSS_PUBLIC_URL", PAGE)


@pytest.fixture
def queues(monkeypatch, on_aws, make):
    """The queues too, which each start tries."""
    prefix = load_settings().table[:40]
    create_queues(make("sqs"), prefix)
    monkeypatch.setenv("TRUSS_QUEUE_PREFIX", prefix)
    return prefix


@pytest.fixture
async def world(monkeypatch, on_aws, aws_endpoint):
    """The proxy that Truss takes for AWS."""
    async with RefusingAws(aws_endpoint).serve() as proxy:
        monkeypatch.setenv("AWS_ENDPOINT_URL", proxy.url)
        yield proxy


async def look(name):
    """Return the sentences of one check of the doctor."""

    async def nothing():
        return ()

    view = WorkspaceView(list_guilds=nothing, list_accounts=nothing)
    checks = make_checks(load_settings(), view)
    (check,) = (check for check in checks if check.name == name)
    try:
        return [finding.sentence for finding in await check.look() or ()]
    except (ExternalFailure, InvalidInput) as error:  # as the checkup does
        return [explain(name, error).sentence]


async def start():
    """Open what a start opens."""
    settings = load_settings()
    opened = await open_aws(settings, SystemClock())
    try:
        table = await open_table(settings, settings.home, opened)
        await table.close()
        await open_files(settings, settings.home, opened, settings.home / "x", SystemClock())
        if settings.queue_prefix:
            await open_queues(settings, opened, SystemClock())
        await open_cipher(settings, settings.home, opened)
    finally:
        await opened.close()


async def test_where_nothing_is_refused_nothing_is_said_and_nothing_stays(world, make):
    await start()

    assert [await look(name) for name in ("bucket", "key")] == [[], []]
    assert await check_table(load_settings()) == []
    name = load_settings().table
    assert (await to_thread(make("dynamodb").scan, TableName=name))["Count"] == 0
    assert "Contents" not in await to_thread(make("s3").list_objects_v2, Bucket=name)


BUCKET = (
    ("PutObject", DENIED, "allow the role s3:PutObject"),
    ("GetObject", DENIED, "allow the role s3:GetObject"),
    ("DeleteObject", DENIED, "allow the role s3:DeleteObject"),
    ("HeadBucket", Refusal(code=""), "allow the role s3:ListBucket"),
    ("HeadBucket", Refusal(code="", status=404), "create it, or correct TRUSS_BUCKET"),
    ("GetBucketCors", DENIED, "allow the role s3:GetBucketCORS"),
    ("PutObject", SKEWED, "set the clock of this machine"),
    ("PutObject", EXPIRED, "give Truss credentials that are valid"),
    (
        "PutObject",
        Refusal(
            code="AuthorizationHeaderMalformed",
            words="It expects another.",
            status=400,
            region="eu-west-3",
        ),
        "set AWS_REGION to eu-west-3",
    ),
    (
        "PutObject",
        Refusal(code="KMS.DisabledException", words="The key is disabled.", status=400),
        "enable the KMS key again",
    ),
)


async def test_a_bucket_says_what_it_refuses_and_what_mends_it(world):
    for operation, refusal, mend in BUCKET:
        world.refused = {operation: refusal}

        (said,) = await look("bucket")

        assert mend in said
        assert refusal.words.rstrip(".") in said
        assert ". " not in said  # one sentence

    world.refused = {"PutObject": DENIED}
    with pytest.raises(RightsRefused, match="allow the role s3:PutObject"):
        await start()


async def test_a_bucket_without_the_rule_for_its_page_is_told(world, aws):
    await to_thread(aws.delete_bucket_cors, Bucket=load_settings().bucket)

    (said,) = await look("bucket")

    assert said.endswith("add a CORS rule with PUT, the page's origin and the exposed header ETag.")


TABLE = ("PutItem", "GetItem", "BatchGetItem", "Query", "BatchWriteItem", "TransactWriteItems")


async def test_a_table_is_tried_call_by_call(world):
    for operation in TABLE:
        world.refused = {operation: DENIED_JSON}

        (said,) = await check_table(load_settings())

        assert f"DynamoDB refuses {operation} (AccessDeniedException, User: {ARN}" in said
        assert "allow the role dynamodb:" in said

    with pytest.raises(RightsRefused) as refused:
        await start()
    assert "refuses TransactWriteItems" in tell_in_full(refused.value)
    assert ARN not in str(refused.value)


async def test_a_table_that_is_not_there_or_lacks_an_index_is_told(world, make, monkeypatch):
    name = load_settings().table
    monkeypatch.setenv("TRUSS_TABLE", "truss-elsewhere")
    assert await look("table") == [
        "There is no table 'truss-elsewhere'; run `trussbot table create`."
    ]
    with pytest.raises(RightsRefused, match="run `trussbot table create`, or correct TRUSS_TABLE"):
        await start()

    monkeypatch.setenv("TRUSS_TABLE", name)
    change = [{"Delete": {"IndexName": "GSI2"}}]
    await to_thread(
        make("dynamodb").update_table, TableName=name, GlobalSecondaryIndexUpdates=change
    )
    assert any("The index GSI2 is missing" in said for said in await look("table"))


KEY = (
    ("GenerateDataKey", DENIED_JSON, "allow the role kms:GenerateDataKey"),
    ("Decrypt", DENIED_JSON, "allow the role kms:Decrypt"),
    ("DescribeKey", DENIED_JSON, "allow the role kms:DescribeKey"),
    (
        "GenerateDataKey",
        Refusal(code="DisabledException", words="It is disabled."),
        "enable the KMS key again",
    ),
    (
        "GenerateDataKey",
        Refusal(code="KMSInvalidStateException", words="It is pending deletion."),
        "enable the KMS key again",
    ),
    (
        "DescribeKey",
        Refusal(code="NotFoundException", words="Invalid keyId"),
        "correct TRUSS_KMS_KEY_ID",
    ),
    (
        "Decrypt",
        Refusal(code="ExpiredTokenException", words="It has expired."),
        "give Truss credentials that are valid",
    ),
)


async def test_a_key_says_what_it_refuses(world):
    for operation, refusal, mend in KEY:
        world.refused = {operation: refusal}

        (said,) = await look("key")

        assert mend in said
        assert refusal.words.rstrip(".") in said

    with pytest.raises(RightsRefused, match="give Truss credentials that are valid"):
        await start()


QUEUES = (
    ("GetQueueAttributes", DENIED_JSON, "allow the role sqs:GetQueueAttributes"),
    ("SendMessageBatch", DENIED_JSON, "allow the role sqs:SendMessage "),
    (
        "ReceiveMessage",
        Refusal(code="KmsDisabled", words="The key is disabled."),
        "let the role use the KMS key that encrypts the queue",
    ),
)


async def test_queues_say_what_they_refuse(queues, world):
    await start()
    assert await look("queues") == []

    for operation, refusal, mend in QUEUES:
        world.refused = {operation: refusal}

        (said,) = await look("queues")

        assert f"SQS refuses {operation} ({refusal.code}, {refusal.words.rstrip('.')}" in said
        assert mend in said

    world.refused = {"SendMessageBatch": DENIED_JSON}
    with pytest.raises(RightsRefused, match="allow the role sqs:SendMessage"):
        await start()


async def test_a_queue_that_somebody_deleted_is_told(queues, world, make):
    sqs = make("sqs")
    url = (await to_thread(sqs.get_queue_url, QueueName=f"{queues}-work"))["QueueUrl"]
    await to_thread(sqs.delete_queue, QueueUrl=url)

    assert await look("queues") == [
        f"There is no queue '{queues}-work'; run `trussbot queues create`."
    ]
    with pytest.raises(RightsRefused, match="run `trussbot queues create`, or correct"):
        await start()


async def test_a_disabled_key_is_told_by_the_double_itself(world, make):
    await to_thread(make("kms").disable_key, KeyId=load_settings().kms_key_id)

    (said,) = await look("key")

    assert "enable the KMS key again" in said


async def test_a_file_that_may_not_be_stored_is_stored_when_it_may(world, tmp_path):
    settings = load_settings()
    opened = await open_aws(settings, SystemClock())
    files = await open_files(settings, settings.home, opened, tmp_path / "scratch", SystemClock())
    await to_thread((tmp_path / "clip.mp4").write_bytes, b"a clip")
    world.refused["PutObject"] = DENIED
    assert isinstance(files.storage, S3Storage)

    with pytest.raises(RightsRefused, match="s3:PutObject") as refused:
        await files.storage.put_file("clips/1.mp4", tmp_path / "clip.mp4")
    world.refused.clear()
    await files.storage.put_file("clips/1.mp4", tmp_path / "clip.mp4")

    assert refused.value.retryable
    assert await files.storage.list_files("clips") == ("clips/1.mp4",)
    await opened.close()
