from dataclasses import replace

import pytest

from core.domain.accounts.platform_token import PlatformToken
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import Privacy
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, ReconnectRequired
from core.ports.accounts import SealBroken
from core.services.clips.renditions import Renditions
from core.services.publishing.publish_orders import PublishOrders
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_order,
    make_publication,
    make_stream,
    make_test_ulid,
)
from tests.fakes.accounts import FakeFreshTokens
from tests.fakes.media import FakeProber, FakeRenderer
from tests.fakes.outgoing import FakeTargets
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock

CLIP = make_order().clip
TOKEN = PlatformToken(
    creator_id=CREATOR,
    platform=Platform.YOUTUBE,
    account_id="UC1",
    access_token="access",
    created_at=NOON,
    updated_at=NOON,
)
UNDER_WAY = make_publication(status=PublicationStatus.CLAIMED)


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
async def make_orders(stores, tmp_path):
    async def make(*, clip=CLIP, tokens=None):
        storage = FakeStorage(tmp_path)
        source = tmp_path / "in"
        source.write_bytes(b"a film")
        if clip.object_key:
            await storage.put_file(clip.object_key, source)
        await stores.spikes.add_spike(make_stream(), clip.spike, clip=clip)
        return PublishOrders(
            clock=FakeClock(),
            clips=stores.clips,
            storage=storage,
            cipher=FakeCipher(),
            tokens=tokens or FakeFreshTokens(),
            targets=FakeTargets(stores.memory),
            renditions=Renditions(
                storage=storage, prober=FakeProber(), renderer=FakeRenderer(), scratch=tmp_path
            ),
        )

    return make


async def test_an_order_says_what_goes_out_and_how(make_orders):
    orders = await make_orders()

    order = await orders.make(UNDER_WAY)

    assert (order.clip, order.object_key, order.size_bytes) == (CLIP, CLIP.object_key, 1000)
    assert order.wording == Wording(title=CLIP.title)
    assert order.target.privacy is Privacy.PUBLIC
    assert order.token is None


async def test_what_was_said_for_this_publication_alone_counts(make_orders):
    orders = await make_orders()
    said = replace(UNDER_WAY, wording=Wording(title="Mine"), privacy=Privacy.UNLISTED)

    order = await orders.make(said)

    assert (order.wording.title, order.target.privacy) == ("Mine", Privacy.UNLISTED)


async def test_a_platform_with_accounts_gets_a_fresh_token(make_orders):
    orders = await make_orders(tokens=FakeFreshTokens(TOKEN))

    order = await orders.make(replace(UNDER_WAY, platform=Platform.YOUTUBE, account_id="UC1"))

    assert order.token == TOKEN


async def test_an_account_that_is_not_linked_is_to_be_linked(make_orders):
    orders = await make_orders(tokens=FakeFreshTokens(TOKEN))

    with pytest.raises(ReconnectRequired, match="account link"):
        await orders.make(replace(UNDER_WAY, platform=Platform.YOUTUBE, account_id="UC2"))


async def test_a_refused_token_is_replaced_by_a_newer_one(make_orders):
    orders = await make_orders(tokens=FakeFreshTokens(TOKEN))
    order = await orders.make(replace(UNDER_WAY, platform=Platform.YOUTUBE))

    assert (await orders.replace_token(order)).token is not None
    bare = replace(order, token=None)
    assert await orders.replace_token(bare) == bare


async def test_what_was_kept_sealed_comes_back_for_its_own_publication_alone(make_orders):
    orders = await make_orders()
    progress = PublishProgress(step="send", secret="https://upload/?key=1")

    kept = await orders.keep(UNDER_WAY, progress)
    order = await orders.make(kept)

    assert kept.progress == replace(progress, secret="")
    assert order.progress == progress
    moved = replace(kept, id=make_test_ulid(99))
    with pytest.raises(SealBroken):
        await orders.make(moved)


async def test_a_clip_without_a_video_or_a_picture_is_not_sent(make_orders):
    bare = await make_orders(clip=make_clip())
    with pytest.raises(ExternalFailure, match="render it again"):
        await bare.make(UNDER_WAY)

    order = make_order(make_clip(object_key="a/clip.mp4"))
    with pytest.raises(ExternalFailure, match="no picture"):
        async with bare.open_files(order):
            pass
