"""The same app on DynamoDB, S3 and KMS, by settings alone."""

import shutil

import pytest

from bot.bootstrap import open_connected, open_local
from bot.bootstrap.tables import copy_workspace, create_table
from bot.commands.demo import OWNER
from config.settings import load_settings
from core.adapters.cipher import KEY_FILE, read_keys
from core.errors import InvalidInput, TrussError
from tests.contracts.aws_environment import aws
from tests.contracts.boto_session import find_session
from tests.journeys.rehearsal import rehearse

__all__ = ["aws"]


async def test_the_demo_gives_the_same_clips_on_aws_as_in_the_home(aws, monkeypatch, tmp_path):
    home = tmp_path / "aws"
    bucket = load_settings(home=home).bucket
    assert await create_table(load_settings(home=home)) == []

    on_aws = await rehearse(home)

    for name in ("TRUSS_TABLE", "TRUSS_BUCKET"):
        monkeypatch.delenv(name)
    assert on_aws == await rehearse(tmp_path / "home")
    assert {clip["status"] for clip in on_aws} == {"in_review"}
    assert len(on_aws) >= 3
    assert not list(home.glob("*.sqlite3"))
    assert not (home / "objects").exists()
    stored = aws.list_objects_v2(Bucket=bucket).get("Contents", [])
    assert len(stored) > len(on_aws), stored


async def test_a_workspace_that_outgrew_its_machine_goes_on_in_dynamodb_and_s3(
    aws, monkeypatch, tmp_path
):
    home = tmp_path / "home"
    moved = load_settings(home=home)
    for name in ("TRUSS_TABLE", "TRUSS_BUCKET"):
        monkeypatch.delenv(name)
    before = await rehearse(home)

    assert await create_table(moved) == []
    items, files = await copy_workspace(moved, lambda *_: None)

    assert (items.is_whole, items.total > len(before)) == (True, True)
    assert files is not None
    assert (files.different, files.total > len(before)) == ((), True)
    shutil.rmtree(home / "objects")
    (home / "truss.sqlite3").unlink()
    async with open_connected(moved, publish_folder=tmp_path / "published") as app:
        clips = await app.demo.list_clips(OWNER)
        assert [clip.id for clip in clips] == [clip["id"] for clip in before]
        for clip in clips:
            assert clip.object_key
            async with app.ports.storage.open_file(clip.object_key) as video:
                assert video.stat().st_size > 0


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TRUSS_TABLE", "no-such-table", "trussbot table create"),
        ("TRUSS_BUCKET", "no-such-bucket", "TRUSS_BUCKET"),
        ("TRUSS_KMS_KEY_ID", "no-such-key", "TRUSS_KMS_KEY_ID"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/no/such/token", "no credentials"),
    ],
)
async def test_what_cannot_be_used_is_told_at_the_start(
    aws, monkeypatch, tmp_path, variable, value, words
):
    """Whoever mistypes a name reads so before the first clip is lost."""
    await create_table(load_settings())
    monkeypatch.setenv(variable, value)
    settings = load_settings(home=tmp_path)

    with pytest.raises(TrussError, match=words):
        async with open_connected(settings, publish_folder=tmp_path / "published"):
            pass


@pytest.mark.parametrize("was_used_before", [False, True])
async def test_a_key_of_kms_is_all_that_tokens_need(aws, monkeypatch, tmp_path, was_used_before):
    client = find_session().client(
        "kms",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    key_id = client.create_key()["KeyMetadata"]["KeyId"]
    client.close()
    for name in ("TRUSS_TABLE", "TRUSS_BUCKET"):
        monkeypatch.delenv(name)
    if was_used_before:
        await read_keys(tmp_path)
    settings = load_settings(home=tmp_path, kms_key_id=key_id)

    async with open_connected(settings, publish_folder=tmp_path / "published"):
        assert (tmp_path / KEY_FILE).exists() is was_used_before


@pytest.mark.usefixtures("aws")
async def test_another_home_keeps_all_of_its_own(tmp_path):
    """A replay must not write into the workspace of the bot."""
    settings = load_settings(home=tmp_path / "home")

    async with open_local(
        settings, home=tmp_path / "replay", publish_folder=tmp_path / "published"
    ):
        assert (tmp_path / "replay" / "truss.sqlite3").exists()


async def test_without_a_name_there_is_no_table_to_make(tmp_path):
    with pytest.raises(InvalidInput, match="TRUSS_TABLE"):
        await create_table(load_settings(home=tmp_path))
