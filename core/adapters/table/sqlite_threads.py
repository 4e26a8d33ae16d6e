"""SQLite threads: each owns a connection, so that nothing blocks the event loop.

Readers take calls from one queue. The single writer takes all waiting calls, up to 64, and commits
them together: one flush of the disk then serves many writers.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from core.errors import TrussError

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], Any]

TOGETHER_MAX = 64
BUSY_SECONDS = 10.0
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA cache_size=-16000",
)


def connect(path: Path) -> sqlite3.Connection:
    """Open a connection with the workspace's pragmas; transactions are begun explicitly."""
    connection = sqlite3.connect(
        path,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        cached_statements=256,
        check_same_thread=False,
    )
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


@dataclass(slots=True)
class Once:
    """A write that is done once, however often it is sent: it keeps what came of it."""

    outcome: tuple[Any] | None = None


@dataclass(slots=True)
class _Call:
    """A piece of work, and the future that awaits its outcome."""

    work: Work
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    once: Once
    value: Any = None
    error: BaseException | None = None

    def resolve(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.value)


class ConnectionThreads:
    """A fixed number of threads, each with a connection, that take calls in turn.

    With `writes`, waiting calls are committed together; `count` must then be 1. Work that writes
    must raise TrussError before it changes anything, or not at all.
    """

    def __init__(self, path: Path, *, count: int, writes: bool) -> None:
        self._path = path
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._count = count
        self._name = "table-writer" if writes else "table-reader"
        self._target = self._write if writes else self._read
        self._threads: list[Thread] = []
        self._closed = False

    def start(self) -> None:
        """Open the connections and start the threads; sqlite3.Error if that fails."""
        for connection in [connect(self._path) for _ in range(self._count)]:
            thread = Thread(target=self._target, args=(connection,), name=self._name, daemon=True)
            self._threads.append(thread)
            thread.start()

    async def call(self, work: Callable[[sqlite3.Connection], T], *, once: Once | None = None) -> T:
        """Run `work` on one of the threads and return its result.

        Work that is sent again with the `once` of its first time is not done a second time.
        """
        if self._closed:
            raise RuntimeError("the table is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._calls.put(_Call(work, loop, future, once or Once()))
        return await future

    def stop(self) -> None:
        """Let the threads finish the waiting calls and end, and wait for them."""
        self._closed = True
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads:
            thread.join()

    def _read(self, connection: sqlite3.Connection) -> None:
        while (call := self._calls.get()) is not None:
            _attempt(connection, call)
            _deliver([call])
        connection.close()

    def _write(self, connection: sqlite3.Connection) -> None:
        while (first := self._calls.get()) is not None:
            calls = [first, *self._waiting()]
            fresh = [call for call in calls if call.once.outcome is None]
            if fresh and not _commit(connection, fresh):
                for call in fresh:
                    _commit(connection, [call])
            for call in calls:
                _remember(call)
            _deliver(calls)
        connection.close()

    def _waiting(self) -> list[_Call]:
        calls: list[_Call] = []
        while len(calls) < TOGETHER_MAX - 1:
            try:
                call = self._calls.get_nowait()
            except Empty:
                break
            if call is None:
                self._calls.put(None)
                break
            calls.append(call)
        return calls


def _attempt(connection: sqlite3.Connection, call: _Call) -> None:
    """Run a call and keep its outcome; this is a thread's outermost edge."""
    call.value, call.error = None, None
    try:
        call.value = call.work(connection)
    except Exception as error:  # noqa: BLE001 - it is raised again where the call is awaited
        call.error = error


def _write_into(connection: sqlite3.Connection, call: _Call) -> None:
    """Run a call within a transaction; a TrussError stays with the call, others are raised."""
    call.value, call.error = None, None
    try:
        call.value = call.work(connection)
    except TrussError as error:
        call.error = error


def _commit(connection: sqlite3.Connection, calls: Sequence[_Call]) -> bool:
    """Run calls in one transaction; False if nothing was stored, each then holding an error.

    A TrussError such as a failed condition belongs to its call alone. Any other error may have left
    half of a call's changes behind, so everything is rolled back and the calls are retried one by
    one.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        for call in calls:
            _write_into(connection, call)
        connection.execute("COMMIT")
    except Exception as error:  # noqa: BLE001 - it is raised again where the calls are awaited
        if connection.in_transaction:
            with suppress(sqlite3.Error):  # the next call starts with another attempt
                connection.execute("ROLLBACK")
        for call in calls:
            call.error = error
        return False
    return True


def _remember(call: _Call) -> None:
    """Keep what came of a call that is stored, or answer with what came of it the first time."""
    if call.once.outcome is not None:
        (call.value,) = call.once.outcome
    elif call.error is None:
        call.once.outcome = (call.value,)


def _deliver(calls: Sequence[_Call]) -> None:
    for loop in {call.loop for call in calls}:
        mine = [call for call in calls if call.loop is loop]
        try:
            loop.call_soon_threadsafe(_resolve, mine)
        except RuntimeError:  # the loop was closed while its call ran: nobody is waiting any more
            continue


def _resolve(calls: Sequence[_Call]) -> None:
    for call in calls:
        call.resolve()
