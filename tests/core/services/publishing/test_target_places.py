import pytest

from core.domain.accounts.platform_token import AccountStatus, PlatformToken
from core.domain.publishing.publish_target import PublishTarget
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, InvalidInput
from core.services.publishing.target_places import TargetPlaces
from tests.builders import CREATOR, NOON, make_binding
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.people import FakeAnnouncements
from tests.fakes.time_and_ids import FakeClock

CHANNEL = PublishTarget(platform=Platform.DISCORD, account_id="77")


def make_token(platform, account_id, **given):
    values = {
        "creator_id": CREATOR,
        "platform": platform,
        "account_id": account_id,
        "access_token": "access",
        "created_at": NOON,
        "updated_at": NOON,
    }
    return PlatformToken(**(values | given))


@pytest.fixture
def stores():
    return FakeAllStores(FakeClock())


@pytest.fixture
def board():
    return FakeAnnouncements("10")


@pytest.fixture
async def places(stores, board):
    await stores.guilds.add_guild(make_binding(guild_id="10"))
    await stores.guilds.add_guild(make_binding(guild_id="20", creator_id=CreatorId("bob")))
    return TargetPlaces(tokens=stores.tokens, guilds=stores.guilds, board=board)


@pytest.mark.parametrize("platform", [Platform.INSTAGRAM, Platform.FACEBOOK, Platform.X])
async def test_where_no_clip_is_ever_uploaded_is_no_place(places, platform):
    with pytest.raises(InvalidInput, match="uploads no clips"):
        await places.require(CREATOR, PublishTarget(platform=platform))


async def test_a_channel_of_an_own_server_and_the_folder_are_fine(places):
    await places.require(CREATOR, CHANNEL)
    await places.require(CREATOR, PublishTarget(platform=Platform.FOLDER))


@pytest.mark.parametrize("guild_id", ["20", "30", None])
async def test_a_channel_of_another_creator_or_of_nobody_is_refused(places, board, guild_id):
    board.guilds_of_channels["77"] = guild_id

    with pytest.raises(InvalidInput, match="choose one from the list"):
        await places.require(CREATOR, CHANNEL)


async def test_nothing_is_believed_while_discord_does_not_answer(places, board):
    board.failing = ExternalFailure("Discord does not answer.", retryable=True)

    with pytest.raises(ExternalFailure):
        await places.require(CREATOR, CHANNEL)


async def test_without_discord_a_channel_is_only_a_number(stores):
    places = TargetPlaces(tokens=stores.tokens, guilds=stores.guilds, board=None)

    await places.require(CREATOR, CHANNEL)
    with pytest.raises(InvalidInput, match="Choose the channel"):
        await places.require(CREATOR, PublishTarget(platform=Platform.DISCORD, account_id="#x"))


@pytest.mark.parametrize(
    ("account_id", "said"),
    [("", "No TikTok account is linked"), ("b", "The TikTok account 'b' is not linked")],
)
async def test_an_account_that_is_not_linked_is_refused_with_what_to_do(
    places, stores, account_id, said
):
    stranger = make_token(Platform.TIKTOK, "b", creator_id=CreatorId("bob"))
    await stores.tokens.link_account(stranger)
    target = PublishTarget(platform=Platform.TIKTOK, account_id=account_id)

    with pytest.raises(InvalidInput, match=f"{said}: link it with /account link"):
        await places.require(CREATOR, target)


@pytest.mark.parametrize("account_id", ["", "a"])
async def test_a_linked_account_is_fine_named_or_not(places, stores, account_id):
    await stores.tokens.link_account(make_token(Platform.TIKTOK, "a"))

    await places.require(CREATOR, PublishTarget(platform=Platform.TIKTOK, account_id=account_id))


async def test_an_account_that_must_be_linked_again_is_refused(places, stores):
    await stores.tokens.link_account(
        make_token(Platform.TIKTOK, "a", status=AccountStatus.RECONNECT_REQUIRED)
    )

    with pytest.raises(InvalidInput, match="link it again"):
        await places.require(CREATOR, PublishTarget(platform=Platform.TIKTOK))
