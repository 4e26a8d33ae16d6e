"""The former version, out of the history, and this one share a table through a whole journey."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import tarfile
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from core.adapters.table.formats import settle, unsettle
from core.errors import InvalidInput
from tests.contracts.dynamodb import dynamodb_client, open_dynamo_table
from tests.journeys.version_child import ANSWER, LEASE_SECONDS, START

__all__ = ["dynamodb_client"]
pytestmark = pytest.mark.soak

ROOT = Path(__file__).parents[2]
FORMER = "80fdf42aa652714b5be34507e20d589b83366f5e"
"""The last commit before queue rows carried jobs."""


@pytest.fixture(scope="module")
def former_sources(tmp_path_factory):
    """The sources of the former version; skips where the history is not there."""
    packed = subprocess.run(
        ["git", "archive", FORMER, "bot", "cogs", "config", "core", "tests"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if packed.returncode:
        pytest.skip(f"the former version is not in this history: {packed.stderr.decode().strip()}")
    folder = tmp_path_factory.mktemp("former")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


class Version:
    """A process of one version, which does a step at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def do(self, *step: object):
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write((" ".join(map(str, step)) + "\n").encode())
        async with asyncio.timeout(60):
            while line := (await self._process.stdout.readline()).decode():
                if line.startswith(ANSWER):
                    return json.loads(line.removeprefix(ANSWER))
        raise AssertionError(f"the process ended at {step}")

    async def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert await asyncio.wait_for(self._process.wait(), 30) == 0


class Pair:
    """A table, and who works on it."""

    def __init__(self, table, folder, sources, aws_endpoint):
        self.table = table
        self._folder = folder
        self._sources = sources
        self._endpoint = aws_endpoint

    @asynccontextmanager
    async def start(self, which):
        # The sources come before what is installed; the child's own folder is left out of the path.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", str(ROOT / "tests" / "journeys" / "version_child.py")),
            *(self.table._name, str(self._folder), which),
            env=os.environ
            | {
                "PYTHONPATH": str(self._sources[which]),
                "AWS_ENDPOINT_URL": self._endpoint,
                "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_REGION": "eu-central-1",
            },
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=self._sources[which],
        )
        version = Version(process)
        try:
            yield version
            await version.end()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.fixture
async def pair(dynamodb_client, aws_endpoint, tmp_path, former_sources):
    async with open_dynamo_table(dynamodb_client) as table:
        yield Pair(table, tmp_path, {"former": former_sources, "ours": ROOT}, aws_endpoint)


async def _work(version, *queues):
    return sum([await version.do("work", queue) for queue in queues])


async def _pass(seconds, *versions):
    for version in versions:
        await version.do("advance", seconds)


@pytest.mark.parametrize("in_discord", ["former", "ours"])
async def test_a_clips_way_from_chat_to_a_platform_is_shared_by_two_versions(pair, in_discord):
    """One version lays cards, the other renders, approves and publishes; no card stays behind."""
    async with pair.start("former") as former, pair.start("ours") as ours:
        cards, other = (former, ours) if in_discord == "former" else (ours, former)
        await cards.do("prepare")
        await cards.do("lease")
        await other.do("lease")
        await other.do("hear", "1-2-3")
        assert await _work(other, "work") == 3
        assert await _work(cards, "discord") >= 3
        assert await other.do("approve") == 3
        assert await _work(cards, "discord") >= 3
        assert (await ours.do("state"))["late_cards"] == 0

        await _pass(3600, former, ours)
        await other.do("sweep")
        assert await _work(other, "publishing") == 3
        await _pass(5, former, ours)
        await _work(cards, "discord")

        states = [await version.do("state") for version in (former, ours)]
    assert states[0] == states[1]
    assert states[0]["clips"] == {"approved": 3}
    assert states[0]["publications"] == {"published": 3}
    assert states[0]["waiting"] == 0
    assert not {name for name in states[0]["jobs"] if not name.endswith(" done")}
    assert states[0]["late_cards"] == 0


async def test_a_table_that_was_settled_goes_back_to_the_former_version(pair):
    async with pair.start("ours") as ours:
        async with pair.start("former") as former:
            await former.do("prepare")
            await former.do("lease")
            with pytest.raises(InvalidInput, match=r"\(former\): stop it"):
                await settle(pair.table, now=START)
        await _pass(LEASE_SECONDS + 1, ours)
        await settle(pair.table, now=START + timedelta(seconds=LEASE_SECONDS + 1))

        await ours.do("hear", "1-2-3")
        await _work(ours, "work")
        await _work(ours, "discord")
        before = (await ours.do("state"))["jobs"]
        await ours.do("approve")
        carried = await ours.do("state")
        assert (carried["waiting"], carried["jobs"]) == (3, before)
    assert (await unsettle(pair.table)).given_records == 3

    async with pair.start("former") as former:
        await _pass(LEASE_SECONDS + 1, former)
        assert await _work(former, "discord") == 3
        await _pass(3600, former)
        await former.do("sweep")
        await _work(former, "publishing")
        await _pass(5, former)
        await _work(former, "discord")
        state = await former.do("state")
    assert state["publications"] == {"published": 3}
    assert (state["waiting"], state["jobs"].get("post_card failed", 0)) == (0, 0)
