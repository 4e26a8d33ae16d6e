from tests.plan_builders import make_upload


def test_an_upload_knows_which_parts_have_arrived():
    assert dict(make_upload(parts={"1": "a"}).parts) == {"1": "a"}
