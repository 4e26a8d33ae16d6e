"""A bucket that only a stub answers for, and what works on it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.config import Config
from botocore.stub import Stubber

from core.adapters.storage.s3 import S3Storage
from core.adapters.storage.s3_bucket import Bucket
from core.adapters.storage.s3_uploads import S3Uploads
from tests.builders import NOON
from tests.contracts.boto_session import find_session


@pytest.fixture
def bucket():
    client = find_session().client(
        "s3",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url="http://127.0.0.1:9",
        config=Config(signature_version="s3v4", retries={"total_max_attempts": 1}),
    )
    with ThreadPoolExecutor(2) as threads:
        yield Bucket(client, "truss", threads)
    client.close()


@pytest.fixture
def stub(bucket):
    with Stubber(bucket.client) as stub:
        yield stub


@pytest.fixture
def storage(bucket, tmp_path):
    return S3Storage(bucket, scratch=tmp_path / "scratch")


@pytest.fixture
def uploads(bucket):
    return S3Uploads(bucket, now=lambda: NOON)
