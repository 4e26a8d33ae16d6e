"""How many connections a process takes; how they are let in is in test_crowd.py."""

import resource

import pytest

from bot.web.door import choose_connections_max, raise_descriptor_limit


@pytest.mark.parametrize(
    ("descriptors", "connections"),
    [
        (65_536, 1024),
        (4096, 1024),
        (1024, 341),  # what most services may open
        (256, 85),
        (10, 16),  # with fewer nobody could work
    ],
)
def test_most_descriptors_stay_for_the_process_s_own_work(descriptors, connections):
    assert choose_connections_max(descriptors) == connections


@pytest.mark.parametrize(
    ("soft", "hard", "allowed", "is_raised"),
    [
        (1024, 4096, 4096, True),
        (1024, 1024, 1024, False),
        (1024, 1_048_576, 65_536, True),
        (1024, resource.RLIM_INFINITY, 65_536, True),
        (resource.RLIM_INFINITY, resource.RLIM_INFINITY, 65_536, False),
    ],
)
def test_the_limit_is_raised_to_what_is_allowed(monkeypatch, soft, hard, allowed, is_raised):
    limits = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: limits.append(pair))

    assert raise_descriptor_limit() == allowed
    assert limits == ([(allowed, hard)] if is_raised else [])
