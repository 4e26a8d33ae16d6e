"""How clips are laid before people: cards, and who may decide."""

from __future__ import annotations

from dataclasses import replace

from core.app.outside import Limits, Ports
from core.services.addressing import Addressing
from core.services.carding import Carding
from core.services.deciding import Deciding
from core.services.following import CardJobs, FollowedClips, FollowedPublications
from core.services.hearing import Hearing
from core.services.learning import Learning
from core.services.measuring import Measuring
from core.services.membership import Membership
from core.services.recutting import Recutting
from core.services.reviewing import Reviewing
from core.services.scheduling import Scheduling
from core.services.voting import Voting


def follow(ports: Ports) -> Ports:
    """Return the ports with stores that let a clip's cards follow what becomes of it."""
    jobs = card_jobs(ports)
    return replace(
        ports,
        clips=FollowedClips(ports.clips, jobs),
        publications=FollowedPublications(ports.publications, ports.jobs, jobs),
    )


def card_jobs(ports: Ports) -> CardJobs:
    return CardJobs(clock=ports.clock, ids=ports.ids, guilds=ports.guilds)


def build_carding(ports: Ports, measuring: Measuring) -> Carding:
    return Carding(
        clock=ports.clock,
        clips=ports.clips,
        publications=ports.publications,
        jobs=ports.jobs,
        card_jobs=card_jobs(ports),
        storage=ports.storage,
        guilds=ports.guilds,
        cards=ports.cards,
        ballots=ports.ballots,
        board=ports.board,
        measuring=measuring,
    )


def build_reviewing(ports: Ports, addressing: Addressing, learning: Learning) -> Reviewing:
    return Reviewing(
        clock=ports.clock,
        clips=ports.clips,
        publications=ports.publications,
        addressing=addressing,
        learning=learning,
    )


def build_recutting(ports: Ports, learning: Learning) -> Recutting:
    return Recutting(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.clips,
        assets=ports.assets,
        publications=ports.publications,
        learning=learning,
    )


def build_membership(ports: Ports, limits: Limits) -> Membership:
    return Membership(
        clock=ports.clock,
        guilds=ports.guilds,
        members=ports.members,
        home_creator_id=limits.home_creator_id,
    )


def build_voting(ports: Ports) -> Voting:
    return Voting(
        clips=ports.clips,
        cards=ports.cards,
        ballots=ports.ballots,
        jobs=ports.jobs,
        card_jobs=card_jobs(ports),
    )


def build_deciding(
    ports: Ports,
    membership: Membership,
    reviewing: Reviewing,
    recutting: Recutting,
    scheduling: Scheduling,
    voting: Voting,
) -> Deciding:
    return Deciding(
        cards=ports.cards,
        clips=ports.clips,
        membership=membership,
        reviewing=reviewing,
        recutting=recutting,
        scheduling=scheduling,
        publications=ports.publications,
        voting=voting,
    )


def build_hearing(
    ports: Ports, membership: Membership, deciding: Deciding, voting: Voting
) -> Hearing:
    return Hearing(
        clock=ports.clock,
        clips=ports.clips,
        cards=ports.cards,
        membership=membership,
        deciding=deciding,
        voting=voting,
    )
