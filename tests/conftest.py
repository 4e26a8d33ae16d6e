"""What every test gets: no blocking of the event loop, and no waiting for retries."""

from collections.abc import Iterator

import hypothesis
import pytest
import stamina
import structlog
from blockbuster import BlockBuster, blockbuster_ctx

from tests.contracts.ministack import aws_endpoint
from tests.servers.chromium import chromium

# Here and nowhere else: each import of one of them would start another.
__all__ = ["aws_endpoint", "chromium"]

OURS = ["bot", "cogs", "core"]

# The same examples in every run: a failure is then everybody's, and never a matter of luck.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _quiet_log() -> None:
    """Events go nowhere, unless a test captures them; what a test set up ends with it."""
    structlog.reset_defaults()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.ReturnLoggerFactory(),
    )


@pytest.fixture(autouse=True)
def _no_blocking() -> Iterator[BlockBuster]:
    """A blocking call in a coroutine of ours fails the test, with its traceback."""
    with blockbuster_ctx(OURS) as blockbuster:
        # The coverage of threads is counted under a lock of its own, whoever happens to be counted.
        for name in ("threading.Lock.acquire", "threading.Lock.acquire_lock"):
            blockbuster.functions[name].can_block_in("coverage/collector.py", "lock_data")
        yield blockbuster


@pytest.fixture(autouse=True)
def _no_retries() -> Iterator[None]:
    """Retries at an adapter's edge are off, unless a test turns them on."""
    with stamina.set_testing(True):
        yield
