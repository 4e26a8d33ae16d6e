"""What Truss consists of is written down for whoever passes it on, and what may not be is named."""

import importlib.metadata
import json
import re
import shutil

import pytest

from deploy import bill_of_materials
from deploy.bill_of_materials import Part, is_allowed, list_refused, read_parts, write_bill


def make_part(licence, name="thing"):
    return Part(name=name, version="1.0", licence=licence, wanted_by=frozenset({"truss-bot"}))


@pytest.fixture(scope="module")
def parts():
    return read_parts()


@pytest.fixture(scope="module")
def bill(parts):
    return write_bill(parts)


def test_all_that_runs_truss_may_be_passed_on(parts):
    assert len(parts) > 80
    assert list_refused(parts) == []


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND BSD-3-Clause", True),
        ("BSD-3-Clause; with FFmpeg's libraries, x264 and x265 (GPL-2.0-or-later)", True),
        ("OFL-1.1 (below)", True),
        ("GPL-3.0-only", False),
        ("MIT AND AGPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("SSPL-1.0", False),
        ("BUSL-1.1", False),
        ("CC-BY-NC-4.0", False),
        ("LicenseRef-Proprietary", False),
        ("MIT; with weights for non-commercial use (CC-BY-NC-4.0)", False),
        ("unknown", False),
        ("mit", False),
        ("", False),
    ],
)
def test_a_licence_that_nobody_allowed_is_refused_by_name(licence, allowed):
    """What is unknown is refused: somebody reads it, and then allows it."""
    refused = list_refused([make_part("MIT"), make_part(licence, "other")])

    assert (refused == []) is allowed
    assert allowed or refused[0].startswith("other 1.0 is under")


def test_what_packages_say_of_themselves_may_be_passed_on_too(parts):
    """NOTICES.md is written by people; a package that changed its licence says so itself."""
    said = {}
    for part in parts:
        try:
            about = importlib.metadata.metadata(part.name)
        except importlib.metadata.PackageNotFoundError:
            continue
        if expressions := about.get_all("License-Expression"):
            (said[part.name],) = expressions

    assert len(said) > 20
    # Brackets group what is all allowed or not anyway.
    plain = {name: re.sub(r"[()]", "", text) for name, text in said.items()}
    assert {name: text for name, text in plain.items() if not is_allowed(text)} == {}


def test_the_bill_names_each_part_once_and_only_parts_depend(parts, bill):
    refs = [part["bom-ref"] for part in bill["components"]]
    known = {*refs, bill["metadata"]["component"]["bom-ref"]}
    edges = {row["ref"]: row["dependsOn"] for row in bill["dependencies"]}

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert len(refs) == len(set(refs)) > len(parts)
    assert {ref for found in edges.values() for ref in found} | set(edges) <= known
    (aiohttp,) = [ref for ref in refs if ref.startswith("pkg:pypi/aiohttp@")]
    assert aiohttp in edges["pkg:pypi/truss-bot@" + bill["metadata"]["component"]["version"]]
    assert any(ref.startswith("pkg:pypi/yarl@") for ref in edges[aiohttp])


def test_a_package_with_extras_is_one_and_is_not_taken_for_what_wants_another(tmp_path):
    (tmp_path / "NOTICES.md").write_text("\n## Packages\n| one | MIT |\n| two | MIT |\n")
    lock = "one==1.0 \\\n    # via truss-bot\ntwo[fast,all]==2.0 ; x \\\n    # via one\n"
    for name in bill_of_materials.LOCKS:
        (tmp_path / name).write_text(lock)

    one, two = read_parts(tmp_path)

    assert (one.name, sorted(one.wanted_by)) == ("one", ["truss-bot"])
    assert (two.ref, sorted(two.wanted_by)) == ("pkg:pypi/two@2.0", ["one"])


def test_files_of_others_are_in_the_bill_with_their_hashes(bill):
    files = {part["name"]: part["hashes"] for part in bill["components"] if part["type"] == "file"}

    assert "core/adapters/vision/centerface/centerface.onnx" in files
    assert all(len(hashes[0]["content"]) == 64 for hashes in files.values())


def test_the_same_state_gives_the_same_bill(tmp_path, bill):
    assert bill_of_materials.main([str(tmp_path / "dist" / "sbom.cdx.json")]) == 0

    assert json.loads((tmp_path / "dist" / "sbom.cdx.json").read_text()) == bill
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])


def test_a_refused_licence_fails_the_command(tmp_path, capsys):
    for name in (*bill_of_materials.LOCKS, "pyproject.toml", "NOTICES.md"):
        shutil.copy(bill_of_materials.ROOT / name, tmp_path)
    notices = tmp_path / "NOTICES.md"
    notices.write_text(re.sub(r"\| yarl \| .+ \|", "| yarl | SSPL-1.0 |", notices.read_text()))

    assert bill_of_materials.main([str(tmp_path / "sbom.json")], root=tmp_path) == 1

    assert re.search(r"yarl \S+ is under SSPL-1.0", capsys.readouterr().err)
