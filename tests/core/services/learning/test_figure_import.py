from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.learning.exports.import_plan import ImportOptions, LineState
from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Forbidden, InvalidInput, NotFound
from tests.builders import CREATOR, make_actor
from tests.core.domain.learning.exports import export_samples as samples
from tests.core.services.learning.import_desk import NOW, OUT_AT, ImportDesk

ADDING = ImportOptions(adds_unknown=True)


@pytest.fixture
async def desk(tmp_path):
    return await ImportDesk(tmp_path).open()


async def test_a_preview_says_what_matched_and_why_the_rest_did_not_and_changes_nothing(desk):
    post = await desk.add_post()

    plan = await desk.bring(samples.make_youtube_zip(), name="Ada.zip")

    assert [line.state for line in plan.lines] == [
        LineState.MATCHED,
        LineState.UNKNOWN,
        LineState.REFUSED,
    ]
    assert plan.lines[0].post == post
    assert plan.lines[1].why == "no post of yours has this id"
    assert plan.lines[2].why == "it has no figures"
    assert not plan.is_done
    assert await desk.find(post) == post
    assert desk.list_card_jobs() == []


async def test_an_import_reaches_the_post_its_card_and_the_raw_file_stays(desk):
    post = await desk.add_post()

    done = await desk.take(samples.YOUTUBE_EN)

    assert (done.is_done, done.changed) == (True, 1)
    newest = (await desk.find(post)).newest
    assert (newest.views, newest.likes, newest.impressions) == (1200, 60, 20000)
    assert (newest.click_rate, newest.watched_share) == (0.045, 0.615)
    assert newest.measured_at == NOW
    assert desk.list_card_jobs() == [post.clip_id]
    async with desk.storage.open_file(done.file.object_key) as path:
        assert path.read_bytes() == samples.YOUTUBE_EN
    kept = await desk.stores.imports.find_import(CREATOR, done.file.digest)
    assert (kept.imported_at, kept.posts, kept.brought_by) == (NOW, 1, desk.actor.person_id)


async def test_the_same_file_again_changes_nothing_days_later_too(desk):
    post = await desk.add_post()
    await desk.take(samples.YOUTUBE_EN, ADDING)
    before = await desk.find(post)
    count = len(await list_all(desk))
    desk.clock.advance(3 * 24 * 3600)

    again = await desk.take(samples.YOUTUBE_EN, ADDING)

    assert again.changed == 0
    assert {line.state for line in again.lines} == {LineState.SAME, LineState.REFUSED}
    assert await desk.find(post) == before
    assert len(await list_all(desk)) == count


async def list_all(desk):
    return await desk.stores.measured_posts.list_posts(CREATOR, first=date.min, last=date.max)


async def test_a_later_export_is_a_newer_reading_and_no_addition(desk):
    post = await desk.add_post()
    await desk.take(samples.YOUTUBE_EN, ImportOptions(as_of=date(2026, 9, 9)))
    later = samples.YOUTUBE_EN.replace(b",1200,", b",1700,")

    await desk.take(later, ImportOptions(as_of=date(2026, 9, 19)))

    found = await desk.find(post)
    assert found.newest.views == 1700
    assert found.by_age[7].views == 1200
    rows = await desk.stores.metrics.list_metrics(
        CREATOR, Platform.YOUTUBE, first=date(2026, 9, 1), last=date(2026, 9, 30)
    )
    assert [(row.on.day, row.views) for row in rows.items] == [(9, 1200), (19, 1700)]


async def test_an_older_export_that_comes_later_replaces_no_newer_figure(desk):
    post = await desk.add_post()
    await desk.take(samples.YOUTUBE_EN, ImportOptions(as_of=date(2026, 9, 19)))
    older = samples.YOUTUBE_EN.replace(b",1200,", b",700,")

    await desk.take(older, ImportOptions(as_of=date(2026, 9, 10)))

    assert (await desk.find(post)).newest.views == 1200


async def test_unknown_posts_become_posts_where_somebody_wants_it(desk):
    assert (await desk.take(samples.TIKTOK)).changed == 0
    assert await list_all(desk) == ()

    done = await desk.take(samples.TIKTOK, ADDING)

    assert done.changed == 2
    old, new = await list_all(desk)
    assert (new.platform, new.post_id, new.clip_id) == (
        Platform.TIKTOK,
        "7412345678901234567",
        None,
    )
    assert (new.out_at.date(), new.tags) == (date(2026, 9, 2), None)
    assert old.made_on == date(2025, 12, 24)
    assert (await desk.take(samples.TIKTOK)).changed == 0


async def test_first_figures_of_an_old_post_are_no_days_growth(desk):
    await desk.take(samples.TIKTOK, ADDING)

    days = await desk.stores.analytics.list_days(CREATOR, date(2026, 9, 1), date(2026, 9, 30))
    assert sum(day.counts.get("views", 0) for day in days) == 0


async def test_other_creators_posts_are_never_matched(desk):
    foreign = await desk.add_post(creator_id=CreatorId("ben"))

    done = await desk.take(samples.YOUTUBE_EN, ADDING)

    assert await desk.find(foreign) == foreign
    assert all(line.post is None or line.post.creator_id == CREATOR for line in done.lines)
    with pytest.raises(NotFound):
        await desk.imports.import_file(
            make_actor(creator_id=CreatorId("ben")), done.file.digest, ADDING
        )


async def test_a_post_without_an_id_is_found_by_title_and_day_and_learns_its_id(desk):
    post = await desk.add_post(platform=Platform.TIKTOK, post_id=None, title="Chat erupts")

    await desk.take(samples.TIKTOK)

    found = await desk.find(post)
    assert (found.post_id, found.newest.views) == ("7412345678901234567", 1200)


async def test_rednote_has_no_ids_and_twice_is_once(desk):
    post = await desk.add_post(platform=Platform.REDNOTE, post_id=None, title="大家都疯了")
    data = samples.make_rednote()

    assert (await desk.take(data, name="笔记.xlsx")).changed == 1
    assert (await desk.take(data, name="笔记.xlsx")).changed == 0
    assert (await desk.find(post)).newest.views == 1200


async def test_an_export_of_a_period_is_no_total_of_older_posts(desk):
    await desk.add_post()

    plan = await desk.bring(samples.YOUTUBE_EN, name="Content 2026-09-03_2026-09-18 Ada.csv")

    assert plan.file.as_of == date(2026, 9, 18)
    assert "only counts since 2026-09-03" in plan.lines[0].why
    assert plan.lines[0].state is LineState.REFUSED


async def test_figures_of_a_day_before_the_post_are_refused(desk):
    await desk.add_post()
    plan = await desk.bring(samples.YOUTUBE_EN, ImportOptions(as_of=date(2026, 8, 30)))

    assert "went out after" in plan.lines[0].why


async def test_what_the_platform_measured_since_stays_and_gets_what_it_does_not_say(desk):
    post = await desk.add_post()
    measured = replace(
        (await desk.bring(samples.YOUTUBE_EN)).lines[0].metric,
        measured_at=NOW + timedelta(hours=1),
        views=1300,
        impressions=None,
        click_rate=None,
        is_imported=False,
    )
    await desk.stores.metrics.put_metrics(CREATOR, [measured])
    await desk.stores.measured_posts.save_post(post.read(measured))

    await desk.take(samples.YOUTUBE_EN)

    newest = (await desk.find(post)).newest
    assert (newest.views, newest.impressions) == (1300, 20000)
    (row,) = (
        await desk.stores.metrics.find_days(CREATOR, Platform.YOUTUBE, "-bcDEFghi_1", [NOW.date()])
    ).values()
    assert (row.views, row.click_rate, row.is_imported) == (1300, 0.045, False)


async def test_only_editors_bring_figures(desk):
    with pytest.raises(Forbidden):
        await desk.bring(samples.X, actor=make_actor(role=Role.MODERATOR))
    with pytest.raises(Forbidden):
        await desk.imports.import_file(make_actor(role=Role.MODERATOR), "d", ADDING)
    with pytest.raises(NotFound):
        await desk.imports.import_file(desk.actor, "ab" * 32, ADDING)


async def test_old_and_future_posts_do_not_become_posts(desk):
    rows = samples.X.decode()
    for year in ("2019", "2027"):
        plan = await desk.bring(rows.replace("2026", year).encode(), ADDING)
        assert plan.lines[0].state is LineState.REFUSED
    assert OUT_AT < NOW


async def test_a_file_that_two_platforms_fit_asks(desk):
    text = (
        "Post id,Permalink,Publish time,Impressions,Likes,Replies\n"
        "1834567890123456789,https://x.com/a/status/1834567890123456789,2026-09-02,5,1,0\n"
    )
    plan = await desk.bring(text.encode())
    if plan.ambiguous:
        with pytest.raises(InvalidInput, match="which platform"):
            await desk.imports.import_file(desk.actor, plan.file.digest, ImportOptions())
    chosen = await desk.bring(text.encode(), ImportOptions(platform=Platform.INSTAGRAM))
    assert chosen.ambiguous == ()
