"""The double of AWS: a pinned `ministack` in its own virtual environment, on loopback."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.contracts.boto_session import share_models

VERSION = "1.5.33"
HOME = Path(__file__).parents[2] / ".venv" / f"ministack-{VERSION}"
START_SECONDS = 60.0
# As it was at the start: the one authority that tests trust vouches for no index of packages.
ENVIRONMENT = dict(os.environ)


class Unavailable(Exception):
    """The double is not available here; the message says why."""


def install_ministack() -> Path:
    """Return the interpreter that has ministack, made at the first call."""
    # Workers of one run come here at once: the first makes it, the others wait for it.
    with HOME.with_name(f"{HOME.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _install()


def _install() -> Path:
    python = HOME / "bin" / "python"
    if python.exists():
        return python
    making = HOME.with_name(f"{HOME.name}.{os.getpid()}")
    try:
        # With the pip that is here: a second one would take longer to unpack than the double.
        _run(sys.executable, "-m", "venv", "--without-pip", str(making))
        pip = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(making))
        _run(sys.executable, *pip, "install", f"ministack=={VERSION}")
        making.rename(HOME)
    except (OSError, subprocess.SubprocessError) as error:
        if not python.exists():
            raise Unavailable(f"ministack {VERSION} cannot be installed: {error}") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return python


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=ENVIRONMENT)


@pytest.fixture(scope="session")
def aws_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the double, started once a run."""
    try:
        with share_models(), run_ministack(tmp_path_factory.mktemp("ministack")) as address:
            yield address
    except Unavailable as reason:
        pytest.skip(str(reason))


@contextmanager
def run_ministack(folder: Path, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run it on a free port of loopback, with `more` in its environment; yield its address."""
    python = install_ministack()
    port = _free_port()
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": "dynamodb,s3,sqs,sts,kms",
        "LOG_LEVEL": "WARNING",
        **(more or {}),
    }
    with (folder / "ministack.log").open("wb") as log:
        process = subprocess.Popen(
            [str(python), "-m", "ministack"],
            env=environment,
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_until_up(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(process: subprocess.Popen[bytes], port: int) -> None:
    ends_at = time.monotonic() + START_SECONDS
    while time.monotonic() < ends_at and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Unavailable("ministack was installed, but does not answer on loopback")
