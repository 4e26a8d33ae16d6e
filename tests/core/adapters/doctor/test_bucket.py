from typing import Any

import pytest

from core.adapters.doctor.bucket import look_at_bucket
from core.errors import ExternalFailure, InvalidInput, NotFound
from tests.core.adapters.doctor.server import only

ORIGIN = "https://clips.example"
RULE = {
    "AllowedOrigins": [ORIGIN],
    "AllowedMethods": ["PUT"],
    "ExposeHeaders": ["ETag"],
}


def make_bucket(**outcomes) -> Any:
    return GivenBucket(**outcomes)


class GivenBucket:
    """A bucket whose calls give or raise what they are told to."""

    name = "clips"

    def __init__(self, **outcomes):
        self.outcomes = outcomes
        self.called = []

    @property
    def client(self):
        return self

    def __getattr__(self, name):
        return name

    async def try_rights(self):
        for operation in ("head_bucket", "put_object", "get_object", "delete_object"):
            await self.call(operation)

    async def read_rules(self):
        return (await self.call("get_bucket_cors")).get("CORSRules", [])

    async def call(self, operation, **given):
        self.called.append(operation)
        outcome = self.outcomes.get(operation, {})
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def test_a_bucket_that_takes_and_gives_is_well():
    bucket = make_bucket(get_bucket_cors={"CORSRules": [RULE]})

    assert await look_at_bucket(bucket, origin=ORIGIN) == []
    assert bucket.called[:4] == ["head_bucket", "put_object", "get_object", "delete_object"]


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        ("head_bucket", InvalidInput("There is no bucket 'clips': create it.")),
        ("put_object", ExternalFailure("S3 answered AccessDenied: check TRUSS_BUCKET.")),
        ("get_object", ExternalFailure("S3 answered AccessDenied: check TRUSS_BUCKET.")),
    ],
)
async def test_what_it_refuses_is_told(operation, error):
    assert only(await look_at_bucket(make_bucket(**{operation: error}), origin=""))


@pytest.mark.parametrize(
    "outcome",
    [
        {"CORSRules": []},
        NotFound("That file is no longer stored."),
        ExternalFailure("S3 answered NoSuchCORSConfiguration: check TRUSS_BUCKET."),
    ],
)
async def test_without_a_rule_no_page_can_upload(outcome):
    found = await look_at_bucket(make_bucket(get_bucket_cors=outcome), origin=ORIGIN)

    assert "a CORS rule" in only(found)


async def test_a_role_that_may_not_read_the_rules_is_no_fault():
    denied = ExternalFailure("S3 answered AccessDenied: check TRUSS_BUCKET.")

    assert await look_at_bucket(make_bucket(get_bucket_cors=denied), origin=ORIGIN) == []
