import socket

import pytest

from core.adapters.doctor.port import is_truss, look_at_port
from tests.core.adapters.doctor.server import answering, only


async def test_a_free_port_is_well_and_any_port_is_not_looked_at():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]

    assert await look_at_port("127.0.0.1", port) == []
    assert await look_at_port("127.0.0.1", 0) is None


async def test_another_program_is_told_apart_from_truss():
    async with answering("alive\n") as url:
        assert await look_at_port("127.0.0.1", int(url.rsplit(":", 1)[1])) == []
    async with answering("hello") as url:
        port = int(url.rsplit(":", 1)[1])
        assert "Another program has port" in only(await look_at_port("127.0.0.1", port))


@pytest.mark.parametrize("host", ["203.0.113.9", "no.such.host.invalid"])
async def test_an_address_of_another_machine_is_told(host):
    assert f"TRUSS_WEB_HOST={host} is not an address" in only(await look_at_port(host, 8080))


async def test_truss_is_found_where_it_listens_on_every_address():
    async with answering("alive\n") as url:
        port = int(url.rsplit(":", 1)[1])

        assert await is_truss("0.0.0.0", port)  # noqa: S104 - nothing is bound
        assert await is_truss("127.0.0.1", port)
        assert not await is_truss("::1", port)
