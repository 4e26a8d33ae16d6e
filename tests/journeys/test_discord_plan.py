"""The month's plan as people type it: commands, forms and buttons over the real table."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.work.platform import Platform
from tests.servers.discord import INSTALLER_ID, list_buttons


async def ask(world, guild, command, user_id=INSTALLER_ID, **options):
    asked = await world.discord.type_command(guild, user_id, command, **options)
    await asyncio.wait_for(asked.answered.wait(), 30)
    return asked


async def told(asked):
    await asyncio.wait_for(asked.answered.wait(), 30)
    return asked.texts[-1]


async def write(world, asked, user_id=INSTALLER_ID, **fields):
    """Submit a form and return what came back."""
    submitted = await world.discord.submit(asked, user_id, **fields)
    await asyncio.wait_for(submitted.answered.wait(), 30)
    return submitted


async def add(world, guild, title, **options):
    form = await ask(world, guild, "plan add", platform="x", **options)
    said = await write(world, form, title=title, text="First words", tags="ace, val")
    assert "Planned for" in said.texts[-1]
    (choice,) = await world.discord.complete(guild, INSTALLER_ID, "plan show", post=title)
    return choice["value"]


async def export(world, guild, **options):
    """Return the file of the month in which something is planned, at a month's end the next."""
    now = datetime.now(UTC)
    for month in (f"{now:%Y-%m}", f"{now + timedelta(days=7):%Y-%m}"):
        exported = await ask(world, guild, "plan export", month=month, **options)
        (content,) = exported.files.values()
        if b"ace" in content:
            return content
    raise AssertionError("nothing is planned within a week")


async def test_a_month_is_filled_once_and_shown(ready, guild):
    said = await told(await ask(ready, guild, "plan fill"))
    assert said.startswith("30 posts were added")
    again = await told(await ask(ready, guild, "plan fill"))
    assert "nothing was added" in again

    month = await told(await ask(ready, guild, "plan month"))
    assert month.startswith("**2026-") or "nothing is planned" in month
    board = await told(await ask(ready, guild, "plan board", status="idea"))
    assert len(board.splitlines()) == 21
    wrong = await told(await ask(ready, guild, "plan month", month="=cmd"))
    assert wrong == "Write the month as in 2026-11."


async def test_a_weekly_post_is_planned_and_ended(ready, guild):
    weekly = {"day": "4", "title": "Clip of the *week*", "wants_clip": True}
    said = await told(await ask(ready, guild, "plan weekly", **weekly))
    assert said.startswith("**Friday**: Clip of the \\*week\\*, waits for a clip")
    await told(await ask(ready, guild, "plan fill", count=14))
    board = await told(await ask(ready, guild, "plan board", status="idea"))
    assert board.count("Clip of the") == 2

    ended = await told(await ask(ready, guild, "plan weekly", day="4"))
    assert ended == "No post is planned for every week."


async def test_a_post_is_written_moved_compared_and_restored(ready, guild):
    post = await add(ready, guild, "An ace")
    shown = await ask(ready, guild, "plan show", post=post)
    form = await ready.discord.press_on(shown, INSTALLER_ID, "Write")
    await asyncio.wait_for(form.answered.wait(), 30)
    saved = await write(ready, form, title="An ace", text="Second words", tags="")
    assert saved.texts[-1] == "Saved as draft 2."

    compared = await told(await ask(ready, guild, "plan compare", post=post, first="1", second="2"))
    assert "~~First~~" in compared
    assert "**Second**" in compared
    restored = await told(await ask(ready, guild, "plan restore", post=post, draft="1"))
    assert "as draft 3" in restored
    texts = await told(await ask(ready, guild, "plan texts", post=post, platform="linkedin"))
    assert "LinkedIn: drafting" in texts
    moved = await told(await ask(ready, guild, "plan move", post=post, status="review"))
    assert moved.startswith("It is review")
    listed = await told(await ask(ready, guild, "plan board", platform="linkedin"))
    assert "drafting" in listed


@pytest.mark.parametrize(
    ("answer", "said", "text"),
    [
        ("Theirs", "Theirs stays", "Theirs"),
        ("Mine", "Saved as draft 3", "Mine"),
        ("Both", "Saved as draft 3", "Theirs\n\nMine"),
    ],
)
async def test_who_came_second_is_asked_and_answers(ready, guild, answer, said, text):
    post = await add(ready, guild, "An ace")
    shown = [await ask(ready, guild, "plan show", post=post) for _ in "12"]
    forms = [await ready.discord.press_on(one, INSTALLER_ID, "Write") for one in shown]
    for form in forms:
        await asyncio.wait_for(form.answered.wait(), 30)
    await write(ready, forms[0], title="An ace", text="Theirs", tags="")

    second = await write(ready, forms[1], title="An ace", text="Mine", tags="")

    assert "was faster" in second.texts[-1]
    assert [b["label"] for b in list_buttons(second.messages[-1])] == ["Theirs", "Mine", "Both"]
    chosen = await ready.discord.press_on(second, INSTALLER_ID, answer)
    assert said in await told(chosen)
    (held,) = json.loads(await export(ready, guild, json=True))["posts"]
    assert held["text"] == text


async def test_what_is_exported_is_imported_on_trial_and_then_really(ready, guild):
    await add(ready, guild, "=1+1")
    content = await export(ready, guild)
    assert b"'=1+1" in content
    more = content + b",,2027-01-01 18:00,,x,Another,,\r\n"
    for do, word in ((False, "would be imported: 1 new"), (True, "Imported: 1 new")):
        file = ready.discord.attach("plan.csv", more, content_type="text/csv")
        assert word in await told(await ask(ready, guild, "plan import", file=file, do=do))
    broken = ready.discord.attach("plan.csv", b"time,title\nx,\n", content_type="text/csv")
    said = await told(await ask(ready, guild, "plan import", file=broken, do=True))
    assert "row 1, time" in said


async def test_a_stranger_plans_nothing_and_sees_nothing(ready, guild):
    post = await add(ready, guild, "An ace")
    stranger = ready.discord.new_id()
    guild.members[stranger] = []
    for command, options in (
        ("plan month", {}),
        ("plan fill", {}),
        ("plan add", {"platform": "x"}),
        ("plan show", {"post": post}),
        ("plan move", {"post": post, "status": "review"}),
        ("plan export", {}),
        ("plan board", {}),
    ):
        said = await told(await ask(ready, guild, command, stranger, **options))
        assert said.startswith("Only the creator"), command
    assert await ready.discord.complete(guild, stranger, "plan show", post="") == []


async def test_goals_and_a_text_that_was_posted_by_hand(ready, guild):
    said = await told(
        await ask(ready, guild, "plan goals", niche="chess", themes="openings; endgames")
    )
    assert "0 goals and 2 themes" in said
    post = await add(ready, guild, "An ace")
    await told(await ask(ready, guild, "plan texts", post=post))
    link = "https://x.com/me/status/1"
    wrong = await told(
        await ask(ready, guild, "plan published", post=post, platform="x", link="x.com")
    )
    assert "whole address" in wrong
    said = await told(await ask(ready, guild, "plan published", post=post, platform="x", link=link))
    assert said == "Noted; the post is published."
    assert Platform.X.label == "X"
