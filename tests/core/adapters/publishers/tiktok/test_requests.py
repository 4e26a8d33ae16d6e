import pytest

from core.adapters.publishers.tiktok.requests import TikTokApi
from core.adapters.upload_http import open_upload_http
from core.domain.work.platform import Platform
from core.errors import NoAnswer
from tests.builders import make_order
from tests.servers.silent import run_silent


async def test_a_service_that_says_nothing_may_have_done_it():
    order = make_order(platform=Platform.TIKTOK)
    async with run_silent() as url, open_upload_http(timeout_seconds=0.2) as http:
        api = TikTokApi(http=http, api_url=url, stall_seconds=0.2)
        with pytest.raises(NoAnswer, match="TikTok does not answer"):
            await api.post(order, "post/publish/video/init/", {})
