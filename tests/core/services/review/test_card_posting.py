from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.learning.measured_post import note_post
from core.domain.learning.metrics import PostMetric
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.ballot import make_ballot
from core.domain.work.job import JobKind
from core.domain.work.platform import Platform
from core.errors import ExternalFailure
from core.services.learning.figures import Figures
from core.services.people.personal_preferences import PersonalPreferences
from core.services.publishing.card_gate import CardGate
from core.services.publishing.publication_creation import PublicationCreation
from core.services.review.card_closing import CardClosing
from core.services.review.card_due_times import CardDueTimes
from core.services.review.card_news import CardNewsReading
from core.services.review.card_posting import CardPosting
from core.services.review.card_refreshing import CardRefreshing
from core.services.review.card_troubles import CardTroubles
from core.services.review.early_reactions import EarlyReactions
from core.services.work.health import Health
from core.services.work.job_handlers import JobProgress
from core.services.work.recent_reads import RecentReads
from tests.builders import (
    CREATOR,
    NOON,
    make_binding,
    make_clip,
    make_job,
    make_posted_card,
    make_publication,
    make_score,
    make_spike,
    make_stream,
)
from tests.fakes.creators import FakePreferences, FakeProfiles
from tests.fakes.due import FakeDue
from tests.fakes.insights import FakeMeasuredPosts
from tests.fakes.outgoing import FakeTargets
from tests.fakes.people import FakeBallots, FakeBoard, FakeCards, FakeGuilds, FakeNotices
from tests.fakes.plans import FakeSlots
from tests.fakes.storage import FakeStorage
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.fakes.turns import FakeTurns

REVIEWED = {
    "status": ClipStatus.IN_REVIEW,
    "score": make_score(),
    "object_key": "made/clip.mp4",
    "thumbnail_key": "made/clip.jpg",
    "size_bytes": 7,
}


class Desk:
    """A clip in review, a server, and the service that lays the one before the other."""

    def __init__(self, folder):
        self.folder = folder
        self.stores = FakeStores(FakeClock())
        self.storage = FakeStorage(folder)
        self.guilds, self.cards, self.board = FakeGuilds(), FakeCards(), FakeBoard()
        self.ballots = FakeBallots()
        self.measured = FakeMeasuredPosts(self.stores.memory)
        self.health, self.notices = Health(clock=FakeClock()), FakeNotices()
        self.troubles = CardTroubles(health=self.health, notices=self.notices)
        closing = CardClosing(clock=FakeClock(), cards=self.cards, board=self.board)
        news = self._make_news()
        due_times = CardDueTimes(clock=FakeClock(), due=FakeDue(self.stores.memory))
        refreshing = CardRefreshing(
            clock=FakeClock(),
            guilds=self.guilds,
            cards=self.cards,
            board=self.board,
            troubles=self.troubles,
            news=news,
            due_times=due_times,
            closing=closing,
        )
        self.card_posting = CardPosting(
            clock=FakeClock(),
            clips=self.stores.clips,
            storage=self.storage,
            guilds=self.guilds,
            cards=self.cards,
            board=self.board,
            troubles=self.troubles,
            news=news,
            due_times=due_times,
            early=EarlyReactions(gate=CardGate(cards=self.cards, ballots=self.ballots)),
            refreshing=refreshing,
            closing=closing,
        )

    def _make_news(self):
        profiles = FakeProfiles(self.stores.memory)
        return CardNewsReading(
            clock=FakeClock(),
            publications=self.stores.publications,
            ballots=self.ballots,
            streams=self.stores.streams,
            assets=self.stores.assets,
            creation=PublicationCreation(
                clock=FakeClock(),
                ids=FakeIds(),
                publications=self.stores.publications,
                targets=FakeTargets(self.stores.memory),
                slots=FakeSlots(self.stores.memory),
                profiles=profiles,
                turns=FakeTurns(),
            ),
            figures=Figures(posts=self.measured),
            wants=PersonalPreferences(
                preferences=FakePreferences(self.stores.memory), profiles=profiles
            ),
            recent=RecentReads(clock=FakeClock()),
        )

    async def fill(self, **given):
        source = self.folder / "a file"
        source.write_bytes(b"a video")
        for key in ("made/clip.mp4", "made/clip.jpg"):
            await self.storage.put_file(key, source)
        clip = make_clip(**(REVIEWED | given))
        await self.stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
        await self.guilds.add_guild(make_binding())
        return clip

    async def work(self, attempts=1):
        job = make_job(kind=JobKind.POST_CARD, attempts=attempts)
        await self.card_posting.post_card(job, JobProgress())

    async def list_cards(self):
        return await self.cards.list_cards(CREATOR, make_clip().id)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


async def test_a_clip_in_review_hangs_in_every_server_of_its_creator(desk):
    clip = await desk.fill()
    await desk.guilds.add_guild(make_binding(guild_id="50", review_channel_id="51"))

    await desk.work()

    cards = await desk.list_cards()
    assert [(c.guild_id, c.channel_id, c.clip_version) for c in cards] == [
        ("10", "11", clip.version),
        ("50", "51", clip.version),
    ]
    assert desk.board.looked_for == []


async def test_the_same_job_again_edits_what_hangs_there(desk):
    await desk.fill()
    await desk.work()

    await desk.work(attempts=2)

    assert len(desk.board.messages) == len(await desk.list_cards()) == 1
    assert len(desk.board.messages["1"].shown) == 2


async def test_a_try_after_a_death_looks_for_the_card_first(desk):
    await desk.fill()

    await desk.work(attempts=2)

    assert len(desk.board.looked_for) == 1


async def test_a_decided_clip_is_shown_on_its_card_with_where_it_goes(desk):
    clip = await desk.fill()
    await desk.work()
    approved = await desk.stores.clips.save_clip(
        clip.move_to(ClipStatus.APPROVED, at=NOON), publications=[make_publication()]
    )

    await desk.work()

    shown = desk.board.messages["1"].shown[-1]
    assert (shown.clip, shown.publications) == (approved, (make_publication(),))
    (card,) = await desk.list_cards()
    assert card.clip_version == approved.version


async def test_a_new_cut_is_a_new_card_and_closes_the_old_one(desk):
    clip = await desk.fill()
    await desk.work()
    await desk.stores.clips.save_clip(replace(clip, size_bytes=8))

    await desk.work()

    old, new = await desk.list_cards()
    assert (old.is_closed, new.is_closed) == (True, False)
    assert desk.board.messages["1"].newer_message_id == new.message_id
    await desk.work()
    assert len(desk.board.messages) == 2


async def test_a_card_that_somebody_deleted_is_posted_anew(desk):
    await desk.fill()
    await desk.work()
    desk.board.messages["9"] = desk.board.messages.pop("1")
    desk.board.messages["9"].nonce = "another's"

    await desk.work()
    await desk.work()

    assert [card.is_closed for card in await desk.list_cards()] == [True, False]


@pytest.mark.parametrize("status", [ClipStatus.DRAFT, ClipStatus.RENDERING, ClipStatus.REJECTED])
async def test_what_nobody_is_to_decide_on_is_not_posted(desk, status):
    await desk.fill(status=status)

    await desk.work()

    assert desk.board.messages == {}


async def test_a_clip_without_a_video_has_no_card(desk):
    await desk.fill(object_key=None)

    with pytest.raises(ExternalFailure, match="render it again"):
        await desk.work()


async def test_a_card_that_cannot_be_posted_leaves_the_clip_in_review(desk):
    clip = await desk.fill()

    await desk.card_posting.give_up(make_job(kind=JobKind.POST_CARD), "card", "Discord refused it.")

    assert await desk.stores.clips.get_clip(CREATOR, clip.id) == clip


async def test_a_large_clip_is_offered_with_its_smaller_rendition(desk):
    """Discord takes 10 MiB, a boosted server more: the board takes the best that fits."""
    await desk.fill(size_bytes=11 * 1024 * 1024)
    await desk.storage.put_file("made/clip.10485760.mp4", desk.folder / "a file")

    await desk.work()

    assert len(desk.board.messages["1"].videos) == 2


async def test_a_large_clip_without_a_smaller_rendition_is_offered_alone(desk):
    await desk.fill(size_bytes=11 * 1024 * 1024)

    await desk.work()

    assert len(desk.board.messages["1"].videos) == 1


async def test_a_clip_that_could_not_be_made_is_told_of_in_words_until_it_is(desk):
    failed = await desk.fill(
        status=ClipStatus.FAILED, object_key=None, thumbnail_key=None, score=None
    )
    await desk.work()
    message = desk.board.messages["1"]
    assert (message.videos, message.has_reactions) == ((), False)

    again = await desk.stores.clips.save_clip(failed.move_to(ClipStatus.RENDERING, at=NOON))
    await desk.work()
    assert message.shown[-1].clip.status is ClipStatus.RENDERING

    made = replace(again.move_to(ClipStatus.IN_REVIEW, at=NOON), object_key="made/clip.mp4")
    await desk.stores.clips.save_clip(replace(made, thumbnail_key="made/clip.jpg"))
    await desk.work()
    assert message.newer_message_id == "2"
    assert desk.board.messages["2"].has_reactions


async def test_a_card_counts_approvals_as_its_own_server_wants_them(desk):
    clip = await desk.fill()
    await desk.guilds.add_guild(
        make_binding(guild_id="50", review_channel_id="51", approvals_needed=3)
    )
    await desk.ballots.save_ballot(make_ballot(make_posted_card(clip)).approve("discord:20"))

    await desk.work()

    shown = [message.shown[-1] for message in desk.board.messages.values()]
    assert [(news.approvals, news.approvals_needed) for news in shown] == [
        (("discord:20",), 1),
        (("discord:20",), 3),
    ]


async def test_what_was_said_on_another_cut_is_not_shown(desk):
    await desk.fill()
    other = make_posted_card(cut="another")
    await desk.ballots.save_ballot(make_ballot(other).approve("discord:20"))

    await desk.work()

    assert desk.board.messages["1"].shown[-1].approvals == ()


async def test_a_card_that_changed_while_it_was_edited_is_bound_all_the_same(desk):
    """Somebody has spoken on it; the job must not leave it behind."""
    clip = await desk.fill()
    await desk.work()
    (card,) = await desk.list_cards()
    renamed = await desk.stores.clips.save_clip(replace(clip, title="Another"))
    edit = desk.board.edit_card

    async def edit_slowly(card, news):
        await desk.cards.save_card(card)
        return await edit(card, news)

    desk.board.edit_card = edit_slowly

    await desk.work()

    (bound,) = await desk.list_cards()
    assert bound.clip_version == renamed.version
    assert bound.version == card.version + 2


async def test_a_try_after_a_death_offers_the_reactions_again(desk):
    await desk.fill()
    await desk.work()
    desk.board.messages["1"].has_reactions = False

    await desk.work(attempts=2)

    assert desk.board.messages["1"].has_reactions


async def test_a_card_says_how_the_clip_did(tmp_path):
    desk = Desk(tmp_path)
    clip = await desk.fill(status=ClipStatus.IN_REVIEW)
    await desk.work()
    publication = make_publication(
        clip_id=clip.id,
        platform=Platform.YOUTUBE,
        status=PublicationStatus.PUBLISHED,
        post_id="v1",
    )
    desk.stores.memory.publications[CREATOR, publication.id] = publication
    metric = PostMetric(
        platform=Platform.YOUTUBE, on=NOON.date(), post_id="v1", measured_at=NOON, views=12
    )
    await desk.measured.save_post(note_post(publication, "", None).read(metric))

    await desk.work(attempts=2)

    (message,) = desk.board.messages.values()
    assert message.shown[-1].metrics == {publication.id: metric}


@pytest.mark.parametrize("drawings", [4, 5])
async def test_a_card_that_others_draw_all_the_time_is_drawn_again_later(desk, drawings):
    """It is told as an outage, which such a job outlasts."""
    await desk.fill()
    await desk.work()
    edit, others = desk.board.edit_card, list(range(drawings))

    async def edit_slowly(card, news):
        if others:
            stored = await desk.cards.find_card(card.message_id)
            await desk.cards.save_card(replace(stored, clip_version=100 + others.pop()))
        return await edit(card, news)

    desk.board.edit_card = edit_slowly

    if drawings < 5:
        await desk.work()
        assert (await desk.list_cards())[0].clip_version == 1
    else:
        with pytest.raises(ExternalFailure, match="Others draw this card"):
            await desk.work()
