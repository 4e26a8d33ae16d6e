from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.learning.exports.matching import match_rows, plain_title
from core.domain.learning.exports.post_rows import PostRow, RowFigures
from core.domain.learning.measured_post import note_post
from core.domain.work.platform import Platform
from tests.builders import NOON, make_publication, make_test_ulid

ROW = PostRow(
    source="f",
    number=2,
    platform=Platform.REDNOTE,
    ids=(),
    title="Everybody went wild!",
    published=NOON.date(),
    figures=RowFigures(views=5),
)


def make_post(number=1, title="Everybody went wild", **given):
    made = make_publication(id=make_test_ulid(number), platform=Platform.REDNOTE, **given)
    return note_post(made, title, None)


def match(row, *posts):
    (found,) = match_rows([row], posts)
    return found


def test_an_id_decides_and_only_its_own():
    row = replace(ROW, platform=Platform.X, ids=("9", "abc"), title="")
    mine = replace(make_post(), platform=Platform.X, post_id="abc")

    assert match(row, mine).post == mine
    assert match(row, replace(mine, post_id="ab")).post is None
    assert match(row, replace(mine, platform=Platform.TIKTOK)).post is None


def test_without_an_id_title_and_day_decide_where_one_post_fits():
    post = make_post()

    assert match(ROW, post).post == post
    assert match(replace(ROW, published=NOON + timedelta(days=1)), post).post == post
    assert match(replace(ROW, published=NOON.date() + timedelta(days=2)), post).post is None
    assert match(replace(ROW, published=None), post).post is None
    longer = replace(ROW, title="Everybody went wild #chess #fun")
    assert match(longer, post).post == post
    assert match(replace(ROW, title="Every"), post).post is None
    assert match(replace(ROW, title="!!!"), post).post is None
    assert "several posts" in match(ROW, post, make_post(2)).why


def test_an_id_is_learned_by_title_only_for_a_post_that_has_none():
    row = replace(ROW, ids=("77",))

    assert match(row, make_post()).post is not None
    assert match(row, make_post(post_id="78")).post is None


def test_two_rows_do_not_share_a_post():
    one, other = match_rows([ROW, replace(ROW, number=3)], [make_post()])

    assert one.post is None
    assert other.post is None
    assert "several rows" in one.why


def test_what_is_wrong_with_a_row_stays_with_it():
    assert match(replace(ROW, problem="it has no figures"), make_post()).why == "it has no figures"


@pytest.mark.parametrize(("title", "plain"), [("A-b C!", "abc"), ("Ｗild", "wild"), ("🎉", "")])  # noqa: RUF001
def test_titles_are_compared_by_letters(title, plain):
    assert plain_title(title) == plain
