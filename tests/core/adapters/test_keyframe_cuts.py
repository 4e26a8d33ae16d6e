from core.adapters.keyframe_cuts import find_cuts


def test_cuts_are_where_the_picture_changes(films):
    assert find_cuts(films / "scenes.mp4", from_seconds=0, to_seconds=6) == (2.0, 4.0)


def test_only_the_stretch_is_looked_at(films):
    assert find_cuts(films / "scenes.mp4", from_seconds=2.6, to_seconds=6) == (4.0,)
    assert find_cuts(films / "scenes.mp4", from_seconds=0, to_seconds=3.9) == (2.0,)


def test_a_picture_that_only_moves_has_no_cut(films):
    assert find_cuts(films / "often.ts", from_seconds=0, to_seconds=6) == ()


def test_a_film_of_keyframes_alone_is_thinned_out(films):
    """Motion JPEG has nothing but keyframes; all of them would be a full decode."""
    assert find_cuts(films / "old.avi", from_seconds=0, to_seconds=6) == ()


def test_sound_alone_has_no_cuts(films):
    assert find_cuts(films / "sound_only.m4a", from_seconds=0, to_seconds=2) == ()


def test_broken_packets_are_passed_over(films, tmp_path):
    content = bytearray((films / "scenes.mp4").read_bytes())
    half = len(content) // 3
    content[half : half + 200] = b"\xff" * 200
    (tmp_path / "scratched.mp4").write_bytes(content)

    assert len(find_cuts(tmp_path / "scratched.mp4", from_seconds=0, to_seconds=6)) <= 2
