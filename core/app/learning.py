"""Learning: how published clips did."""

from __future__ import annotations

from core.app.following import Following
from core.app.outside import Limits, Ports
from core.ports.accounts import FreshTokens
from core.services.learning.analytics_reading import AnalyticsReading
from core.services.learning.day_totals import DayTotals
from core.services.learning.figure_entry import FigureEntry
from core.services.learning.figure_import import FigureImport
from core.services.learning.figure_keeping import FigureKeeping
from core.services.learning.figures import Figures
from core.services.learning.older_posts import OlderPosts
from core.services.learning.post_measurement import PostMeasurement
from core.services.work.health import Health


class Learning:
    """The services that measure posts."""

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        following: Following,
        tokens: FreshTokens,
        health: Health,
    ) -> None:
        clock, stores, posts = ports.clock, ports.stores, ports.stores.measured_posts
        day_totals = DayTotals(metrics=stores.metrics, analytics=stores.analytics)
        keeping = FigureKeeping(
            clock=clock,
            posts=posts,
            metrics=stores.metrics,
            day_totals=day_totals,
            jobs=stores.jobs,
            card_jobs=following.card_jobs,
        )
        self.measurement = PostMeasurement(
            clock=clock,
            fresh_tokens=tokens,
            readers=ports.metric_readers,
            posts=posts,
            batches=stores.due_batches,
            metrics=stores.metrics,
            day_totals=day_totals,
            older_posts=OlderPosts(
                clock=clock,
                directory=stores.directory,
                publications=stores.publications,
                posts=posts,
                batches=stores.due_batches,
                metrics=stores.metrics,
                noting=following.noting,
                platforms=ports.metric_readers,
            ),
            jobs=stores.jobs,
            card_jobs=following.card_jobs,
            health=health,
        )
        self.figures = Figures(posts=posts)
        self.analytics = AnalyticsReading(clock=clock, analytics=stores.analytics, posts=posts)
        self.file_import = FigureImport(
            clock=clock,
            reader=ports.exports,
            imports=stores.imports,
            posts=posts,
            profiles=stores.profiles,
            storage=ports.storage,
            keeping=keeping,
            scratch=limits.scratch,
        )
        self.entry = FigureEntry(
            clock=clock, posts=posts, profiles=stores.profiles, keeping=keeping
        )
