from dataclasses import replace

import pytest

from core.domain.clip import ClipStatus
from core.domain.ids import CreatorId
from core.domain.publication import PublicationStatus
from core.domain.review import Verdict
from core.errors import Conflict, Forbidden, NotFound
from core.services.deciding import Deciding
from core.services.membership import Membership
from core.services.reviewing import Reviewing
from tests.builders import (
    CREATOR,
    make_binding,
    make_clip,
    make_person,
    make_posted_card,
    make_spike,
    make_stream,
)
from tests.fakes.people import FakeCards, FakeGuilds, FakeMembers
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds


class Desk:
    """A clip in review, and its card in a server that is set up."""

    def __init__(self):
        self.stores = FakeStores(FakeClock())
        self.cards, self.guilds = FakeCards(), FakeGuilds()
        membership = Membership(
            clock=FakeClock(),
            guilds=self.guilds,
            members=FakeMembers(),
            home_creator_id=CREATOR,
        )
        reviewing = Reviewing(
            clock=FakeClock(),
            ids=FakeIds(),
            clips=self.stores.clips,
            publications=self.stores.publications,
            grace_seconds=60,
        )
        self.deciding = Deciding(
            cards=self.cards,
            clips=self.stores.clips,
            membership=membership,
            reviewing=reviewing,
        )

    async def get_clip(self):
        return await self.stores.clips.get_clip(CREATOR, make_clip().id)

    async def list_publications(self):
        return [p.status for p in (await self.stores.publications.list_publications(CREATOR)).items]


@pytest.fixture
async def desk():
    desk = Desk()
    clip = make_clip(status=ClipStatus.IN_REVIEW)
    await desk.stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
    await desk.guilds.add_guild(make_binding())
    await desk.cards.add_card(make_posted_card(clip))
    return desk


@pytest.mark.parametrize(
    ("verdict", "status"),
    [(Verdict.APPROVE, ClipStatus.APPROVED), (Verdict.REJECT, ClipStatus.REJECTED)],
)
async def test_a_moderator_decides_and_saying_it_again_changes_nothing(desk, verdict, status):
    first = await desk.deciding.decide(make_person(), "30", verdict)
    again = await desk.deciding.decide(make_person(), "30", verdict)

    assert first == again
    assert (first.status, first.decided_by) == (status, "discord:20")


async def test_the_second_moderator_is_told_who_was_first(desk):
    await desk.deciding.decide(make_person(), "30", Verdict.APPROVE)

    with pytest.raises(Conflict, match="already approved by discord:20"):
        await desk.deciding.decide(make_person(user_id="21"), "30", Verdict.REJECT)


async def test_a_stranger_decides_nothing(desk):
    with pytest.raises(Forbidden):
        await desk.deciding.decide(make_person(role_ids=frozenset()), "30", Verdict.APPROVE)

    assert (await desk.get_clip()).status is ClipStatus.IN_REVIEW


async def test_a_card_of_another_server_or_creator_is_not_there(desk):
    await desk.guilds.add_guild(make_binding(guild_id="50", creator_id=CreatorId("eve")))
    await desk.cards.add_card(make_posted_card(message_id="31", creator_id=CreatorId("bo")))

    for person, message_id in [
        (make_person(guild_id="50"), "30"),
        (make_person(), "31"),
        (make_person(), "no such"),
    ]:
        with pytest.raises(NotFound):
            await desk.deciding.decide(person, message_id, Verdict.APPROVE)


async def test_a_closed_card_and_a_newer_cut_decide_nothing(desk):
    card = await desk.deciding.find_card("30")
    await desk.cards.save_card(replace(card, is_closed=True))
    await desk.cards.add_card(make_posted_card(message_id="31", cut="another"))

    for message_id in ("30", "31"):
        with pytest.raises(Conflict, match="older cut"):
            await desk.deciding.decide(make_person(), message_id, Verdict.APPROVE)


async def test_a_clip_that_changed_since_it_was_shown_is_not_decided_on(desk):
    await desk.stores.clips.save_clip(replace(await desk.get_clip(), title="Another title"))

    with pytest.raises(Conflict, match="changed since you saw it"):
        await desk.deciding.decide(make_person(), "30", Verdict.APPROVE)


async def test_who_approved_takes_it_back_and_nothing_goes_out(desk):
    await desk.deciding.decide(make_person(), "30", Verdict.APPROVE)

    undone = await desk.deciding.take_back(make_person(), "30")

    assert (undone.status, undone.decided_by) == (ClipStatus.IN_REVIEW, None)
    assert await desk.list_publications() == [PublicationStatus.CANCELLED]


async def test_anothers_approval_stays_where_one_takes_ones_own_reaction_away(desk):
    await desk.deciding.decide(make_person(), "30", Verdict.APPROVE)

    assert await desk.deciding.take_back(make_person(user_id="21"), "30") is None
    assert (await desk.get_clip()).status is ClipStatus.APPROVED


async def test_a_button_takes_back_what_any_moderator_approved(desk):
    await desk.deciding.decide(make_person(), "30", Verdict.APPROVE)

    undone = await desk.deciding.decide(make_person(user_id="21"), "30", Verdict.UNDO)

    assert undone.status is ClipStatus.IN_REVIEW


async def test_what_is_undecided_in_a_server_is_listed_with_its_cards(desk):
    await desk.cards.add_card(make_posted_card(message_id="31", is_closed=True))
    await desk.cards.add_card(make_posted_card(message_id="32", guild_id="50"))

    assert [card.message_id for card in await desk.deciding.list_undecided("10")] == ["30"]
    assert await desk.deciding.list_links(await desk.get_clip(), guild_id="10") == [
        "https://discord.com/channels/10/11/30"
    ]
    await desk.deciding.decide(make_person(), "30", Verdict.REJECT)
    assert await desk.deciding.list_undecided("10") == []
