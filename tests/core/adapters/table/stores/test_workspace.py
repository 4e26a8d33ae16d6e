from core.adapters.table.items.twitch_items import creators_twitch_item
from core.adapters.table.stores.workspace import TableWorkspace
from core.domain.people.actor import Role
from core.domain.people.guild import GuildBinding
from core.domain.people.member import Member
from core.domain.review.review_card import PostedCard
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId
from core.ports.paging import collect
from core.ports.work import Workspace
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_job,
    make_spike,
    make_stream,
    make_test_clip_id,
)
from tests.plan_builders import make_binding

_: type[Workspace] = TableWorkspace


async def test_every_partition_of_a_creator_is_emptied(stores, sqlite):
    """Clip shards, queue rows, due rows and the directory lie outside the creator's own."""
    stream = make_stream(creator_id=DEMO_CREATOR_ID)
    await stores.clips.spread_clips(DEMO_CREATOR_ID, shards=8)
    await stores.streams.add_stream(stream)
    for number in range(60):
        clip = make_clip(creator_id=DEMO_CREATOR_ID, id=make_test_clip_id(number, shards=8))
        spike = make_spike(detected_at_seconds=float(number))
        assert await stores.spikes.add_spike(stream, spike, clip=clip)
    await stores.jobs.add_job(make_job(creator_id=DEMO_CREATOR_ID))

    # 60 spikes, 60 clips; stream and directory row; job, queue row and due row; metadata
    assert await stores.workspace.forget_creator(DEMO_CREATOR_ID) == 126

    left = await sqlite._readers.call(lambda c: c.execute("SELECT pk, sk FROM items").fetchall())
    assert left == []


GUILD = GuildBinding(
    guild_id="g1",
    creator_id=CREATOR,
    review_channel_id="c1",
    moderator_role_id="r1",
    created_at=NOON,
    updated_at=NOON,
)
MEMBER = Member(user_id="u1", creator_id=CREATOR, role=Role.EDITOR, created_at=NOON)
CARD = PostedCard(
    message_id="m1",
    channel_id="c1",
    guild_id="g1",
    creator_id=CREATOR,
    clip_id=make_clip().id,
    clip_version=1,
    cut="abc",
    created_at=NOON,
    updated_at=NOON,
)


async def test_what_a_creator_has_in_partitions_of_others_is_forgotten_too(stores, sqlite):
    await stores.guilds.add_guild(GUILD)
    await stores.members.add_member(MEMBER)
    await stores.cards.add_card(CARD)
    await stores.bindings.add_binding(make_binding())

    # each of the four and the row that names it; the channel in the directory
    assert await stores.workspace.forget_creator(CREATOR) == 9

    left = await sqlite._readers.call(lambda c: c.execute("SELECT pk, sk FROM items").fetchall())
    # which channels there are has changed: that is nobody's, and names nobody
    assert left == [("DIR#TWITCH", "MARK")]


async def test_what_has_become_anothers_stays(stores, table):
    """A row that names a thing may be older than the thing."""
    await stores.bindings.add_binding(make_binding())
    stale = creators_twitch_item(make_binding())
    await stores.bindings.delete_binding(make_binding())
    theirs = make_binding(creator_id=CreatorId("ben"))
    await stores.bindings.add_binding(theirs)
    await table.put_if(stale)

    await stores.workspace.forget_creator(CREATOR)

    assert await stores.bindings.find_binding("44") == theirs
    walked = await collect(lambda cursor: stores.directory.list_twitch_channels(cursor=cursor))
    assert walked == ["44"]
