"""Following: what happens by itself when something is stored."""

from __future__ import annotations

from dataclasses import replace

from core.app.outside import Limits, Ports
from core.app.people import build_roles
from core.services.clips.card_jobs import CardJobs, CardUpdatingClips, CardUpdatingPublications
from core.services.learning.digests import Digests
from core.services.learning.look_arranging import ArrangingPosts
from core.services.learning.post_noting import NotingPublications, PostNoting
from core.services.learning.post_reading import PostReading
from core.services.learning.score_weighing import ScoreWeighing, WeighingClips
from core.services.learning.week_reading import WeekReading
from core.services.learning.weekly_look import WeeklyLook
from core.services.people.personal_preferences import PersonalPreferences
from core.services.plan.clip_posts import ClipPosts
from core.services.plan.plan_following import PlanFollowingClips, PlanFollowingPublications
from core.services.publishing.metered_publications import MeteredPublications
from core.services.work.metered_jobs import MeteredJobs


class Following:
    """What follows when something is stored, and the `ports` whose stores see to it.

    Each service here has the stores as they are where it is built: it sets off only what stands
    above it.
    """

    def __init__(self, ports: Ports, limits: Limits) -> None:
        clock, ids, meters = ports.clock, ports.ids, ports.meters
        stores = replace(
            ports.stores,
            jobs=MeteredJobs(ports.stores.jobs, meters),
            publications=MeteredPublications(ports.stores.publications, meters),
        )

        self.weighing = ScoreWeighing(clock=clock, lessons=stores.lessons)
        stores = replace(stores, clips=WeighingClips(stores.clips, self.weighing))

        self.wants = PersonalPreferences(preferences=stores.preferences, profiles=stores.profiles)
        self.digests = _build_digests(replace(ports, stores=stores), limits, self.wants)
        posts = ArrangingPosts(stores.measured_posts, self.digests.arrange)
        stores = replace(stores, measured_posts=posts)

        self.card_jobs = CardJobs(
            clock=clock, ids=ids, guilds=stores.guilds, formats=stores.formats
        )
        stores = replace(
            stores,
            clips=CardUpdatingClips(stores.clips, self.card_jobs),
            publications=CardUpdatingPublications(stores.publications, self.card_jobs),
        )

        self.noting = PostNoting(
            posts=stores.measured_posts,
            batches=stores.due_batches,
            clips=stores.clips,
            profiles=stores.profiles,
        )
        publications = NotingPublications(stores.publications, self.noting)
        stores = replace(stores, publications=publications)

        self.clip_posts = ClipPosts(
            clock=clock,
            clips=stores.clips,
            posts=stores.posts,
            publications=stores.publications,
            targets=stores.targets,
        )
        stores = replace(
            stores,
            clips=PlanFollowingClips(stores.clips, self.clip_posts),
            publications=PlanFollowingPublications(stores.publications, self.clip_posts),
        )
        self.ports = replace(ports, stores=stores)


def _build_digests(ports: Ports, limits: Limits, wants: PersonalPreferences) -> Digests:
    clock, stores = ports.clock, ports.stores
    reading = PostReading(clock=clock, posts=stores.measured_posts)
    return Digests(
        clock=clock,
        due=stores.due,
        lessons=stores.lessons,
        look=WeeklyLook(
            clock=clock,
            ids=ports.ids,
            reading=reading,
            lessons=stores.lessons,
            insights=stores.insights,
            tasks=stores.tasks,
            clips=stores.clips,
            profiles=stores.profiles,
        ),
        weeks=WeekReading(clock=clock, reading=reading, lessons=stores.lessons, tasks=stores.tasks),
        wants=wants,
        preferences=stores.preferences,
        guilds=stores.guilds,
        roles=build_roles(ports, limits),
        notices=ports.review.notices,
    )
