"""A bucket of the S3 double, with a unique name."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from botocore.config import Config

from core.adapters.storage.s3_bucket import Bucket
from tests.contracts.boto_session import find_session


@contextmanager
def open_bucket(endpoint: str) -> Iterator[Bucket]:
    client = find_session().client(
        "s3",
        region_name="eu-central-1",
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(signature_version="s3v4"),
    )
    name = f"truss-{uuid.uuid4().hex}"
    client.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    with ThreadPoolExecutor(4) as threads:
        yield Bucket(client, name, threads)
    client.close()
