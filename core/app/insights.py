"""Insights: what posts have taught, the tasks that follow, and who is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.app.outside import Limits, Ports
from core.app.people import build_roles
from core.services.clips.framing_preferences import FramingPreferences
from core.services.learning.check_picture import CheckPicture
from core.services.learning.digests import Digests
from core.services.learning.lesson_reading import LessonReading
from core.services.learning.look_arranging import ArrangingPosts
from core.services.learning.post_reading import PostReading
from core.services.learning.score_weighing import ScoreWeighing, WeighingClips
from core.services.learning.task_list import TaskList
from core.services.learning.week_reading import WeekReading
from core.services.learning.weekly_look import WeeklyLook
from core.services.people.personal_preferences import PersonalPreferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """The services that learn from posts, and tell it."""

    look: WeeklyLook
    lessons: LessonReading
    tasks: TaskList
    digests: Digests
    weeks: WeekReading
    weighing: ScoreWeighing
    wants: PersonalPreferences
    picture: CheckPicture


def weigh_scores(ports: Ports) -> tuple[Ports, ScoreWeighing]:
    """Return the ports with a clip store in which new scores are weighed, and what weighs them."""
    stores = ports.stores
    weighing = ScoreWeighing(clock=ports.clock, lessons=stores.lessons)
    clips = WeighingClips(stores.clips, weighing)
    return replace(ports, stores=replace(stores, clips=clips)), weighing


def build_wants(ports: Ports) -> PersonalPreferences:
    return PersonalPreferences(preferences=ports.stores.preferences, profiles=ports.stores.profiles)


def build_digests(ports: Ports, limits: Limits) -> Digests:
    """Return what looks and tells; it stands on stores alone, so that others can arrange it."""
    stores = ports.stores
    reading = PostReading(clock=ports.clock, posts=stores.measured_posts)
    return Digests(
        clock=ports.clock,
        due=stores.due,
        lessons=stores.lessons,
        look=WeeklyLook(
            clock=ports.clock,
            ids=ports.ids,
            reading=reading,
            lessons=stores.lessons,
            insights=stores.insights,
            tasks=stores.tasks,
            clips=stores.clips,
            profiles=stores.profiles,
        ),
        weeks=WeekReading(
            clock=ports.clock, reading=reading, lessons=stores.lessons, tasks=stores.tasks
        ),
        wants=build_wants(ports),
        preferences=stores.preferences,
        guilds=stores.guilds,
        roles=build_roles(ports, limits),
        notices=ports.review.notices,
    )


def arrange_looks(ports: Ports, digests: Digests) -> Ports:
    """Return the ports with a store of posts whose first ones arrange a weekly look."""
    posts = ArrangingPosts(ports.stores.measured_posts, digests.arrange)
    return replace(ports, stores=replace(ports.stores, measured_posts=posts))


def build_insights(
    ports: Ports,
    limits: Limits,
    digests: Digests,
    framing: FramingPreferences,
    weighing: ScoreWeighing,
) -> Insights:
    stores = ports.stores
    return Insights(
        look=digests.look,
        lessons=LessonReading(lessons=stores.lessons, insights=stores.insights),
        tasks=TaskList(
            clock=ports.clock,
            tasks=stores.tasks,
            lessons=stores.lessons,
            slots=stores.slots,
            profiles=stores.profiles,
            framing=framing,
            writes_titles=ports.videos.analyst is not None,
        ),
        digests=digests,
        weeks=digests.weeks,
        weighing=weighing,
        wants=build_wants(ports),
        picture=CheckPicture(painter=ports.chat.charts, scratch=limits.scratch),
    )
