"""Where a clip comes from, as far as that is stored."""

import pytest

from core.services.clips.clip_context import ClipContext, ClipContexts
from tests.builders import make_clip, make_stream
from tests.fakes.app import make_app


@pytest.fixture
def stores(tmp_path):
    return make_app(tmp_path).ports.stores


@pytest.fixture
def contexts(stores):
    return ClipContexts(streams=stores.streams, analyses=stores.analyses)


async def test_of_an_upload_that_nobody_analysed_nothing_is_known(contexts):
    assert await contexts.read(make_clip(stream_id=None)) == ClipContext()


async def test_a_stream_that_is_gone_has_no_game(contexts):
    assert await contexts.read(make_clip(stream_id=make_stream().id)) == ClipContext()


async def test_the_game_is_the_category_of_the_stream(contexts, stores):
    await stores.streams.add_stream(make_stream(category="Chess"))
    assert await contexts.read(make_clip(stream_id=make_stream().id)) == ClipContext(game="Chess")
