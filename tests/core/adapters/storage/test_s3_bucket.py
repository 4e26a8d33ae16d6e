import pytest

from core.errors import InvalidInput, RightsRefused


async def test_two_that_try_their_rights_at_once_take_nothing_from_each_other(bucket, monkeypatch):
    """Machines of one bucket are started together, and look a minute later."""
    keys: list[object] = []

    def note(**asked):
        keys.append(asked.get("Key"))
        return {}

    for name in ("head_bucket", "put_object", "get_object", "delete_object"):
        monkeypatch.setattr(bucket.client, name, note)

    await bucket.try_rights()
    await bucket.try_rights()

    assert keys[1:4] == [keys[1]] * 3
    assert keys[5:] == [keys[5]] * 3
    assert keys[1] != keys[5]


async def test_a_file_that_may_not_be_read_is_deleted_all_the_same(bucket, stub):
    """A container that is started again and again would fill the bucket with them."""
    stub.add_response("head_bucket", {})
    stub.add_response("put_object", {})
    stub.add_client_error("get_object", "AccessDenied")
    stub.add_response("delete_object", {})

    with pytest.raises(RightsRefused, match="s3:GetObject"):
        await bucket.try_rights()
    stub.assert_no_pending_responses()


async def test_a_missing_bucket_is_told_at_the_start(bucket, stub):
    stub.add_client_error("head_bucket", "404")
    stub.add_response("head_bucket", {})

    with pytest.raises(InvalidInput, match="TRUSS_BUCKET"):
        await bucket.check()
    await bucket.check()
