"""The environment of a machine on AWS: a web identity, a region, names, and no keys."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.contracts.boto_session import find_session

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@pytest.fixture
def aws(monkeypatch, tmp_path, aws_endpoint) -> Iterator[S3Client]:
    """Set TRUSS_TABLE to a free name and TRUSS_BUCKET to an empty bucket; yield its client."""
    (tmp_path / "token").write_text("a token of the cluster")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws_endpoint)
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::000000000000:role/truss")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "token"))
    name = f"truss-{uuid.uuid4().hex}"
    monkeypatch.setenv("TRUSS_TABLE", name)
    monkeypatch.setenv("TRUSS_BUCKET", name)
    client = find_session().client(
        "s3",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    yield client
    client.close()
