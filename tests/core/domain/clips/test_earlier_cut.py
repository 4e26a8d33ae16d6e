from dataclasses import replace

from core.domain.clips.box import Box
from core.domain.clips.earlier_cut import EARLIER_KEPT
from core.domain.clips.recut import remember
from tests.builders import NOON, make_clip

SEEN = make_clip(object_key="k", title="Before", facecam=Box(x=1, y=2, width=30, height=40))


def test_a_new_cut_knows_how_the_clip_was():
    (cut,) = remember(replace(SEEN, title="After"), SEEN, at=NOON).earlier

    assert (cut.title, cut.start_seconds, cut.until) == ("Before", SEEN.start_seconds, NOON)
    assert cut.facecam == SEEN.facecam


def test_the_oldest_of_many_cuts_is_forgotten():
    clip = SEEN
    for number in range(EARLIER_KEPT + 2):
        clip = remember(clip, replace(clip, version=number), at=NOON)

    assert [cut.version for cut in clip.earlier] == list(range(2, EARLIER_KEPT + 2))


def test_what_never_had_a_video_was_no_cut():
    assert remember(SEEN, replace(SEEN, object_key=None), at=NOON).earlier == ()
