"""`python -m bot` is `trussbot`."""

from __future__ import annotations

import gc
import sys

from bot.cli import run_command
from bot.process.leaving import leave


def main() -> None:
    """Run the command line and leave with its exit status."""
    command = sys.argv[1:2]
    if command in (["clip"], ["run"]):
        # Looking for garbage is a tenth of what imports cost, and they leave none. A clip's process
        # ends with it; `run` collects from where all is imported.
        gc.disable()
    status = run_command(sys.argv[1:])
    if command in (["run"], ["clip"]):
        leave(status)
    sys.exit(status)


if __name__ == "__main__":
    main()
