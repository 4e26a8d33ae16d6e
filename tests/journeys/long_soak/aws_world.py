"""A table, a bucket, a key and queues in AWS's double, behind proxies that bring faults."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import boto3

from bot.bootstrap.backing import Backing, open_backing
from config.settings import load_settings
from core.adapters.clock import SystemClock
from core.adapters.table.schema import create_table
from core.adapters.table.stores import open_stores
from core.ports.stores import Stores
from tests.contracts.ministack import run_ministack
from tests.journeys.long_soak.tuning import QUEUE_PREFIX, SEED
from tests.servers.dynamodb import FaultyDynamo, run_faulty_dynamo
from tests.servers.faulty_aws import FaultyAws, run_faulty_aws

NAME: Final = "truss-soak"
REGION: Final = "eu-central-1"
KEYS: Final = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": REGION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsWorld:
    """What the counting reads past the proxies, and what the programs are given."""

    stores: Stores
    backing: Backing
    dynamo: FaultyDynamo
    s3: FaultyAws
    sqs: FaultyAws
    settings: dict[str, Any]
    environment: dict[str, str]


@asynccontextmanager
async def open_aws_world(folder: Path) -> AsyncIterator[AwsWorld]:
    (folder / "aws").mkdir(parents=True)
    double = run_ministack(folder / "aws")
    address = await asyncio.to_thread(double.__enter__)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.to_thread, double.__exit__, None, None, None)
        key = await asyncio.to_thread(_make_all, address)
        dynamo = await stack.enter_async_context(run_faulty_dynamo(address, seed=SEED))
        s3 = await stack.enter_async_context(run_faulty_aws(address, seed=SEED))
        sqs = await stack.enter_async_context(run_faulty_aws(address, seed=SEED))
        _set_environment(stack, KEYS | {"AWS_ENDPOINT_URL": address})
        settings: dict[str, Any] = {"table": NAME, "bucket": NAME, "kms_key_id": key}
        if QUEUE_PREFIX:
            settings["queue_prefix"] = QUEUE_PREFIX
            await asyncio.to_thread(_make_queues, folder, settings)
        backing, stores = await _open_stores(stack, folder, settings)
        yield AwsWorld(
            stores=stores,
            backing=backing,
            dynamo=dynamo,
            s3=s3,
            sqs=sqs,
            settings=settings,
            environment=KEYS
            | {
                "AWS_ENDPOINT_URL": address,
                "AWS_ENDPOINT_URL_DYNAMODB": dynamo.url,
                "AWS_ENDPOINT_URL_S3": s3.url,
                "AWS_ENDPOINT_URL_SQS": sqs.url,
            },
        )


async def _open_stores(
    stack: AsyncExitStack, folder: Path, given: dict[str, Any]
) -> tuple[Backing, Stores]:
    clock, scratch = SystemClock(), folder / "scratch"
    scratch.mkdir()
    given = {name: value for name, value in given.items() if name != "queue_prefix"}
    settings = load_settings(home=folder / "counting", **given)
    backing = await stack.enter_async_context(open_backing(settings, clock, scratch))
    stores = open_stores(
        backing.table,
        cursor_secret=b"a secret of the tests",
        clock=clock,
        cipher=backing.cipher,
        storage=backing.files.storage,
        is_shared=True,
    )
    return backing, stores


def _make_all(address: str) -> str:
    """Make the table, the bucket and the key; return the key's id. Blocks."""
    given: dict[str, Any] = {
        "endpoint_url": address,
        "region_name": REGION,
        "aws_access_key_id": "test",
        "aws_secret_access_key": "test",
    }
    create_table(boto3.client("dynamodb", **given), NAME)
    s3 = boto3.client("s3", **given)
    s3.create_bucket(Bucket=NAME, CreateBucketConfiguration={"LocationConstraint": REGION})
    rule: Any = {"AllowedOrigins": ["*"], "AllowedMethods": ["PUT"], "ExposeHeaders": ["ETag"]}
    s3.put_bucket_cors(Bucket=NAME, CORSConfiguration={"CORSRules": [rule]})
    key: str = boto3.client("kms", **given).create_key()["KeyMetadata"]["KeyId"]
    return key


def _make_queues(folder: Path, settings: dict[str, Any]) -> None:
    """Make the queues as an operator does. Blocks."""
    named = {f"TRUSS_{name.upper()}": str(value) for name, value in settings.items()}
    subprocess.run(
        [sys.executable, "-m", "bot", "queues", "create"],
        check=True,
        env=os.environ | named | {"TRUSS_HOME": str(folder / "queues")},
        timeout=300,
    )


def _set_environment(stack: AsyncExitStack, values: dict[str, str]) -> None:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    stack.callback(_restore, before)


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
