"""Fixtures of every test: no blocking of the event loop, and no waiting for retries."""

import gc
import os
from collections.abc import Generator, Iterator
from functools import cache

import certifi
import hypothesis
import pytest
import stamina
import structlog
from blockbuster import BlockBuster

from tests.contracts.ministack import aws_endpoint
from tests.import_shares import import_in_turns
from tests.quick_encoding import quick_ffmpeg
from tests.servers.chromium import chromium

# Imported only here, since each import of one of them would start another.
__all__ = ["aws_endpoint", "chromium", "quick_ffmpeg"]

OURS = ["bot", "cogs", "core"]

# The same examples in every run, so that failures can be reproduced.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return four workers for two cores: of what all tests take, nearly half is waiting."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return cores + max(2, cores // 2)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Share the compiling of the tests among the workers; what it makes is never garbage.

    Garbage is collected every ten thousand things, not every 700, which takes half as long.
    """
    gc.disable()
    try:
        import_in_turns(session.config)
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        gc.set_threshold(10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage in tests of a hundred examples, which it makes three times as slow.

    What they run is covered by the examples beside them. Simulations say `no_cover` themselves.
    """
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session", autouse=True)
def _few_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Trust one authority: tests talk to loopback, and reading all takes longer than most tests."""
    end = "-----END CERTIFICATE-----\n"
    file = tmp_path_factory.mktemp("authorities") / "first.pem"
    file.write_text(certifi.contents().partition(end)[0] + end)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", str(file))
        yield


@pytest.fixture(autouse=True)
def _quiet_log() -> None:
    """Discard log events unless a test captures them, and reset logging after each test."""
    structlog.reset_defaults()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.ReturnLoggerFactory(),
    )


@cache
def _find_blockbuster() -> BlockBuster:
    """Return the one of this process: to make one takes longer than most tests."""
    blockbuster = BlockBuster(OURS)
    # Coverage takes a lock when it measures threads, whichever code is being measured.
    for name in ("threading.Lock.acquire", "threading.Lock.acquire_lock"):
        blockbuster.functions[name].can_block_in("coverage/collector.py", "lock_data")
    return blockbuster


@pytest.fixture(autouse=True)
def _no_blocking() -> Iterator[BlockBuster]:
    """Fail the test, with a traceback, if one of our coroutines makes a blocking call."""
    blockbuster = _find_blockbuster()
    blockbuster.activate()
    try:
        yield blockbuster
    finally:
        blockbuster.deactivate()


@pytest.fixture(autouse=True)
def _no_retries() -> Iterator[None]:
    """Turn off the retries of adapters, unless a test turns them on."""
    with stamina.set_testing(True):
        yield
