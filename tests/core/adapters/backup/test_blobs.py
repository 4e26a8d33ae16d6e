import io

import pytest

from core.adapters.backup.blobs import BlobDamaged, Blobs


def test_equal_contents_are_stored_once(tmp_path):
    blobs = Blobs(tmp_path / "blobs")
    (tmp_path / "a").write_bytes(b"video")

    first = blobs.put_file(tmp_path / "a")
    second = blobs.put_bytes(b"video")

    assert first == (second[0], 5, True)
    assert second[1] is False
    assert [path.stat().st_mode & 0o777 for path in tmp_path.glob("blobs/??/*")] == [0o600]
    assert blobs.is_whole(second[0])


def test_a_missing_or_changed_content_is_never_handed_out_as_whole(tmp_path):
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put_bytes(b"video")
    next(tmp_path.glob("??/*")).write_bytes(b"vidEo")

    assert not blobs.is_whole(digest)
    for name in (digest, "0" * 64):
        with pytest.raises(BlobDamaged):
            blobs.write_to(name, io.BytesIO())
    blobs.set_aside(digest)
    assert not blobs.has(digest)


def test_what_nobody_needs_is_removed(tmp_path):
    blobs = Blobs(tmp_path)
    kept, gone = blobs.put_bytes(b"kept")[0], blobs.put_bytes(b"gone")[0]

    assert blobs.remove_others({kept}) == 4
    assert (blobs.has(kept), blobs.has(gone)) == (True, False)
