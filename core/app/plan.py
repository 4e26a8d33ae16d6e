"""The plan: a month's posts, their texts for each platform, and the clips that fill them."""

from __future__ import annotations

from core.app.following import Following
from core.app.outside import Ports
from core.services.plan.model_writing import ModelWriting
from core.services.plan.month_exchange import MonthExchange
from core.services.plan.month_filling import MonthFilling
from core.services.plan.plan_reading import PlanReading
from core.services.plan.plan_sweep import PlanSweep
from core.services.plan.post_moving import PostMoving
from core.services.plan.post_variants import PostVariants
from core.services.plan.post_writing import PostWriting
from core.services.videos.model_analysis import ProfileVoices
from core.services.videos.model_budget import ModelBudget


class Plan:
    """The services for the month's plan."""

    def __init__(self, ports: Ports, following: Following, budget: ModelBudget) -> None:
        clock, stores, posts = ports.clock, ports.stores, ports.stores.posts
        model_writing = ModelWriting(
            clock=clock,
            budget=budget,
            model=ports.videos.ask_model,
            find_voice=ProfileVoices(profiles=stores.profiles).find_voice,
        )
        self.clip_posts = following.clip_posts
        self.reading = PlanReading(
            clock=clock,
            profiles=stores.profiles,
            plans=stores.plans,
            posts=posts,
            publications=stores.publications,
            calendar=stores.calendar,
        )
        self.writing = PostWriting(
            clock=clock, ids=ports.ids, posts=posts, slots=stores.slots, reading=self.reading
        )
        self.moving = PostMoving(
            clock=clock, posts=posts, publications=stores.publications, reading=self.reading
        )
        self.variants = PostVariants(
            clock=clock,
            posts=posts,
            publications=stores.publications,
            model_writing=model_writing,
            noting=following.noting,
        )
        self.filling = MonthFilling(
            clock=clock,
            profiles=stores.profiles,
            plans=stores.plans,
            posts=posts,
            slots=stores.slots,
            calendar=stores.calendar,
            targets=stores.targets,
            streams=stores.streams,
            lessons=stores.lessons,
            model_writing=model_writing,
        )
        self.exchange = MonthExchange(clock=clock, posts=posts, reading=self.reading)
        self.sweep = PlanSweep(
            clock=clock,
            directory=stores.directory,
            due=stores.due,
            clips=stores.clips,
            posts=posts,
            tasks=stores.tasks,
            clip_posts=self.clip_posts,
        )
