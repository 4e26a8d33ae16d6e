import asyncio

import structlog

from core.background import spawn, stop


async def test_a_failure_in_the_background_is_logged_under_its_name():
    """A task that nobody waits for must not fail in silence."""

    async def fail() -> None:
        raise ValueError("lost")

    with structlog.testing.capture_logs() as logs:
        task = spawn(fail(), name="a task")
        await asyncio.wait({task})
        await asyncio.sleep(0)

    assert [(log["event"], log["task"]) for log in logs] == [("background.failed", "a task")]


async def test_a_background_task_gives_its_result():
    async def answer() -> int:
        return 42

    assert await spawn(answer(), name="answer") == 42


async def test_a_cancelled_task_is_no_failure():
    with structlog.testing.capture_logs() as logs:
        task = spawn(asyncio.sleep(10), name="sleeper")
        task.cancel()
        await asyncio.wait({task})
        await asyncio.sleep(0)

    assert logs == []


async def test_a_loop_that_swallows_a_cancellation_is_stopped_all_the_same():
    """Its clean-up raised, so the loop took the cancellation for a failure and went on."""
    rounds = 0

    async def loop() -> None:
        nonlocal rounds
        while True:
            rounds += 1
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if rounds > 1:
                    raise

    task = spawn(loop(), name="stubborn")
    await asyncio.sleep(0)

    await asyncio.wait_for(stop([task], again_seconds=0.01), 10)

    assert task.cancelled()
    assert rounds == 2
