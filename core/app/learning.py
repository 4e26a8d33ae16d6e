"""Learning: how published clips did."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Ports
from core.ports.accounts import FreshTokens
from core.services.clips.card_jobs import CardJobs
from core.services.learning.post_measurement import PostMeasurement


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """The services that measure posts."""

    measurement: PostMeasurement


def build_learning(ports: Ports, tokens: FreshTokens, card_jobs: CardJobs) -> Learning:
    return Learning(
        measurement=PostMeasurement(
            clock=ports.clock,
            directory=ports.stores.directory,
            publications=ports.stores.publications,
            fresh_tokens=tokens,
            readers=ports.metric_readers,
            metrics=ports.stores.metrics,
            analytics=ports.stores.analytics,
            jobs=ports.stores.jobs,
            card_jobs=card_jobs,
        )
    )
