from datetime import date, timedelta

from core.domain.plan.idea_patterns import Material, gather_material, make_idea
from core.domain.plan.month_plan import Recurrence
from core.domain.work.platform import Platform
from tests.plan_builders import make_plan

DAY = date(2026, 3, 2)
CHESS = Material(themes=("chess", "openings {0}"), insights=("Fails do best.",))


def write_month(material, platform, days=30):
    used: list[str] = []
    for number in range(days):
        idea = make_idea(material, day=DAY + timedelta(days=number), platform=platform, used=used)
        used.append(idea.title)
    return used


def test_a_month_has_no_title_twice_and_is_the_same_when_it_is_written_again():
    for material in (CHESS, Material()):
        for platform in (Platform.X, Platform.YOUTUBE):
            titles = write_month(material, platform, days=90)
            assert len(set(titles)) == 90
            assert titles == write_month(material, platform, days=90)


def test_the_ideas_are_about_the_creators_own_topics():
    titles = write_month(CHESS, Platform.LINKEDIN)
    assert all("chess" in title or "openings {0}" in title for title in titles)
    assert "What worked: Fails do best." in make_idea(CHESS, day=DAY, platform=Platform.X).text


def test_no_clip_is_promised_where_none_is_uploaded_and_what_waits_for_one_says_so():
    ideas = [
        make_idea(CHESS, day=DAY + timedelta(days=n), platform=Platform.TIKTOK) for n in range(30)
    ]
    waiting = [idea for idea in ideas if idea.wish]
    assert len(waiting) == 20
    assert all("until then nothing goes out" in idea.text for idea in waiting)
    assert make_idea(CHESS, day=DAY, platform=Platform.X).wish is None


def test_what_recurs_has_its_weekday():
    weekly = Recurrence(weekday=4, title="Clip of the week", wants_clip=True)
    material = Material(recurring=(weekly,))
    friday = DAY + timedelta(days=4)

    idea = make_idea(material, day=friday, platform=Platform.X)

    assert (idea.title, idea.wish is not None) == ("Clip of the week", True)
    assert make_idea(material, day=DAY, platform=Platform.X).title != "Clip of the week"


def test_material_is_that_of_the_month_and_what_is_known_besides():
    plan = make_plan(niche="speedruns", themes=("Zelda", "zelda\x00"), goals=("grow",))
    found = gather_material(plan, streams=["Any%"], insights=[])
    assert found.topics == ("Zelda", "zelda", "speedruns", "Any%")
    assert gather_material(None, streams=["Any%"], insights=[]).topics == ("Any%",)
