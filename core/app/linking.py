"""How accounts on platforms are linked, kept fresh and measured."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.app.showing import card_jobs
from core.services.linking import Linking
from core.services.measuring import Measuring
from core.services.notifying import Notifying
from core.services.refreshing import Refreshing
from core.services.validating import Validating


def build_refreshing(ports: Ports) -> Refreshing:
    return Refreshing(
        clock=ports.clock,
        ids=ports.ids,
        tokens=ports.tokens,
        guilds=ports.guilds,
        oauth=ports.oauth,
    )


def build_linking(ports: Ports, limits: Limits, refreshing: Refreshing) -> Linking:
    return Linking(
        clock=ports.clock,
        tokens=ports.tokens,
        fresh_tokens=refreshing,
        links=ports.links,
        devices=ports.sessions,
        oauth=ports.oauth,
        public_url=limits.public_url,
    )


def build_validating(ports: Ports, refreshing: Refreshing) -> Validating:
    return Validating(
        clock=ports.clock,
        directory=ports.directory,
        tokens=ports.tokens,
        fresh_tokens=refreshing,
        oauth=ports.oauth,
    )


def build_measuring(ports: Ports, refreshing: Refreshing) -> Measuring:
    return Measuring(
        clock=ports.clock,
        directory=ports.directory,
        publications=ports.publications,
        fresh_tokens=refreshing,
        readers=ports.metric_readers,
        metrics=ports.metrics,
        analytics=ports.analytics,
        jobs=ports.jobs,
        card_jobs=card_jobs(ports),
    )


def build_notifying(ports: Ports) -> Notifying:
    return Notifying(tokens=ports.tokens, guilds=ports.guilds, notices=ports.notices)
