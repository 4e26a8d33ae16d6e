from dataclasses import replace

import pytest

from core.domain.chat_answer import ClipLink, LinkStatus
from core.domain.clip import ClipStatus
from core.domain.publication import PublicationStatus
from core.ports.chat_answers import MomentLinks
from core.services.moment_linking import ClipLinks
from tests.builders import CREATOR, make_clip, make_publication, make_spike, make_stream
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock

_: type[MomentLinks] = ClipLinks


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def links(stores):
    return ClipLinks(clips=stores.clips, publications=stores.publications)


async def add(stores, clip, link="https://youtu.be/x"):
    await stores.clips.add_clip(clip)
    if link:
        publication = make_publication(
            clip_id=clip.id, status=PublicationStatus.PUBLISHED, link=link
        )
        stores.memory.publications[(CREATOR, publication.id)] = publication


async def test_a_moment_without_a_clip_is_pending(links):
    assert (await links.find_link(make_stream(), make_spike())).status is LinkStatus.PENDING


async def test_a_clip_is_linked_once_it_is_published(links, stores):
    clip = make_clip(spike=make_spike(), stream_id=make_stream().id)
    await add(stores, clip)

    link = await links.find_link(make_stream(), make_spike())

    assert (link.status, link.url) == (LinkStatus.READY, "https://youtu.be/x")
    assert await links.list_links(CREATOR, limit=3) == [
        ClipLink(title=clip.title, url="https://youtu.be/x")
    ]


@pytest.mark.parametrize("link", ["", "file:///home/x", "javascript:alert(1)"])
async def test_what_viewers_cannot_open_is_no_link(links, stores, link):
    await add(stores, make_clip(spike=make_spike(), stream_id=make_stream().id), link)

    assert (await links.find_link(make_stream(), make_spike())).status is LinkStatus.PENDING
    assert await links.list_links(CREATOR, limit=3) == []


async def test_a_clip_that_failed_has_its_reason(links, stores):
    clip = make_clip(spike=make_spike(), stream_id=make_stream().id, status=ClipStatus.FAILED)
    await add(stores, replace(clip, failed_reason="the video is broken"), "")

    link = await links.find_link(make_stream(), make_spike())

    assert (link.status, link.reason) == (LinkStatus.IMPOSSIBLE, "the video is broken")
