"""Asks whether a dependency of Truss has a known weakness: python audit.py FOLDER.

pip-audit is installed into the folder, apart from what it looks at. Where it cannot be had, or what
is known of weaknesses cannot, the audit is skipped with the reason: that says nothing of Truss.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
LOCKS: Final = ("requirements-words-all.lock", "requirements-build.lock")
SECONDS: Final = 60
"""How long each step may take; none of them is worth waiting longer for."""
ACCEPTED: Final[dict[str, str]] = {}
"""Weaknesses that do not concern Truss, by their id, each with the reason."""


def install(folder: Path) -> str:
    """Install pip-audit where it is not yet; return why that is impossible, if it is."""
    if (folder / "bin" / "pip-audit").exists():
        return ""
    steps = [
        [sys.executable, "-m", "venv", str(folder)],
        [
            *(str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"),
            *("--disable-pip-version-check", "--retries", "1", "--timeout", "10"),
            *("--require-hashes", "-r", str(ROOT / "requirements-audit.lock")),
        ],
    ]
    for step in steps:
        if trouble := _run(step):
            return f"pip-audit cannot be installed: {trouble}"
    return ""


def ask(folder: Path, lock: str, out: Path) -> str:
    """Write what is known of a lock's packages; return why nobody could say, if so."""
    out.unlink(missing_ok=True)
    trouble = _run(
        [
            *(str(folder / "bin" / "pip-audit"), "-r", str(ROOT / lock), "--disable-pip"),
            *("--require-hashes", "--progress-spinner", "off", "--timeout", "10"),
            *("--format", "json", "--output", str(out)),
        ]
    )
    # It ends with 1 for a weakness as for an error; only the former is written down.
    if not (out.exists() and out.stat().st_size):
        return f"what is known of weaknesses cannot be had: {trouble}"
    packages = json.loads(out.read_text())["dependencies"]
    if packages and all("skip_reason" in package for package in packages):
        return f"nothing is known of any package: {packages[0]['skip_reason']}"
    return ""


def list_unknown(report: dict[str, Any]) -> list[str]:
    """Return the names of the packages of which nothing is known, good or bad."""
    return [package["name"] for package in report["dependencies"] if "skip_reason" in package]


def _run(command: list[str]) -> str:
    """Run a command; return the last line of its complaint where it fails."""
    try:
        run = subprocess.run(  # noqa: S603 - our own words
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it was not done within {SECONDS} s"
    except OSError as error:
        return str(error)
    lines = (run.stderr or run.stdout).strip().splitlines() or [f"status {run.returncode}"]
    return lines[-1][:300] if run.returncode else ""


def list_weaknesses(report: dict[str, Any]) -> list[str]:
    """Return a sentence for each weakness that was not accepted."""
    return [
        f"{package['name']} {package['version']}: {known['id']}; mended in "
        + (", ".join(known.get("fix_versions") or []) or "no release yet")
        for package in report["dependencies"]
        for known in package.get("vulns", [])
        if not {known["id"], *known.get("aliases", [])} & set(ACCEPTED)
    ]


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    reason, found, unknown = install(folder), set[str](), set[str]()
    for lock in LOCKS if not reason else ():
        out = folder / f"{lock}.json"
        if reason := ask(folder, lock, out):
            break
        report = json.loads(out.read_text())
        found.update(list_weaknesses(report))
        unknown.update(list_unknown(report))
    for sentence in sorted(found):
        sys.stderr.write(f"Weakness: {sentence}.\n")
    if reason:
        sys.stdout.write(f"Audit skipped: {reason}\n")
    else:
        left = f"; nothing is known of {', '.join(sorted(unknown))}" if unknown else ""
        sys.stdout.write(f"Audited {', '.join(LOCKS)}: {len(found)} weaknesses{left}.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
