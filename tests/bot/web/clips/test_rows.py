from dataclasses import replace

from bot.web.clips.rows import make_row
from core.domain.clips.clip import ClipStatus
from tests.builders import make_clip, make_publication, make_score


def test_a_row_is_made_once_for_all_who_look_and_anew_once_the_clip_has_changed():
    clip = make_clip(status=ClipStatus.IN_REVIEW, title="One", score=make_score())
    row = make_row(clip, (), may_review=True)

    assert make_row(replace(clip), (), may_review=True) is row
    assert make_row(replace(clip, title="Two"), (), may_review=True).card.title == "Two"
    assert row.may_decide
    assert not make_row(clip, (), may_review=False).may_decide


def test_a_row_tells_until_when_its_publication_can_be_called_off():
    clip = make_clip(status=ClipStatus.APPROVED)
    due = make_publication(clip_id=clip.id)

    assert make_row(clip, (), may_review=True).goes_out_at is None
    row = make_row(clip, (due,), may_review=True)
    assert (row.goes_out_at, row.may_undo) == (int(due.due_at.timestamp()), True)
