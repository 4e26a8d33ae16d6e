"""The audit says what is known of dependencies, and fails for nothing but a known weakness."""

import json
import sys

import pytest

from deploy import audit

REPORT = {
    "dependencies": [
        {"name": "sound", "version": "1.0", "vulns": []},
        {
            "name": "frail",
            "version": "2.0",
            "vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}],
        },
        {"name": "private", "skip_reason": "not found"},
    ]
}


@pytest.fixture
def folder(tmp_path):
    """A folder in which pip-audit is installed already; a test says what it does."""
    (tmp_path / "bin").mkdir()
    return tmp_path


def put_tool(folder, script):
    tool = folder / "bin" / "pip-audit"
    tool.write_text(f"#!/bin/sh\n{script}\n")
    tool.chmod(0o755)


def answer_with(folder, report, status):
    (folder / "answer").write_text(json.dumps(report))
    put_tool(
        folder,
        f'while [ "$1" != --output ]; do shift; done; cp {folder}/answer "$2"; exit {status}',
    )


def test_a_known_weakness_fails_and_says_where_it_is_mended(folder, capsys):
    answer_with(folder, REPORT, status=1)

    assert audit.main([str(folder)]) == 1

    assert capsys.readouterr().err == "Weakness: frail 2.0: PYSEC-2026-1; mended in 2.1.\n"


@pytest.mark.parametrize("name", ["PYSEC-2026-1", "CVE-2026-1"])
def test_a_weakness_that_was_accepted_with_a_reason_does_not(folder, monkeypatch, name):
    monkeypatch.setitem(audit.ACCEPTED, name, "Truss never calls it.")
    answer_with(folder, REPORT, status=1)

    assert audit.main([str(folder)]) == 0


def test_nothing_known_is_said_with_what_was_looked_at(folder, capsys):
    answer_with(folder, {"dependencies": []}, status=0)

    assert audit.main([str(folder)]) == 0

    assert "Audited requirements-words-all.lock" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 'a traceback' >&2; echo 'ConnectionError: no route' >&2; exit 1", "no route"),
        ("exit 1", "status 1"),
        ("kill -9 $$", "status -9"),
        ("exec sleep 30", "not done within 0.2 s"),
    ],
)
def test_without_a_network_it_is_skipped_with_the_reason(
    folder, capsys, monkeypatch, script, reason
):
    """That nobody can be asked is no fault of a change."""
    if "sleep" in script:
        monkeypatch.setattr(audit, "SECONDS", 0.2)
    put_tool(folder, script)

    assert audit.main([str(folder)]) == 0

    said = capsys.readouterr().out
    assert said.startswith("Audit skipped: ")
    assert reason in said


def test_a_registry_that_knows_nothing_is_no_clean_audit(folder, capsys):
    """A mirror may have the files and not what is known of them."""
    answer_with(folder, {"dependencies": [REPORT["dependencies"][2]]}, status=0)

    assert audit.main([str(folder)]) == 0

    assert capsys.readouterr().out.startswith("Audit skipped: nothing is known of any package: not")


def test_a_package_of_which_nothing_is_known_is_named(folder, capsys):
    answer_with(folder, {"dependencies": REPORT["dependencies"][::2]}, status=0)

    assert audit.main([str(folder)]) == 0

    assert capsys.readouterr().out.endswith("0 weaknesses; nothing is known of private.\n")


def test_an_old_answer_is_not_taken_for_a_new_one(folder):
    (folder / "requirements-words-all.lock.json").write_text(json.dumps(REPORT))
    put_tool(folder, "exit 1")

    assert audit.main([str(folder)]) == 0


def test_where_pip_audit_cannot_be_installed_that_is_the_reason(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert audit.main([str(tmp_path)]) == 0

    assert "pip-audit cannot be installed: [Errno 2]" in capsys.readouterr().out
