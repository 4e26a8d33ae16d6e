from core.domain.plan.text_conflict import TextConflict, keep_lost
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from tests.builders import NOON
from tests.plan_builders import make_post, make_variant

MINE = Wording(title="t", text="mine \ud800", tags=("a",))


def lose(theirs, wording=MINE, written_by="discord:1"):
    return keep_lost(theirs, wording, written_by=written_by, made_from=1, at=NOON)


def test_the_same_text_of_the_same_person_is_kept_once():
    post = make_post(drafts=3)
    assert lose(post) == lose(post)
    others = {lose(post), lose(post, written_by="web"), lose(post, Wording(title="t", text="x"))}
    assert len({one.lost_id for one in others}) == 3
    assert lose(post).name == f"3~{lose(post).lost_id}"


def test_it_is_kept_where_the_faster_text_is():
    assert lose(make_variant(drafts=2)).platform is Platform.TIKTOK
    assert lose(make_post()).platform is None


def test_the_sentence_says_who_was_faster():
    post = make_post(changed_by="discord:9")
    assert "by discord:9" in str(TextConflict(theirs=post, mine=lose(post)))
    assert "by Truss" in str(TextConflict(theirs=make_post(), mine=lose(make_post())))
