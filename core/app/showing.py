"""How clips are laid before people: cards, and who may decide."""

from __future__ import annotations

from dataclasses import replace

from core.app.outside import Limits, Ports
from core.services.chat.channel_learning import ChannelLearning
from core.services.clips.card_jobs import (
    CardJobs,
    FollowedClips,
    FollowedPublications,
)
from core.services.learning.post_measurement import PostMeasurement
from core.services.people.membership import Membership
from core.services.publishing.publication_creation import PublicationCreation
from core.services.publishing.scheduling import Scheduling
from core.services.review.card_posting import CardPosting
from core.services.review.clip_editing import ClipEditing
from core.services.review.clip_review import ClipReview
from core.services.review.decisions import Decisions
from core.services.review.reactions import Reactions
from core.services.review.votes import Votes


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


def build_card_posting(ports: Ports, post_measurement: PostMeasurement) -> CardPosting:
    return CardPosting(
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
        post_measurement=post_measurement,
    )


def build_clip_review(
    ports: Ports, publication_creation: PublicationCreation, channel_learning: ChannelLearning
) -> ClipReview:
    return ClipReview(
        clock=ports.clock,
        clips=ports.clips,
        publications=ports.publications,
        publication_creation=publication_creation,
        channel_learning=channel_learning,
    )


def build_clip_editing(ports: Ports, channel_learning: ChannelLearning) -> ClipEditing:
    return ClipEditing(
        clock=ports.clock,
        ids=ports.ids,
        clips=ports.clips,
        assets=ports.assets,
        publications=ports.publications,
        channel_learning=channel_learning,
    )


def build_membership(ports: Ports, limits: Limits) -> Membership:
    return Membership(
        clock=ports.clock,
        guilds=ports.guilds,
        members=ports.members,
        home_creator_id=limits.home_creator_id,
    )


def build_votes(ports: Ports) -> Votes:
    return Votes(
        clips=ports.clips,
        cards=ports.cards,
        ballots=ports.ballots,
        jobs=ports.jobs,
        card_jobs=card_jobs(ports),
    )


def build_decisions(
    ports: Ports,
    membership: Membership,
    clip_review: ClipReview,
    clip_editing: ClipEditing,
    scheduling: Scheduling,
    votes: Votes,
) -> Decisions:
    return Decisions(
        cards=ports.cards,
        clips=ports.clips,
        membership=membership,
        clip_review=clip_review,
        clip_editing=clip_editing,
        scheduling=scheduling,
        publications=ports.publications,
        votes=votes,
    )


def build_reactions(
    ports: Ports, membership: Membership, decisions: Decisions, votes: Votes
) -> Reactions:
    return Reactions(
        clock=ports.clock,
        clips=ports.clips,
        cards=ports.cards,
        membership=membership,
        decisions=decisions,
        votes=votes,
    )
