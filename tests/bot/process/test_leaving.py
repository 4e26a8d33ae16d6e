"""The end of a process: what it has printed is there, and its status is right."""

import subprocess
import sys

import pytest

LEAVE = "from bot.process.leaving import leave; print('told'); leave(3)"
SAY = """
from bot import cli
from bot.process.leaving import leave

async def say(arguments):
    print("told")
    return 0

cli._dispatch = say
leave(cli.run_command(["doctor"]))
"""


@pytest.mark.parametrize("closed", ["", "2>&-"])
def test_what_was_printed_is_there_whichever_outputs_are_closed(closed):
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, LEAVE],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stdout) == (3, "told\n")


def test_an_output_that_is_full_is_said():
    """Whoever reads what a command prints must not take nothing for all of it."""
    program = ["/bin/sh", "-c", 'exec "$0" -c "$1" >/dev/full', sys.executable, SAY]
    done = subprocess.run(program, stderr=subprocess.PIPE, text=True, check=False, timeout=120)

    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
