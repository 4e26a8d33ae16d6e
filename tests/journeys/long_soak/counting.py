"""Counts that have to agree: each row says what was planted, what was found, and what is wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.domain.clips.clip import ClipStatus
from core.domain.footage.asked_clips import MADE_WITHIN
from core.domain.footage.live_moment import FootageStatus, LiveMoment
from core.domain.publishing.publication import OUT, Publication
from core.domain.work.platform import Platform
from tests.journeys.long_soak.chatting import Chatter, Eruption
from tests.journeys.long_soak.ledger import Books, FoundSpike, WrittenGap
from tests.journeys.long_soak.moderating import YES, Moderators
from tests.journeys.long_soak.platforms import Platforms
from tests.journeys.long_soak.uploading import Uploader
from tests.servers.twitch_state import LoopbackClip

EARLY_SECONDS: Final = 3.0
LATE_SECONDS: Final = 20.0
_SHOWN: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One line of the report; without faults it agrees."""

    what: str
    expected: str
    found: str
    faults: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        verdict = "yes" if self.agrees else "**NO**: " + "; ".join(self.faults[:_SHOWN])
        return f"| {self.what} | {self.expected} | {self.found} | {verdict} |"


def count_spikes(chatter: Chatter, books: Sequence[Books]) -> Count:
    """Each eruption that was heard is one spike; one in a known gap, or just after, one at most."""
    found = [spike for each in books for spike in each.spikes]
    of_each: dict[int, list[FoundSpike]] = defaultdict(list)
    extra = []
    for spike in found:
        place = _find_eruption(chatter.eruptions, spike)
        extra += [] if place is not None else [f"{spike.login} at {spike.at:.0f} was not planted"]
        if place is not None:
            of_each[place].append(spike)
    gaps = [gap for each in books for gap in each.gaps]
    certain = [
        number
        for number, one in enumerate(chatter.eruptions)
        if chatter.is_certain(one) and not any(_is_in(one, gap) for gap in gaps)
    ]
    lost = [n for n in certain if not of_each[n]]
    twice = [n for n, spikes in of_each.items() if len(spikes) > 1]
    name = _name_eruption(chatter.eruptions)
    unsure = set(range(len(chatter.eruptions))) - set(certain)
    return Count(
        what="eruptions of chat found as spikes",
        expected=f"{len(certain)} heard whole, once each; {len(unsure)} in a gap of their "
        "reader or just after, once at most",
        found=f"{sum(len(of_each[n]) == 1 for n in certain)} and "
        f"{sum(len(of_each[n]) == 1 for n in unsure)}, {len(twice)} twice, {len(extra)} others",
        faults=(
            *(f"lost: {name(n)}" for n in lost),
            *(f"twice: {name(n)}" for n in twice),
            *extra,
        ),
    )


def _is_in(eruption: Eruption, gap: WrittenGap) -> bool:
    is_its = eruption.login == gap.login
    return is_its and eruption.meets(gap.start, gap.end)


def _name_eruption(eruptions: Sequence[Eruption]) -> Callable[[int], str]:
    return lambda number: f"{eruptions[number].login} at {eruptions[number].at:.0f}"


def _find_eruption(eruptions: Sequence[Eruption], spike: FoundSpike) -> int | None:
    for number, one in enumerate(eruptions):
        is_near = one.at - EARLY_SECONDS <= spike.at <= one.at + LATE_SECONDS
        if one.login == spike.login and is_near:
            return number
    return None


def count_streams(platforms: Platforms, books: Sequence[Books]) -> Count:
    """Each live channel has one stream, whoever read it."""
    each = Counter(stream.broadcaster_id for one in books for stream in one.streams)
    twice = [f"{one} has {count}" for one, count in each.items() if count > 1]
    missing = [c.login for c in platforms.channels if c.id not in each]
    return Count(
        what="streams of live channels",
        expected=f"{len(platforms.channels)}, one a channel",
        found=f"{len(each)} channels, {len(twice)} with several",
        faults=(*twice, *(f"{login} has none" for login in missing)),
    )


def count_clips(books: Sequence[Books], uploaders: Sequence[Uploader]) -> list[Count]:
    """Each spike and each upload becomes clips, and each of those is decided."""
    return [_count_moments(books), _count_uploads(books, uploaders), _count_decided(books)]


def _count_moments(books: Sequence[Books]) -> Count:
    spikes = sum(len(one.spikes) for one in books)
    moments = [moment for one in books for moment in one.moments]
    clips = {clip.id for one in books for clip in one.clips if clip.stream_id}
    caught = [moment for moment in moments if moment.footage is FootageStatus.CAUGHT]
    missed = [m.reason for m in moments if m.footage is not FootageStatus.CAUGHT]
    without = [str(m.clip_id) for m in caught if m.clip_id not in clips]
    more = clips - {moment.clip_id for moment in caught}
    return Count(
        what="clips of spikes",
        expected=f"{spikes}",
        found=f"{len(clips)}",
        faults=(
            *((f"{spikes - len(moments)} spikes without a moment",) * (spikes != len(moments))),
            *(f"no footage: {reason}" for reason in missed),
            *(f"no clip {clip_id}" for clip_id in without),
            *(f"clip {clip_id} of no moment" for clip_id in sorted(more)),
        ),
    )


def _count_uploads(books: Sequence[Books], uploaders: Sequence[Uploader]) -> Count:
    accepted = [one for uploader in uploaders for one in uploader.accepted]
    given_up = [problem for uploader in uploaders for problem in uploader.given_up]
    intakes = {str(intake.id): intake for one in books for intake in one.intakes}
    assets = {asset.id for one in books for asset in one.assets}
    clips = Counter(clip.asset_id for one in books for clip in one.clips if not clip.stream_id)
    analysed = [
        one.intake_id
        for one in accepted
        if one.intake_id in intakes and clips[intakes[one.intake_id].asset_id]
    ]
    lost = [one.intake_id for one in accepted if one.intake_id not in analysed]
    strange = set(clips) - {intake.asset_id for intake in intakes.values()}
    again = sum(one.tries > 1 for one in accepted)
    return Count(
        what="uploads accepted, analysed and cut",
        expected=f"{len(accepted)} ({again} after more than one try)",
        found=f"{len(analysed)}, {sum(clips.values())} clips",
        faults=(
            *(f"upload {intake_id} became nothing" for intake_id in lost),
            *(f"given up: {problem}" for problem in given_up),
            *(f"clips of asset {asset_id} that nobody brought" for asset_id in strange),
            *(f"no asset {i.asset_id}" for i in intakes.values() if i.asset_id not in assets),
        ),
    )


def _count_decided(books: Sequence[Books]) -> Count:
    clips = [clip for one in books for clip in one.clips]
    states = Counter(clip.status for clip in clips)
    decided = {ClipStatus.APPROVED, ClipStatus.REJECTED}
    return Count(
        what="clips decided",
        expected=f"{len(clips)}",
        found=_tell(states),
        faults=tuple(
            f"{clip.id} is {clip.status} {clip.failed_reason or ''}"
            for clip in clips
            if clip.status not in decided
        ),
    )


def count_cards(moderators: Moderators, books: Sequence[Books]) -> Count:
    """Each clip has one card, and what its moderator reacted came true."""
    cards = moderators.cards_of_each()
    clips = {str(clip.id): clip for one in books for clip in one.clips}
    wanted = {
        clip_id: ClipStatus.APPROVED if emoji == YES else ClipStatus.REJECTED
        for clip_id, emoji in moderators.reacted.items()
    }
    each = Counter(len(messages) for messages in cards.values())
    return Count(
        what="cards of clips, and what was decided by reaction",
        expected=f"{len(clips)} with 1 card, {Counter(moderators.reacted.values())[YES]} approved",
        found=f"cards: {_tell(each)}; approved "
        f"{sum(clip.status is ClipStatus.APPROVED for clip in clips.values())}",
        faults=(
            *(f"{c} has {len(m)} cards" for c, m in cards.items() if len(m) != 1),
            *(f"{clip_id} has no card" for clip_id in clips if clip_id not in cards),
            *(f"card of unknown clip {clip_id}" for clip_id in cards if clip_id not in clips),
            *(
                f"{clip_id} was to be {status}"
                for clip_id, status in wanted.items()
                if clip_id in clips and clips[clip_id].status is not status
            ),
        ),
    )


def count_publications(books: Sequence[Books]) -> Count:
    """Each approved clip goes once to each target of its creator, and no other clip does."""
    faults, wanted, out = list[str](), 0, 0
    for one in books:
        approved = {clip.id for clip in one.clips if clip.status is ClipStatus.APPROVED}
        of_each = Counter((p.clip_id, p.platform) for p in one.publications)
        wanted += len(approved) * len(one.creator.targets)
        out += sum(p.status in OUT for p in one.publications)
        faults += [
            f"{clip_id} is to be on {platform} {of_each[clip_id, platform]} times"
            for clip_id in approved
            for platform in one.creator.targets
            if of_each[clip_id, platform] != 1
        ]
        faults += [f"{p.clip_id} is no approved clip" for p in one.publications
                   if p.clip_id not in approved]  # fmt: skip
        faults += [f"{p.platform} {p.status}: {p.reason}" for p in one.publications
                   if p.status not in OUT]  # fmt: skip
    states = Counter(p.status for one in books for p in one.publications)
    return Count(
        what="publications of approved clips",
        expected=f"{wanted} out",
        found=f"{out} out ({_tell(states)})",
        faults=tuple(faults),
    )


def count_platforms(platforms: Platforms, books: Sequence[Books]) -> list[Count]:
    """What each platform shows is what was published there, or is a moment's own clip."""
    published = [p for one in books for p in one.publications if p.status in OUT]
    world, tiktok = platforms.world, platforms.tiktok
    asked = {m.twitch_clip_id for one in books for m in one.moments}
    chats = {creator.guild.channels["chat"] for creator in platforms.creators}
    shown: dict[Platform, set[str]] = {
        Platform.YOUTUBE: set(world.youtube.videos),
        Platform.TIKTOK: {post.publish_id for post in tiktok.visible},
        Platform.TWITCH: set(world.twitch.clips) - asked,
        Platform.DISCORD: {
            message["id"]
            for message in world.discord.messages.values()
            if message["channel_id"] in chats and message["attachments"]
        },
    }

    def tell(name: str) -> str:
        """Return a post with what says whose it may be."""
        clip = world.twitch.clips.get(name)
        made = f" ({clip.title}, {clip.duration} s, {clip.created_at:%H:%M:%S})" if clip else ""
        return f"{name}{made}"

    matched = [_match(platform, there, published, tell) for platform, there in shown.items()]
    return [*matched, _count_asked(world.twitch.clips, books)]


def _count_asked(there: Mapping[str, LoopbackClip], books: Sequence[Books]) -> Count:
    """Each moment that has a Twitch clip has one of its own, which was made as it asked."""
    asked = [moment for one in books for moment in one.moments if moment.twitch_clip_id]
    each = Counter(moment.twitch_clip_id for moment in asked)
    published = {p.post_id for one in books for p in one.publications}
    of_others = [m for m in asked if not _is_of(m, there.get(m.twitch_clip_id))]
    return Count(
        what="on Twitch, of moments while they were live",
        expected=f"{len(asked)}",
        found=f"{len(each)}, {sum(m.is_unsure for one in books for m in one.moments)} unsure",
        faults=(
            *(f"{name} is of {count} moments" for name, count in each.items() if count > 1),
            *(f"{name} is of a moment and published" for name in each if name in published),
            *(f"{m.twitch_clip_id} is not the clip of {m.detected_ms}" for m in of_others),
        ),
    )


def _is_of(moment: LiveMoment, clip: LoopbackClip | None) -> bool:
    if clip is None or moment.asked_at is None or moment.asked_seconds is None:
        return False
    late = (clip.created_at - moment.asked_at).total_seconds()
    is_as_long = abs(clip.duration - moment.asked_seconds) < 0.05
    return is_as_long and 0 <= late <= MADE_WITHIN.total_seconds()


def _match(
    platform: Platform,
    there: set[str],
    published: Iterable[Publication],
    tell: Callable[[str], str],
) -> Count:
    ours = [p for p in published if p.platform is platform]
    known = Counter(name for p in ours if (name := _find_name(p, there)))
    return Count(
        what=f"on {platform.label}",
        expected=f"{len(ours)}",
        found=f"{len(there)}",
        faults=(
            *(f"{tell(name)} is of no publication" for name in sorted(there - set(known))),
            *(f"{name} is of {count} publications" for name, count in known.items() if count > 1),
            *(f"{p.clip_id} is not there" for p in ours if not _find_name(p, there)),
        ),
    )


def _find_name(publication: Publication, there: set[str]) -> str:
    names = (publication.progress.remote_id, publication.post_id or "")
    return next((name for name in names if name in there), "")


def count_jobs(books: Sequence[Books]) -> list[Count]:
    """No job failed, and nothing is left to do."""
    failed = [job for one in books for job in one.failed_jobs]
    left = [sentence for one in books for sentence in one.unsettled]
    return [
        Count(
            what="jobs that failed",
            expected="0",
            found=f"{len(failed)}",
            faults=tuple(f"{job.kind}: {job.stage}: {job.reason}" for job in failed),
        ),
        Count(
            what="what is still under way when all has settled",
            expected="nothing",
            found=_tell(Counter(left)) or "nothing",
            faults=tuple(left),
        ),
    ]


def _tell(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
