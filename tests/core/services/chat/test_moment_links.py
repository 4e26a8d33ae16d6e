from dataclasses import replace

import pytest

from core.domain.chat.chat_answer import ClipLink, LinkStatus
from core.domain.clips.clip import ClipStatus
from core.domain.footage.live_moment import FootageStatus
from core.domain.publishing.publication import PublicationStatus
from core.ports.chat import MomentLinks
from core.services.chat.moment_links import ClipLinks
from tests.builders import CREATOR, make_clip, make_publication, make_spike, make_stream
from tests.contracts.moments import make_moment
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock

_: type[MomentLinks] = ClipLinks


@pytest.fixture
def stores():
    return FakeAllStores(FakeClock())


@pytest.fixture
def links(stores):
    return ClipLinks(
        clips=stores.clips, publications=stores.publications, moments=stores.live_moments
    )


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


TWITCH_URL = "https://clips.twitch.tv/Fun"


def make_twitch_moment(**given):
    """Return what is known of the moment of `make_spike` on Twitch."""
    return make_moment(detected_ms=131_000, twitch_clip_title="Live!", **given)


async def test_twitchs_own_clip_of_the_moment_is_its_link(links, stores):
    await stores.live_moments.save_moment(make_twitch_moment(twitch_clip_url=TWITCH_URL))

    link = await links.find_link(make_stream(), make_spike())

    assert (link.status, link.url, link.title) == (LinkStatus.READY, TWITCH_URL, "Live!")
    assert await links.list_links(CREATOR, limit=3) == [ClipLink(title="Live!", url=TWITCH_URL)]


async def test_our_own_published_clip_comes_before_twitchs_and_both_are_one(links, stores):
    clip = make_clip(spike=make_spike(), stream_id=make_stream().id)
    await add(stores, clip)
    moment = make_twitch_moment(twitch_clip_url=TWITCH_URL, clip_id=clip.id)
    await stores.live_moments.save_moment(moment)

    assert (await links.find_link(make_stream(), make_spike())).url == "https://youtu.be/x"
    assert [link.url for link in await links.list_links(CREATOR, limit=3)] == ["https://youtu.be/x"]


async def test_a_clip_in_review_is_seen_on_twitch_meanwhile(links, stores):
    await add(stores, make_clip(spike=make_spike(), stream_id=make_stream().id), "")
    await stores.live_moments.save_moment(make_twitch_moment(twitch_clip_url=TWITCH_URL))

    assert (await links.find_link(make_stream(), make_spike())).url == TWITCH_URL


@pytest.mark.parametrize(
    ("footage", "refusal", "expected"),
    [
        (FootageStatus.WAITING, "", LinkStatus.PENDING),
        (FootageStatus.WAITING, "clips are disabled", LinkStatus.PENDING),
        (FootageStatus.CAUGHT, "clips are disabled", LinkStatus.PENDING),  # ours may be published
        (FootageStatus.MISSING, "clips are disabled", LinkStatus.IMPOSSIBLE),
    ],
)
async def test_no_moment_is_called_failed_while_something_may_come(
    links, stores, footage, refusal, expected
):
    await stores.live_moments.save_moment(make_twitch_moment(footage=footage, refusal=refusal))

    link = await links.find_link(make_stream(), make_spike())

    assert (link.status, link.reason) == (
        expected,
        refusal if expected is LinkStatus.IMPOSSIBLE else "",
    )
