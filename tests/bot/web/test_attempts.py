from ipaddress import ip_network
from typing import Any

import pytest
from aiohttp import web
from multidict import CIMultiDict

from bot.web.attempts import Attempts, find_peer, name_peer
from core.errors import Forbidden
from tests.fakes.time_and_ids import FakeClock


class _Request:
    def __init__(self, remote="1.2.3.4", *said):
        self.remote = remote
        self.headers = CIMultiDict([("X-Forwarded-For", hops) for hops in said])


Request: Any = _Request


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def attempts(clock):
    return Attempts(clock, peer_max=3, all_max=5, seconds=60)


def fail(attempts, remote="1.2.3.4"):
    with pytest.raises(Forbidden), attempts.guess(Request(remote)):
        raise Forbidden("Wrong.")


def test_a_peer_guesses_a_few_times_and_then_waits(attempts, clock):
    for _ in range(3):
        fail(attempts)
    with pytest.raises(web.HTTPTooManyRequests), attempts.guess(Request()):
        raise AssertionError("nobody looks")

    fail(attempts, "5.6.7.8")
    clock.advance(60)
    fail(attempts)


def test_all_together_are_bounded_too(attempts):
    for number in range(5):
        fail(attempts, f"1.2.3.{number}")

    with pytest.raises(web.HTTPTooManyRequests):
        fail(attempts, "9.9.9.9")


def test_what_succeeds_was_no_guess(attempts):
    for _ in range(20):
        with attempts.guess(Request()):
            pass

    with pytest.raises(RuntimeError), attempts.guess(Request()):
        raise RuntimeError("the table is away")
    for _ in range(3):
        fail(attempts)


def test_those_under_way_count(attempts):
    """Many at once are not let through before the first of them is known to be wrong."""
    under_way = [attempts.guess(Request()) for _ in range(4)]
    for one in under_way[:3]:
        one.__enter__()

    with pytest.raises(web.HTTPTooManyRequests):
        under_way[3].__enter__()


@pytest.mark.parametrize(
    ("address", "peer"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", "unknown"),
        ("/a/socket", "unknown"),
    ],
)
def test_a_peer_is_an_address_or_a_network_of_one_household(address, peer):
    assert name_peer(address) == peer


PROXIES = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("remote", "said", "peer"),
    [
        ("127.0.0.1", ["5.6.7.8"], "5.6.7.8"),
        ("::ffff:127.0.0.1", ["5.6.7.8"], "5.6.7.8"),
        ("fd00::1", ["2001:db8::1"], "2001:db8::1"),
        ("127.0.0.1", ["9.9.9.9, 5.6.7.8"], "5.6.7.8"),  # the first is what the visitor wrote
        ("127.0.0.1", ["9.9.9.9", "5.6.7.8, 10.1.1.1"], "5.6.7.8"),  # two proxies of ours
        ("127.0.0.1", ["5.6.7.8, nonsense"], "nonsense"),  # so is whatever it wrote after that
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", [" , "], "127.0.0.1"),
        ("8.8.8.8", ["5.6.7.8"], "8.8.8.8"),  # no proxy of ours
        ("", ["5.6.7.8"], ""),
    ],
)
def test_a_proxy_that_is_named_says_for_whom_it_asks(remote, said, peer):
    assert find_peer(Request(remote, *said), PROXIES) == peer
    assert find_peer(Request(remote, *said), ()) == remote


def test_behind_a_named_proxy_nobody_uses_up_the_attempts_of_others(clock):
    attempts = Attempts(clock, peer_max=3, all_max=50, seconds=60, proxies=PROXIES)
    for _ in range(3):
        attempts.take(Request("127.0.0.1", "5.6.7.8"))
    with pytest.raises(web.HTTPTooManyRequests):
        attempts.take(Request("127.0.0.1", "9.9.9.9, 5.6.7.8"))

    attempts.take(Request("127.0.0.1", "5.6.7.9"))
