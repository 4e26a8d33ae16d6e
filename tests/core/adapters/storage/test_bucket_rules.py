import pytest

from core.adapters.storage.bucket_rules import judge_rules, look_at_rule
from core.errors import RightsRefused

ORIGIN = "https://clips.example"
RULE = {
    "AllowedOrigins": [ORIGIN],
    "AllowedMethods": ["PUT"],
    "ExposeHeaders": ["ETag"],
}


async def test_rules_that_may_not_be_read_are_no_fault():
    async def read_rules():
        raise RightsRefused("S3 refuses GetBucketCors; allow the role s3:GetBucketCORS.")

    (found,) = await look_at_rule(read_rules, name="clips", origin=ORIGIN)

    assert not found.is_fault


async def test_a_team_is_not_told_the_bucket_s_name():
    async def read_rules():
        return []

    (found,) = await look_at_rule(read_rules, name="clips-of-acme", origin=ORIGIN)

    assert "clips-of-acme" in found.sentence
    assert found.plain
    assert "acme" not in found.plain


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, True),
        ({"AllowedOrigins": ["https://*.example"]}, True),
        ({"AllowedOrigins": ["*"]}, True),
        ({"AllowedOrigins": ["http://clips.example"]}, False),
        ({"AllowedMethods": ["GET"]}, False),
        ({"ExposeHeaders": []}, False),
    ],
)
def test_one_rule_must_let_everything_through(changed, fits):
    assert judge_rules([RULE | changed], ORIGIN) is fits


async def test_a_creators_team_does_not_read_what_the_bucket_is_called():
    async def read_rules():
        return []

    (found,) = await look_at_rule(read_rules, name="secret-bucket", origin=ORIGIN)

    assert "The bucket secret-bucket lets no page" in found.sentence
    assert found.plain.startswith(f"The bucket lets no page at {ORIGIN} send parts of videos; add")
