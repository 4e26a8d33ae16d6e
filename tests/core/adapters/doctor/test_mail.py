from typing import Any

from core.adapters.doctor.mail import look_at_mail
from tests.core.adapters.doctor.server import answering, only


async def look(**given):
    usual: dict[str, Any] = {"host": "", "port": 587, "sender": "truss@example.org", "owner": ""}
    return await look_at_mail(**(usual | given))


async def test_what_is_not_set_is_not_looked_at():
    assert await look() is None


async def test_a_server_that_answers_is_well():
    async with answering() as url:
        assert await look(host="127.0.0.1", port=int(url.rsplit(":", 1)[1])) == []


async def test_each_fault_is_a_sentence():
    assert "cannot be reached" in only(await look(host="127.0.0.1", port=9))
    assert "would have no sender" in only(await look(host="127.0.0.1", sender=""))
    (found,) = await look(owner="me@example.org")
    assert not found.is_fault
