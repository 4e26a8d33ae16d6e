"""Every page by axe, in a real browser: light and dark, wide and on a phone."""

import asyncio
from datetime import timedelta
from importlib.resources import files

import pytest

from core.domain.chat.chat_message import ChatHistogram
from core.domain.chat.hearing.missed_peaks import MissedPeak, MissReason
from core.domain.clips.clip import ClipStatus
from core.domain.learning.metrics import DayCounts
from core.domain.people.actor import Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from tests.bot.web.test_browser import browse  # noqa: F401 - a fixture
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_binding,
    make_publication,
    make_spike,
    make_stream,
)
from tests.plan_builders import make_post, make_variant
from tests.servers.chromium import EXECUTABLE, LEAVES_PICTURES

pytest.importorskip(
    "axe_playwright_python", reason="axe-playwright-python is not installed", exc_type=ImportError
)
pytestmark = [
    pytest.mark.browser,
    LEAVES_PICTURES,
    pytest.mark.skipif(
        EXECUTABLE is None, reason="neither chromium-headless-shell nor chromium here"
    ),
]
TAGS = "'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'"
RULES = f"{{resultTypes: ['violations'], runOnly: [{TAGS}]}}"


async def fill(world):
    await world.add_stream()
    await world.stores.assets.add_asset(make_asset())
    clip = await world.add_clip()
    statuses = (ClipStatus.APPROVED, ClipStatus.REJECTED, ClipStatus.FAILED, ClipStatus.IN_REVIEW)
    for number, status in enumerate(statuses, start=2):
        gone = await world.add_clip(
            number=number, status=status, spike=make_spike(detected_at_seconds=100.0 * number)
        )
        if status is ClipStatus.APPROVED:
            made = make_publication(clip_id=gone.id, status=PublicationStatus.SCHEDULED)
            world.stores.memory.publications[CREATOR, made.id] = made
    await fill_more(world)
    return clip


async def fill_more(world):
    """Add a missed peak, a post with a text that is too long, a member, a server and figures."""
    peak = MissedPeak(
        offset_seconds=300.0,
        score=9.0,
        threshold=12.0,
        chatters=40,
        reacting=9,
        reason=MissReason.COPIES,
    )
    row = ChatHistogram(
        stream_id=make_stream().id,
        starts_at=NOON,
        messages=(4,) * 60 + (20,) + (4,) * 59,
        chatters=50,
        missed=(peak,),
    )
    await world.stores.histograms.put_histogram(CREATOR, row)
    stores, actor = world.app.ports.stores, make_actor()
    variant = make_variant(platform=Platform.X, text="字" * 150)
    await stores.posts.add_post(make_post(clip_id=None), variants=[variant])
    await stores.guilds.add_guild(make_binding())
    await world.app.people.team.set_member(actor, "70", Role.EDITOR)
    counts = {"views": 1200, "youtube views": 900, "tiktok views": 300, "likes": 40}
    for number in range(5):
        on = NOON.date() - timedelta(days=3 * number)
        await stores.analytics.put_day(CREATOR, DayCounts(on=on, counts=counts))


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 390)], ids=["light-1280", "dark-390"]
)
async def test_axe_finds_nothing_on_any_page(browse, world, scheme, width):  # noqa: F811 - as above
    """Contrast, names, roles and landmarks; what axe calls minor is no matter here."""
    clip = await fill(world)
    axe = (files("axe_playwright_python") / "axe.min.js").read_text()
    found = []
    addresses = [
        *("/", "/clips", "/review", "/streams", "/streams/latest", "/videos", "/plan"),
        *(
            "/targets",
            "/settings",
            "/jobs",
            "/team",
            "/doctor",
            "/accounts",
            "/sessions",
            "/uploads",
        ),
        *("/analytics", "/figures", "/insights", "/me", "/ask", "/plan/board"),
        f"/plan/posts/{make_post().id}",
        *(f"/clips/{clip.id}", f"/clips/{clip.id}/edit", f"/clips/{clip.id}/send"),
    ]
    async with browse("/", color_scheme=scheme, viewport={"width": width, "height": 844}) as tab:
        for address in addresses:
            await tab.goto(str(tab.url).split("/", 3)[0] + "//" + tab.url.split("/")[2] + address)
            await asyncio.sleep(0.1)
            # By the browser itself, as the page's own policy lets no such script in.
            await tab.evaluate(axe)
            report = await tab.evaluate(f"axe.run(document, {RULES})")
            found += [
                f"{address}: {one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
                for one in report["violations"]
                if one["impact"] in {"serious", "critical", "moderate"}
                for node in one["nodes"]
            ]

    assert not found, "\n".join(found)
