"""Learning: how published clips did."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.app.outside import Limits, Ports
from core.ports.accounts import FreshTokens
from core.services.clips.card_jobs import CardJobs
from core.services.learning.analytics_reading import AnalyticsReading
from core.services.learning.day_totals import DayTotals
from core.services.learning.figure_entry import FigureEntry
from core.services.learning.figure_import import FigureImport
from core.services.learning.figure_keeping import FigureKeeping
from core.services.learning.figures import Figures
from core.services.learning.older_posts import OlderPosts
from core.services.learning.post_measurement import PostMeasurement
from core.services.learning.post_noting import NotingPublications, PostNoting
from core.services.work.health import Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """The services that measure posts."""

    measurement: PostMeasurement
    figures: Figures
    file_import: FigureImport
    entry: FigureEntry
    analytics: AnalyticsReading


def build_learning(
    ports: Ports,
    limits: Limits,
    tokens: FreshTokens,
    card_jobs: CardJobs,
    noting: PostNoting,
    health: Health,
) -> Learning:
    stores = ports.stores
    older_posts = OlderPosts(
        clock=ports.clock,
        directory=stores.directory,
        publications=stores.publications,
        posts=stores.measured_posts,
        batches=stores.due_batches,
        metrics=stores.metrics,
        noting=noting,
        platforms=ports.metric_readers,
    )
    day_totals = DayTotals(metrics=stores.metrics, analytics=stores.analytics)
    keeping = FigureKeeping(
        clock=ports.clock,
        posts=stores.measured_posts,
        metrics=stores.metrics,
        day_totals=day_totals,
        jobs=stores.jobs,
        card_jobs=card_jobs,
    )
    return Learning(
        measurement=PostMeasurement(
            clock=ports.clock,
            fresh_tokens=tokens,
            readers=ports.metric_readers,
            posts=stores.measured_posts,
            batches=stores.due_batches,
            metrics=stores.metrics,
            day_totals=day_totals,
            older_posts=older_posts,
            jobs=stores.jobs,
            card_jobs=card_jobs,
            health=health,
        ),
        figures=Figures(posts=stores.measured_posts),
        analytics=AnalyticsReading(
            clock=ports.clock, analytics=stores.analytics, posts=stores.measured_posts
        ),
        file_import=_build_import(ports, limits, keeping),
        entry=FigureEntry(
            clock=ports.clock,
            posts=stores.measured_posts,
            profiles=stores.profiles,
            keeping=keeping,
        ),
    )


def _build_import(ports: Ports, limits: Limits, keeping: FigureKeeping) -> FigureImport:
    return FigureImport(
        clock=ports.clock,
        reader=ports.exports,
        imports=ports.stores.imports,
        posts=ports.stores.measured_posts,
        profiles=ports.stores.profiles,
        storage=ports.storage,
        keeping=keeping,
        scratch=limits.scratch,
    )


def build_noting(ports: Ports) -> PostNoting:
    return PostNoting(
        posts=ports.stores.measured_posts,
        batches=ports.stores.due_batches,
        clips=ports.stores.clips,
        profiles=ports.stores.profiles,
    )


def note_posts(ports: Ports, noting: PostNoting) -> Ports:
    """Return the ports with a store that notes each publication that goes out."""
    stores = ports.stores
    publications = NotingPublications(stores.publications, noting)
    return replace(ports, stores=replace(stores, publications=publications))
