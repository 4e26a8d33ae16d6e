"""The plan: a month's posts, their texts for each platform, and the clips that fill them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.app.outside import Ports
from core.services.learning.post_noting import PostNoting
from core.services.plan.clip_posts import ClipPosts
from core.services.plan.model_writing import ModelWriting
from core.services.plan.month_exchange import MonthExchange
from core.services.plan.month_filling import MonthFilling
from core.services.plan.plan_following import PlanFollowingClips, PlanFollowingPublications
from core.services.plan.plan_reading import PlanReading
from core.services.plan.plan_sweep import PlanSweep
from core.services.plan.post_moving import PostMoving
from core.services.plan.post_variants import PostVariants
from core.services.plan.post_writing import PostWriting
from core.services.videos.model_analysis import ProfileVoices
from core.services.videos.model_budget import ModelBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The services for the month's plan."""

    reading: PlanReading
    writing: PostWriting
    moving: PostMoving
    variants: PostVariants
    filling: MonthFilling
    exchange: MonthExchange
    clip_posts: ClipPosts
    sweep: PlanSweep


def build_clip_posts(ports: Ports) -> ClipPosts:
    stores = ports.stores
    return ClipPosts(
        clock=ports.clock,
        clips=stores.clips,
        posts=stores.posts,
        publications=stores.publications,
        targets=stores.targets,
    )


def follow_plan(ports: Ports, clip_posts: ClipPosts) -> Ports:
    """Return the ports with stores whose every decision on a clip shows in the plan."""
    stores = replace(
        ports.stores,
        clips=PlanFollowingClips(ports.stores.clips, clip_posts),
        publications=PlanFollowingPublications(ports.stores.publications, clip_posts),
    )
    return replace(ports, stores=stores)


def build_plan(
    ports: Ports, clip_posts: ClipPosts, noting: PostNoting, budget: ModelBudget
) -> Plan:
    stores = ports.stores
    model_writing = ModelWriting(
        clock=ports.clock,
        budget=budget,
        model=ports.videos.ask_model,
        find_voice=ProfileVoices(profiles=stores.profiles).find_voice,
    )
    reading = PlanReading(
        clock=ports.clock,
        profiles=stores.profiles,
        plans=stores.plans,
        posts=stores.posts,
        publications=stores.publications,
        calendar=stores.calendar,
    )
    return Plan(
        reading=reading,
        writing=PostWriting(
            clock=ports.clock,
            ids=ports.ids,
            posts=stores.posts,
            slots=stores.slots,
            reading=reading,
        ),
        moving=PostMoving(
            clock=ports.clock,
            posts=stores.posts,
            publications=stores.publications,
            reading=reading,
        ),
        variants=PostVariants(
            clock=ports.clock,
            posts=stores.posts,
            publications=stores.publications,
            model_writing=model_writing,
            noting=noting,
        ),
        filling=_build_filling(ports, model_writing),
        exchange=MonthExchange(clock=ports.clock, posts=stores.posts, reading=reading),
        clip_posts=clip_posts,
        sweep=PlanSweep(
            clock=ports.clock,
            directory=stores.directory,
            due=stores.due,
            clips=stores.clips,
            posts=stores.posts,
            tasks=stores.tasks,
            clip_posts=clip_posts,
        ),
    )


def _build_filling(ports: Ports, model_writing: ModelWriting) -> MonthFilling:
    stores = ports.stores
    return MonthFilling(
        clock=ports.clock,
        profiles=stores.profiles,
        plans=stores.plans,
        posts=stores.posts,
        slots=stores.slots,
        calendar=stores.calendar,
        targets=stores.targets,
        streams=stores.streams,
        lessons=stores.lessons,
        model_writing=model_writing,
    )
