"""The upload page in a real browser, before a bucket that refuses it."""

from asyncio import to_thread

import pytest

from config.settings import load_settings
from core.domain.people.actor import Actor, Role
from core.domain.work.ids import CreatorId
from tests.contracts.aws_environment import aws
from tests.core.adapters.conftest import run_tool
from tests.journeys.upload_world import run_site
from tests.servers.chromium import EXECUTABLE, join_browser
from tests.servers.refusing_aws import Refusal, RefusingAws

__all__ = ["aws"]

pytest.importorskip(
    "playwright.async_api", reason="playwright is not installed", exc_type=ImportError
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.ffmpeg,
    pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium here"),
]
DENIED = Refusal(code="AccessDenied", words="User: arn:aws:sts::1:truss is not authorized")
SIGNATURE = Refusal(code="SignatureDoesNotMatch", words="The signature we calculated differs.")
EXPIRED = Refusal(code="AccessDenied", words="Request has expired")
EDITOR = Actor(person_id="discord:8", creator_id=CreatorId("local"), role=Role.EDITOR)


@pytest.fixture(scope="module")
def video(tmp_path_factory):
    """A video of one part: what the shared browser is given goes through its address."""
    video = tmp_path_factory.mktemp("upload") / "run.mp4"
    run_tool("-f", "lavfi", "-i", "testsrc2=s=160x90:r=30:d=6", "-c:v", "libx264",
             "-preset", "ultrafast", "-pix_fmt", "yuv420p", video)  # fmt: skip
    return video


@pytest.fixture
async def proxy(monkeypatch, aws, aws_endpoint):
    async with RefusingAws(aws_endpoint).serve() as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL", running.url)
        yield running


@pytest.fixture
async def site(monkeypatch, tmp_path, proxy):
    monkeypatch.delenv("TRUSS_TABLE")  # only files are in AWS here
    async with run_site(tmp_path / "home") as running:
        yield running


@pytest.fixture
async def browser(chromium):
    async with join_browser(chromium) as running:
        yield running


async def add_rule(aws, proxy, site):
    rule = {"AllowedOrigins": [site.url], "AllowedMethods": ["PUT"], "ExposeHeaders": ["ETag"]}
    await to_thread(
        aws.put_bucket_cors,
        Bucket=load_settings().bucket,
        CORSConfiguration={"CORSRules": [rule]},
    )
    proxy.pages.add(site.url)


async def open_page(browser, site, actor=None):
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    tab = await context.new_page()
    tab.set_default_timeout(20_000)
    await tab.goto(await (site.open_link(actor) if actor else site.open_owner_link()))
    if actor is None:
        await tab.get_by_role("button", name="Sign in").click()
        await tab.wait_for_url(f"{site.url}/")
        await tab.goto(f"{site.url}/uploads")
    return tab


async def read_refusal(tab):
    """Return what the page says once it has stopped by itself."""
    await tab.get_by_role("button", name="Resume").wait_for()
    return await tab.locator(".said").inner_text()


async def choose(tab, video):
    await tab.locator("#files").set_input_files(str(video))


async def test_a_missing_rule_is_named_to_the_owner_and_the_upload_goes_on_with_it(
    site, proxy, browser, aws, video
):
    tab = await open_page(browser, site)

    await choose(tab, video)
    said = await read_refusal(tab)

    assert said.startswith("The bucket refuses this page. ")
    assert f"lets no page at {site.url} send parts of videos; add a CORS rule with PUT" in said
    assert "kept" in said
    assert proxy.counts["preflight"] <= 6
    assert proxy.counts["UploadPart"] == 0

    await add_rule(aws, proxy, site)
    await tab.get_by_role("button", name="Resume").click()
    await tab.get_by_text("1 clip made").wait_for()


async def test_an_editor_is_sent_to_the_owner(site, proxy, browser, video):
    tab = await open_page(browser, site, EDITOR)

    await choose(tab, video)
    said = await read_refusal(tab)

    assert said.startswith("The bucket refuses this page; ask the owner to run `trussbot doctor`")
    assert "CORS" not in said
    assert any("CORS" in part.trouble for part in site.app.work.health.list_troubles())


GONE = Refusal(code="NoSuchBucket", words="It is gone.", status=404)
BEGIN = ""  # what creates an upload has no name of its own at the proxy


@pytest.mark.parametrize(
    "case",
    [
        (("PutObject",), DENIED, "allow the role s3:PutObject"),
        (("PutObject",), SIGNATURE, "give Truss credentials that are valid"),
        (("PutObject", "HeadBucket"), GONE, "create it, or correct TRUSS_BUCKET"),
        (("UploadPart",), DENIED, "403 AccessDenied, though Truss itself may store files there"),
        ((BEGIN,), DENIED, "S3 refuses CreateMultipartUpload"),
    ],
)
async def test_the_first_refusal_stops_the_upload(site, proxy, browser, aws, video, case):
    operations, refusal, words = case
    await add_rule(aws, proxy, site)
    tab = await open_page(browser, site)
    proxy.refused = dict.fromkeys(operations, refusal)

    await choose(tab, video)
    await tab.get_by_text(words).wait_for()

    assert await tab.get_by_role("button", name="Stop").count() == 0
    assert proxy.counts["UploadPart"] == (operations != (BEGIN,))
    proxy.refused.clear()
    await tab.locator(".sent-foot button").click()
    await tab.wait_for_url("**/uploads/0*")


async def test_a_ticket_that_has_expired_is_replaced(site, proxy, browser, aws, video):
    await add_rule(aws, proxy, site)
    tab = await open_page(browser, site)
    proxy.refused["UploadPart"] = EXPIRED
    await choose(tab, video)
    await tab.get_by_text("The connection is lost").wait_for()

    proxy.refused.clear()

    await tab.wait_for_url("**/uploads/0*")
