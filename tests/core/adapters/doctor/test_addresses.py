from ipaddress import ip_network
from typing import Any

import pytest

from core.adapters.doctor.addresses import Addresses, look_at_addresses
from tests.core.adapters.doctor.server import answering, only

PROXY = (ip_network("127.0.0.1/32"),)


def make_addresses(**given):
    usual: dict[str, Any] = {
        "public_url": "",
        "is_at_google": False,
        "is_at_tiktok": False,
        "is_tiktok_desktop": False,
        "proxies": (),
    }
    return Addresses(**(usual | given))


async def look(*, is_served=False, **given):
    return await look_at_addresses(make_addresses(**given), is_served=is_served)


async def test_nothing_set_is_nothing_to_look_at():
    assert await look() is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"is_at_google": True}, "/oauth/youtube/callback"),
        ({"is_at_tiktok": True}, "/oauth/tiktok/callback"),
        ({"is_at_google": True, "public_url": "http://clips.example"}, "YouTube sends people"),
        ({"is_at_tiktok": True, "public_url": "http://localhost:8080"}, "TikTok sends people"),
        (
            {
                "is_at_tiktok": True,
                "is_tiktok_desktop": True,
                "public_url": "https://clips.example",
                "proxies": PROXY,
            },
            "for desktops",
        ),
        ({"proxies": (ip_network("0.0.0.0/0"),)}, "trusts everybody"),
    ],
)
async def test_each_fault_is_a_sentence(given, words):
    found = await look(**given)

    assert words in only(found)
    assert found[0].is_fault


@pytest.mark.parametrize(
    "given",
    [
        {"is_at_google": True, "public_url": "http://localhost:8080"},
        {"is_at_google": True, "public_url": "https://clips.example", "proxies": PROXY},
        {
            "is_at_tiktok": True,
            "is_tiktok_desktop": True,
            "public_url": "http://localhost:8080",
        },
    ],
)
async def test_what_can_work_is_well(given):
    assert await look(**given) == []


async def test_a_page_behind_a_proxy_that_nobody_named_is_advice():
    (found,) = await look(public_url="https://clips.example")

    assert not found.is_fault
    assert "TRUSS_PROXIES is empty" in found.sentence


async def test_where_the_public_address_leads_is_asked():
    async with answering("alive\n") as url:
        assert await look(public_url=url, is_served=True) == []
    async with answering("nginx", status=502) as url:
        assert "Something other than Truss" in only(await look(public_url=url, is_served=True))
    said = only(await look(public_url="http://127.0.0.1:9", is_served=True))
    assert "cannot be reached" in said


async def test_a_page_without_https_is_advised_against_unless_it_is_this_machine_s():
    found = await look(public_url="http://clips.example", proxies=PROXY)

    assert "without https" in only(found)
    assert not any(each.is_fault for each in found or ())
    assert await look(public_url="http://localhost:8080", proxies=PROXY) == []
