"""Every page by axe, in a real browser: light and dark, wide and on a phone."""

import asyncio
from importlib.resources import files

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from tests.bot.web.test_browser import browse  # noqa: F401 - a fixture
from tests.builders import CREATOR, make_asset, make_publication, make_spike
from tests.servers.chromium import EXECUTABLE

pytest.importorskip(
    "axe_playwright_python", reason="axe-playwright-python is not installed", exc_type=ImportError
)
pytestmark = [
    pytest.mark.browser,
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
    return clip


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
