from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.web.plan.plan_views import view_month, view_post
from core.domain.plan.calendar import CalendarEntry
from core.domain.plan.post import PostStatus, WholePost
from core.domain.work.platform import Platform
from core.services.plan.plan_reading import MonthPage
from tests.builders import NOON
from tests.plan_builders import make_draft, make_post, make_variant

TOKYO = ZoneInfo("Asia/Tokyo")


def test_a_month_has_a_cell_for_each_day_and_the_creators_own_hours():
    entry = CalendarEntry(
        kind="post", id="1", at=NOON + timedelta(hours=4), status="idea", platforms=("x",)
    )
    task = CalendarEntry(kind="task", id="2", at=NOON)
    view = view_month(MonthPage(month="2026-03", zone=TOKYO, entries=(entry, task)))

    assert (view.before, view.after, view.blanks, len(view.days)) == ("2026-02", "2026-04", 6, 31)
    assert view.days[0].items == ()
    (item,) = view.days[1].items
    assert (item.time, item.title, item.places) == ("01:00", "Untitled", "X")


def test_a_post_shows_where_it_may_go_and_how_much_of_each_limit_its_texts_take():
    x = make_variant(platform=Platform.X, text="字", tags=())
    whole = WholePost(post=make_post(), variants=(x,), drafts=(make_draft(), make_draft(number=2)))
    view = view_post(whole, TOKYO)
    assert view.local == "2026-03-01 21:00"
    assert [size.told for size in view.variants[0].sizes] == ["text 2 of 280 weighted characters"]
    assert [draft.number for draft in view.drafts] == [2, 1]
    assert view.moves == (PostStatus.DRAFTING, PostStatus.SCHEDULED)
