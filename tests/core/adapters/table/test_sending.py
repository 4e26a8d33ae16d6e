import pytest
import stamina

from core.adapters.table.sending import NotNow, Unanswered, make_token, send
from core.errors import Busy, ExternalFailure


def _failing(*failures):
    """A call that raises the failures in turn, and then answers how often it was sent."""
    left = list(failures)
    sent = 0

    async def call():
        nonlocal sent
        sent += 1
        if left:
            raise left.pop(0)
        return sent

    return call


async def test_a_call_is_sent_until_it_is_answered():
    with stamina.set_testing(True, attempts=3):
        assert await send(_failing(NotNow(), Unanswered("lost"))) == 3


async def test_what_never_has_the_time_is_busy():
    with stamina.set_testing(True, attempts=2), pytest.raises(Busy, match="too busy"):
        await send(_failing(NotNow(), NotNow()))


async def test_what_is_never_answered_is_a_failure_to_try_later():
    with stamina.set_testing(True, attempts=2), pytest.raises(ExternalFailure) as failure:
        await send(
            _failing(NotNow(), Unanswered("the line is dead", in_full="the line to x is dead"))
        )

    assert str(failure.value) == "the line is dead"
    assert failure.value.in_full == "the line to x is dead"
    assert failure.value.retryable


async def test_another_error_is_not_sent_again():
    with stamina.set_testing(True, attempts=3), pytest.raises(ZeroDivisionError):
        await send(_failing(ZeroDivisionError()))


def test_no_two_writes_have_one_token():
    assert len({make_token() for _ in range(1000)}) == 1000
