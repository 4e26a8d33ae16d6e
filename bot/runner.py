"""Running: the page and the workers in one task group, stopped by a signal."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from bot.web.idle_timeout import make_patient
from core.app import App
from core.domain.work.job import Queue
from core.errors import Busy, InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings


T = TypeVar("T")


STUMBLES_MAX = 5
WORKED_ON = (Queue.WORK, Queue.FETCH, Queue.ANALYSIS, Queue.JUDGEMENT)
FETCHES_AT_ONCE = 2


@asynccontextmanager
async def run_workers(app: App, *, count: int, is_awaited: bool = False) -> AsyncIterator[None]:
    """Keep `count` workers on the work queue, and one or two on the slower ones, in the block.

    The home is held by this process alone, so what a killed one had in hand is taken over first.
    Where somebody waits for the work (`is_awaited`), workers that cannot go on, for a full disk
    say, end the block with their error instead of trying for ever.
    """
    for queue in WORKED_ON:
        await app.work.runner.take_over(queue)
    counts = {Queue.WORK: count, Queue.FETCH: FETCHES_AT_ONCE}
    stumbles_max = STUMBLES_MAX if is_awaited else None
    try:
        async with asyncio.TaskGroup() as group:
            workers = [
                group.create_task(app.work.runner.run(queue, stumbles_max=stumbles_max))
                for queue in WORKED_ON
                for _ in range(counts.get(queue, 1))
            ]
            try:
                yield
            finally:
                for worker in workers:
                    worker.cancel()
    except BaseExceptionGroup as errors:
        raise _first_leaf(errors) from None


def _first_leaf(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def bind_page(settings: Settings) -> socket.socket:
    """Take the page's port, before any work is done; Busy where another program has it."""
    try:
        infos = socket.getaddrinfo(
            settings.web_host, settings.web_port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except socket.gaierror:
        raise InvalidInput(
            f"TRUSS_WEB_HOST {settings.web_host!r} is no address of this machine; try 127.0.0.1."
        ) from None
    family, kind, protocol, _, address = infos[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise Busy(
            f"Port {settings.web_port} on {settings.web_host} cannot be taken ({error.strerror}); "
            "stop the program that has it, or choose another with --port."
        ) from None
    return listener


@asynccontextmanager
async def serve_page(page: web.Application, listener: socket.socket) -> AsyncIterator[None]:
    """Serve the page on `listener` while the block runs."""
    runner = web.AppRunner(page, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    assert runner.server is not None  # noqa: S101 - the setup has made it
    loop = asyncio.get_running_loop()
    line = await loop.create_server(make_patient(runner.server), sock=listener)
    try:
        yield
    finally:
        line.close()
        await runner.cleanup()


@contextmanager
def stop_on_signals() -> Iterator[asyncio.Event]:
    """Give an event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def unless_stopped(work: Coroutine[Any, Any, T], stop: asyncio.Event) -> T:
    """Return what the work gives; CancelledError, the work cancelled, when `stop` is set first."""
    task = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        task.cancel()
    return await task


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """Return the names under which the page answers, besides its public one."""
    return frozenset({settings.web_host, "127.0.0.1", "localhost", "[::1]"})


def answers_any_host(settings: Settings, listener: socket.socket) -> bool:
    """Say whether nobody knows the page's name: it listens everywhere, and was told no address."""
    return _listens_on(listener).is_unspecified and not settings.public_url


def is_for_this_machine(listener: socket.socket) -> bool:
    """Say whether no other machine can reach the page."""
    return _listens_on(listener).is_loopback


def _listens_on(listener: socket.socket) -> IPv4Address | IPv6Address:
    return ip_address(str(listener.getsockname()[0]).partition("%")[0])


def page_address(listener: socket.socket) -> str:
    """Return the URL at which the page is found on this machine."""
    host, port = listener.getsockname()[:2]
    if _listens_on(listener).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
