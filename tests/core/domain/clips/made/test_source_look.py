from core.domain.clips.made.source_look import FIRST_SOUND, SoundTaken


def test_all_tracks_that_are_heard_begin_with_the_chosen_one():
    assert FIRST_SOUND.tracks == (0,)
    assert SoundTaken(track=2, others=(0, 1)).tracks == (2, 0, 1)
