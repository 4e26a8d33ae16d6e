import os

from core.adapters.last_backup import LastBackup, advise_restore, read_marker, write_marker


def test_what_was_noted_is_read_again_and_names_the_folder_to_restore_from(tmp_path):
    marker = LastBackup(
        at="2026-03-02",
        result="failed",
        sentence="The disk is full.",
        folder="/mnt/a",
        whole_at="2026-03-01",
        whole_folder="/mnt/b",
    )
    write_marker(tmp_path, marker)

    assert read_marker(tmp_path) == marker
    assert "`trussbot restore /mnt/b`" in advise_restore(tmp_path)


def test_a_marker_that_cannot_be_read_is_none(tmp_path):
    assert read_marker(tmp_path) is None
    for text in ("{", "[]", '{"at": 1}', "\x00"):
        (tmp_path / "last-backup").write_text(text)
        assert read_marker(tmp_path) is None
    assert "`trussbot restore FOLDER`" in advise_restore(tmp_path)


def test_a_pipe_is_no_marker_and_is_not_waited_at(tmp_path):
    os.mkfifo(tmp_path / "last-backup")

    assert read_marker(tmp_path) is None
