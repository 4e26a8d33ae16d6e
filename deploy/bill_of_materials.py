"""Writes what Truss consists of as CycloneDX 1.6: python bill_of_materials.py OUT.json.

It reads the locks and NOTICES.md alone, so it needs no environment and always writes the same.
Status 1 names each licence that nobody has allowed to be passed on.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
LOCKS: Final = ("requirements-words-all.lock", "requirements-words.lock", "requirements.lock")
ALLOWED: Final = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "OFL-1.1",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
    }
)
"""Licences under which Truss, which is under MIT, may import a package and pass it on."""

_FORBIDDEN_WITHIN: Final = re.compile(
    r"\b(AGPL|SSPL|BUSL|Commons-Clause|CC-BY-NC|CC-BY-ND|Elastic|proprietary|non-commercial)",
    re.IGNORECASE,
)
_RELEASE: Final = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.IGNORECASE)
_ROW: Final = re.compile(r"^\| ([a-z0-9-]+) \| (.+) \|$", re.MULTILINE)
_FILE: Final = re.compile(r"^\| `([^`]+)` \| .+ \| `([0-9a-f]{64})` \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A package of a lock: its licence as written in NOTICES.md, and who asked for it."""

    name: str
    version: str
    licence: str
    wanted_by: frozenset[str]

    @property
    def ref(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"

    @property
    def expression(self) -> str:
        """Return the licence of the package itself, without what is said of its contents."""
        return re.sub(r"\s*(;.*|\(below\))$", "", self.licence).strip()


def read_parts(root: Path = ROOT) -> list[Part]:
    """Return the packages of all locks that run Truss; a version for older Pythons is one more."""
    licences = dict(_ROW.findall((root / "NOTICES.md").read_text().partition("\n## Packages\n")[2]))
    wanted: dict[tuple[str, str], set[str]] = {}
    for lock in LOCKS:
        for name, version, via in _read_lock((root / lock).read_text()):
            wanted.setdefault((name, version), set()).update(via)
    return [
        Part(name=name, version=version, licence=licences.get(name, ""), wanted_by=frozenset(via))
        for (name, version), via in sorted(wanted.items())
    ]


def _read_lock(text: str) -> list[tuple[str, str, set[str]]]:
    found: list[tuple[str, str, set[str]]] = []
    for line in text.splitlines():
        if release := _RELEASE.match(line):
            found.append((release[1], release[2], set()))
        elif found and line.startswith("    #"):
            said = line.strip(" #").removeprefix("via").strip()
            found[-1][2].update({said.partition(" ")[0]} if said else ())
    return found


def is_allowed(expression: str) -> bool:
    """Return whether one licence of each choice is allowed; nested choices are for a person."""
    return all(
        any(licence.strip() in ALLOWED for licence in choice.split(" OR "))
        for choice in expression.split(" AND ")
    )


def list_refused(parts: list[Part]) -> list[str]:
    """Return a sentence for each part that may not be passed on."""
    return [
        f"{part.name} {part.version} is under {part.licence or 'no licence that NOTICES.md names'}"
        for part in parts
        if not is_allowed(part.expression) or _FORBIDDEN_WITHIN.search(part.licence)
    ]


def write_bill(parts: list[Part], root: Path = ROOT) -> dict[str, Any]:
    """Return the bill of materials as CycloneDX wants it."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    name, version = project["name"], project["version"]
    itself = f"pkg:pypi/{name}@{version}"
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": itself,
                "name": name,
                "version": version,
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": itself,
            }
        },
        "components": [*map(_describe, parts), *_list_files(root)],
        "dependencies": _list_dependencies(parts, name=name, itself=itself),
    }
    # A name of its own for each content, so that the same state has the same number.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True))
    return {"serialNumber": f"urn:uuid:{number}"} | bill


def _describe(part: Part) -> dict[str, Any]:
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": part.ref,
        "name": part.name,
        "version": part.version,
        "purl": part.ref,
    }
    if part.expression:
        is_single = " " not in part.expression
        described["licenses"] = [
            {"license": {"id": part.expression}} if is_single else {"expression": part.expression}
        ]
    if part.licence != part.expression:
        described["properties"] = [{"name": "truss:notice", "value": part.licence}]
    return described


def _list_files(root: Path) -> list[dict[str, Any]]:
    """Return the files that others made and that lie in the packages of Truss itself."""
    return [
        {
            "type": "file",
            "bom-ref": f"file:{path}",
            "name": path,
            "hashes": [{"alg": "SHA-256", "content": digest}],
        }
        for path, digest in _FILE.findall((root / "NOTICES.md").read_text())
    ]


def _list_dependencies(parts: list[Part], *, name: str, itself: str) -> list[dict[str, Any]]:
    refs: dict[str, list[str]] = {name: [itself]}
    for part in parts:
        refs.setdefault(part.name, []).append(part.ref)
    needs: dict[str, set[str]] = {ref: set() for found in refs.values() for ref in found}
    for part in parts:
        for wanting in part.wanted_by:
            for ref in refs.get(wanting, []):
                needs[ref].add(part.ref)
    return [{"ref": ref, "dependsOn": sorted(found)} for ref, found in sorted(needs.items())]


def main(arguments: list[str], *, root: Path = ROOT) -> int:
    out = Path(arguments[0])
    parts = read_parts(root)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(write_bill(parts, root), indent=1, ensure_ascii=False) + "\n")
    refused = list_refused(parts)
    for sentence in refused:
        sys.stderr.write(f"May not be passed on: {sentence}.\n")
    sys.stdout.write(f"{out}: {len(parts)} packages, {len(refused)} refused licences.\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
