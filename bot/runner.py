"""Runner: the page and the workers of a process, and stopping them on a signal."""

from __future__ import annotations

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web

from bot.log import Tally, ignore_hang_ups
from bot.web.crowd import Crowd
from bot.web.door import Door, choose_connections_max, raise_descriptor_limit
from bot.web.idle_timeout import Patience, PatientHandler, name_server, time_request
from core.app import App
from core.background import spawn, stop
from core.domain.work.job import Queue
from core.domain.work.process_roles import EVERY_ROLE, ProcessRole
from core.errors import Busy, InvalidInput, TrussError
from core.services.work.supervision import Part

if TYPE_CHECKING:
    from config.settings import Settings


T = TypeVar("T")


TABLE = "Table"
STUMBLES_MAX = 5
_WORKED_ON = {
    ProcessRole.WORK: (Queue.WORK, Queue.FETCH),
    ProcessRole.ANALYSIS: (Queue.ANALYSIS, Queue.JUDGEMENT),
    ProcessRole.PUBLISH: (Queue.PUBLISHING, Queue.YOUTUBE, Queue.TIKTOK),
}
"""The queues of those roles that need no connection; the others work on their own."""
FETCHES_AT_ONCE = 2
UPLOADS_AT_ONCE = 2
"""How many clips go to one platform at once; the others' workers are their own."""
_AT_ONCE = {
    Queue.FETCH: FETCHES_AT_ONCE,
    Queue.YOUTUBE: UPLOADS_AT_ONCE,
    Queue.TIKTOK: UPLOADS_AT_ONCE,
}


@asynccontextmanager
async def run_workers(
    app: App,
    *,
    count: int,
    is_awaited: bool = False,
    roles: Collection[ProcessRole] = EVERY_ROLE,
) -> AsyncIterator[None]:
    """Keep `count` workers on the work queue, and one or two on each other one, in the block.

    Only one process can hold a home, so jobs that a killed process was running are taken over
    first. If somebody waits for the work (`is_awaited`), workers that cannot go on, on a full disk
    for example, end the block with their error instead of retrying for ever.
    """
    queues = [queue for role, own in _WORKED_ON.items() if role in roles for queue in own]
    for queue in queues:
        await app.work.runner.take_over(queue)
    counts = _AT_ONCE | {Queue.WORK: count}
    stumbles_max = STUMBLES_MAX if is_awaited else None
    try:
        async with asyncio.TaskGroup() as group:
            workers = [
                group.create_task(app.work.runner.run(queue, stumbles_max=stumbles_max))
                for queue in queues
                for _ in range(counts.get(queue, 1))
            ]
            try:
                yield
            finally:
                for worker in workers:
                    worker.cancel()
    except BaseExceptionGroup as errors:
        raise _first_leaf(errors) from None


@asynccontextmanager
async def run_ownership(app: App) -> AsyncIterator[None]:
    """Own what no other process does while the block runs, and give all of it up at its end."""
    owned = app.work.owned
    await owned.tend()
    table = Part(app.work.health, TABLE, "The table does not answer, so chat and timers wait")
    saying = spawn(owned.run(part=table), name="ownership")
    try:
        yield
    finally:
        await stop([saying])
        with suppress(TrussError):
            await owned.release()


@asynccontextmanager
async def run_relay(app: App) -> AsyncIterator[None]:
    """Tell workers of new jobs while the block runs, where the table is not their queue."""
    if app.work.relay is None:
        yield
        return
    relaying = spawn(app.work.relay.run(), name="queue relay")
    try:
        yield
    finally:
        await stop([relaying])


@asynccontextmanager
async def run_model_checks(app: App) -> AsyncIterator[None]:
    """Tell health while the block runs whether the model can be asked, where there is one."""
    if app.videos.model is None:
        yield
        return
    checking = spawn(app.videos.model.keep_checking(), name="model checks")
    try:
        yield
    finally:
        await stop([checking])


@asynccontextmanager
async def run_checkups(app: App) -> AsyncIterator[None]:
    """Look the set-up over every hour while the block runs."""
    looking = spawn(app.work.checkup.keep_looking(), name="check-ups")
    try:
        yield
    finally:
        await stop([looking])


def _first_leaf(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def bind_page(settings: Settings) -> socket.socket:
    """Bind the page's port before any work is done; Busy if another program has it."""
    try:
        infos = socket.getaddrinfo(
            settings.web_host, settings.web_port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except socket.gaierror:
        raise InvalidInput(
            f"TRUSS_WEB_HOST {settings.web_host!r} is not an address of this machine; "
            "try 127.0.0.1."
        ) from None
    family, kind, protocol, _, address = infos[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise Busy(
            f"Port {settings.web_port} on {settings.web_host} cannot be used ({error.strerror}); "
            f"{_MENDS.get(error.errno or 0, _OTHER_PORT)}."
        ) from None
    return listener


_OTHER_PORT = "set TRUSS_WEB_PORT to another port"
_MENDS = {
    errno.EADDRINUSE: f"stop the program that has it, or {_OTHER_PORT}",
    errno.EADDRNOTAVAIL: "set TRUSS_WEB_HOST to an address of this machine, such as 127.0.0.1",
}


@asynccontextmanager
async def serve_page(
    page: web.Application, listener: socket.socket, *, patience: Patience | None = None
) -> AsyncIterator[None]:
    """Serve the page on `listener` while the block runs."""
    page.middlewares.insert(0, time_request)
    page.on_response_prepare.append(name_server)
    runner = web.AppRunner(page, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    loop = asyncio.get_running_loop()
    handler = loop.get_exception_handler()
    loop.set_exception_handler(ignore_hang_ups)
    tally = Tally("web.connections")
    door = _make_door(runner.server, listener, tally, patience or Patience())
    door.open()
    # All that a start leaves stays until the end; looking it over again takes a tenth of a second,
    # in which no page is answered.
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        door.close()
        await runner.cleanup()
        tally.close()
        loop.set_exception_handler(handler)


def _make_door(
    server: web.Server | None, listener: socket.socket, tally: Tally, patience: Patience
) -> Door:
    assert server is not None  # noqa: S101 - the setup has made it
    most = choose_connections_max(raise_descriptor_limit())
    crowd = Crowd(most=most, most_a_peer=most // 2, tally=tally)

    def make_handler(peer: str) -> PatientHandler:
        return PatientHandler(server, crowd=crowd, peer=peer, patience=patience)

    return Door(listener, crowd=crowd, make_handler=make_handler)


@contextmanager
def stop_on_signals(
    on_stop: Callable[[], None] = lambda: None,
) -> Iterator[asyncio.Event]:
    """Yield an event that SIGINT and SIGTERM set, which also call `on_stop`."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def begin() -> None:
        on_stop()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, begin)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def unless_stopped(work: Coroutine[Any, Any, T], stop: asyncio.Event) -> T:
    """Return the result of `work`; if `stop` is set first, cancel it and raise CancelledError."""
    task = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        task.cancel()
    return await task


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """Return the host names that the page answers to, besides its public one."""
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
    """Return the URL of the page on this machine."""
    host, port = listener.getsockname()[:2]
    if _listens_on(listener).is_unspecified:
        host = "::1" if ":" in host else "127.0.0.1"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
