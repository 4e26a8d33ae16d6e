"""`python -m bot` is `trussbot`."""

from __future__ import annotations

import gc
import sys

from bot.cli import run_command
from bot.process.leaving import leave


def main() -> None:
    """Run the command line and leave with its exit status."""
    is_process = sys.argv[1:2] in (["clip"], ["run"])
    if is_process:
        # Looking for garbage is a tenth of what imports cost, and they leave none. A clip's process
        # ends with it; `run` collects from where all is imported.
        gc.disable()
    status = run_command(sys.argv[1:])
    if is_process:
        leave(status)
    sys.exit(status)


if __name__ == "__main__":
    main()
