from zoneinfo import ZoneInfo

from core.domain.plan.month_rows import RowError, may_be_new, read_rows, write_csv, write_json
from core.domain.plan.post import PostStatus
from core.domain.work.platform import Platform
from tests.plan_builders import make_post

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_post_is_read_as_it_was_written():
    post = make_post(
        title="=1", text="a\nb", tags=("x y",), platforms=(Platform.X, Platform.TIKTOK)
    )
    for text in (write_csv([post], BERLIN), write_json([post], BERLIN)):
        (row,), errors = read_rows(text.encode(), BERLIN)
        assert errors == ()
        assert (row.id, row.version, row.at) == (post.id, 1, post.planned_at)
        assert (row.wording.title, row.wording.text, row.wording.tags) == ("=1", "a\nb", ("x y",))
        assert row.platforms == post.platforms
    assert "'=1" in write_csv([post], BERLIN)


def test_every_error_names_its_row_and_column():
    text = "time,title,status\nx,,y\n2026-04-02 18:00,Fine,idea\n,One,\n"
    rows, errors = read_rows(text.encode(), BERLIN)
    assert [row.number for row in rows] == [2]
    assert [(e.row, e.column) for e in errors] == [
        (1, "time"),
        (1, "status"),
        (1, "title"),
        (3, "time"),
    ]
    assert isinstance(errors[0], RowError)


def test_a_post_is_in_a_file_once():
    post = make_post()
    line = write_csv([post], BERLIN).splitlines()
    _, errors = read_rows("\n".join((*line, line[1])).encode(), BERLIN)
    assert [(e.row, e.column) for e in errors] == [(2, "id")]


def test_a_file_of_a_table_program_begins_with_a_mark():
    assert read_rows(b"\xef\xbb\xbftime,title\n2026-04-02 18:00,One\n", BERLIN)[1] == ()


def test_what_is_scheduled_is_none_of_a_files_business():
    assert [s.value for s in PostStatus if may_be_new(s)] == ["idea", "drafting", "review"]
