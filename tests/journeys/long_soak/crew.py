"""The processes: started by role, killed by chance, and how much of the machine each takes."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.journeys.fault_program import Program, find_free_port
from tests.journeys.fault_world import FaultWorld
from tests.journeys.long_soak.tuning import CREW, KILL_EVERY_SECONDS, SAMPLE_SECONDS, SEED

_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE")
_WATCH_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How much memory a process had, `minute` minutes into the soak and `age` seconds old."""

    name: str
    minute: float
    age: float
    megabytes: float


class Crew:
    """All processes, each with a home of its own that lasts through its kills."""

    def __init__(self, world: FaultWorld) -> None:
        self._world = world
        self._ports = {name: find_free_port() for name in CREW}
        self._started: dict[str, float] = {}
        self._began = time.monotonic()
        self.programs: dict[str, Program] = {}
        self.kills: Counter[str] = Counter()
        self.gone: list[str] = []
        """Who ended without being killed."""
        self.cpu_seconds: defaultdict[str, float] = defaultdict(float)
        self.samples: list[Sample] = []
        self.before_kill: Callable[[str], None] = lambda _: None
        self.after_kill: Callable[[str], Awaitable[None]] | None = None

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self._ports['page 1']}"

    def pages(self) -> list[str]:
        return [f"http://127.0.0.1:{self._ports[name]}" for name in ("page 1", "page 2")]

    async def start_all(self) -> None:
        for name in CREW:
            await self.start(name)

    async def start(self, name: str) -> None:
        home = self._world.folder / name.replace(" ", "-")
        settings = {"home": home, "roles": CREW[name], "public_url": self.public_url}
        port = self._ports[name]
        self.programs[name] = await asyncio.to_thread(
            lambda: self._world.start(web_port=port, **settings)
        )
        self._started[name] = time.monotonic()

    async def kill(self, name: str) -> None:
        self.before_kill(name)
        self._note_cpu(name)
        process = self.programs[name].process
        process.kill()
        await asyncio.to_thread(process.wait)
        if self.after_kill is not None:
            await self.after_kill(name)

    async def keep_killing(self) -> None:
        chance = random.Random(SEED)
        while True:
            await asyncio.sleep(KILL_EVERY_SECONDS)
            name = chance.choice(sorted(CREW))
            await self.kill(name)
            self.kills[name] += 1
            await self.start(name)

    async def keep_alive(self) -> None:
        """Start whoever ended by itself again, as an operator's supervisor would."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            for name, program in list(self.programs.items()):
                status = program.process.poll()
                if status is not None and status >= 0:
                    self.gone.append(f"{name} with status {status}")
                    await asyncio.sleep(_WATCH_SECONDS)
                    await self.start(name)

    async def keep_sampling(self) -> None:
        while True:
            await asyncio.sleep(SAMPLE_SECONDS)
            self.sample()

    def sample(self) -> None:
        now = time.monotonic()
        for name, program in self.programs.items():
            with suppress(OSError, IndexError):
                statm = Path(f"/proc/{program.process.pid}/statm").read_text()
                megabytes = int(statm.split()[1]) * _PAGE_BYTES / 1024**2
                age, minute = now - self._started[name], (now - self._began) / 60
                self.samples.append(Sample(name=name, minute=minute, age=age, megabytes=megabytes))

    async def close(self) -> None:
        for name, program in self.programs.items():
            self._note_cpu(name)
            program.process.kill()
            await asyncio.to_thread(program.process.wait)

    def _note_cpu(self, name: str) -> None:
        with suppress(OSError):
            self.cpu_seconds[name] += self.programs[name].count_cpu_seconds()
