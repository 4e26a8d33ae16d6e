import sqlite3
from contextlib import closing

import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.sqlite_soundness import find_damage, read_row_mark, row_checksum
from core.errors import ExternalFailure
from tests.core.adapters.backup.homes import TABLE, add_clips, dump, flip_bits, make_home


@pytest.mark.parametrize("seed", range(12))
def test_twenty_flipped_bits_are_noticed_at_the_start_in_words(tmp_path, seed):
    """SQLite alone does not look at what stands in a row."""
    home = make_home(tmp_path / "home", rows=60)
    flip_bits(home / TABLE, 20, seed=seed)

    with pytest.raises(ExternalFailure, match=r"is damaged .*`trussbot restore FOLDER`"):
        SqliteTable._open(home / TABLE)


def test_one_flipped_bit_in_a_text_is_noticed(tmp_path):
    home = make_home(tmp_path / "home", rows=10)
    content = (home / TABLE).read_bytes()
    (home / TABLE).write_bytes(content.replace(b"Clip 7 Clip 7", b"Clip 7 Clhp 7", 1))

    assert find_damage(home / TABLE) == "1 rows are not as they were written"


def test_rows_of_an_older_version_get_their_checksums(tmp_path):
    home = make_home(tmp_path / "home", rows=10)
    before = dump(home)
    with closing(sqlite3.connect(home / TABLE)) as connection:
        connection.execute("DROP TRIGGER forget_old_checksum")
        connection.execute("ALTER TABLE items DROP COLUMN crc")
        connection.execute("PRAGMA user_version=1")

    add_clips(home, [77])

    assert dump(home)[:10] == before
    assert find_damage(home / TABLE) == ""


def test_what_an_older_truss_writes_beside_it_is_no_damage(tmp_path):
    """`trussbot export` of a new version upgrades the file while the old one still runs."""
    home = make_home(tmp_path / "home", rows=10)
    with closing(sqlite3.connect(home / TABLE)) as connection, connection:
        connection.executemany(
            """INSERT INTO items (pk, sk, ttl, body) VALUES ('CREATOR#ada', ?, NULL, '{}')
            ON CONFLICT (pk, sk) DO UPDATE SET ttl=excluded.ttl, body=excluded.body""",
            [("CLIP#000003",), ("CLIP#000099",)],
        )

    assert find_damage(home / TABLE) == ""

    with closing(sqlite3.connect(home / TABLE)) as connection, connection:
        connection.execute("UPDATE items SET crc = crc + 1 WHERE sk = 'CLIP#000005'")
    assert find_damage(home / TABLE) == "1 rows are not as they were written"


def test_a_close_and_a_sweep_note_how_many_rows_there_are(tmp_path):
    home = make_home(tmp_path / "home", rows=10)

    assert read_row_mark(home / TABLE) == 10
    assert read_row_mark(tmp_path / "nowhere.sqlite3") == 0


def test_values_that_change_places_change_the_checksum():
    assert row_checksum("a", "b", None) != row_checksum("a", None, "b")
    assert row_checksum("a", 1) == row_checksum("a", "1")
