from dataclasses import replace
from typing import Any

import pytest

from core.domain.people.actor import Role
from core.domain.people.email_address import EmailAddress
from core.domain.people.member import Member
from core.domain.publishing.planned import PlanTerms
from core.domain.publishing.posting_slot import read_slots
from core.domain.review.ballot import Saying, make_ballot
from core.domain.review.card_terms import CardTerms
from core.domain.review.clip_source import ClipSource
from core.domain.review.review_card import Verdict
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Conflict, NotFound
from core.ports.review import CardContext
from tests.builders import (
    CREATOR,
    NOON,
    make_binding,
    make_clip,
    make_posted_card,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
)

EVE = CreatorId("eve")


def make_member(**given):
    values: dict[str, Any] = {
        "user_id": "20",
        "creator_id": CREATOR,
        "role": Role.OWNER,
        "created_at": NOON,
    }
    return Member(**(values | given))


async def test_a_server_serves_whom_it_was_first_bound_to(stores):
    assert await stores.guilds.find_guild("10") is None

    assert await stores.guilds.add_guild(make_binding())
    assert not await stores.guilds.add_guild(make_binding(creator_id=EVE))

    assert await stores.guilds.find_guild("10") == make_binding()
    assert await stores.guilds.list_guilds(EVE) == ()


async def test_the_servers_of_a_creator_are_listed_as_they_are_now(stores):
    await stores.guilds.add_guild(make_binding())
    await stores.guilds.add_guild(make_binding(guild_id="11"))
    await stores.guilds.add_guild(make_binding(guild_id="12", creator_id=EVE))

    saved = await stores.guilds.save_guild(make_binding(review_channel_id="99"))

    assert saved == make_binding(review_channel_id="99", version=2)
    assert await stores.guilds.list_guilds(CREATOR) == (saved, make_binding(guild_id="11"))
    assert await stores.guilds.list_guilds(CREATOR, may_lag=True) == (
        saved,
        make_binding(guild_id="11"),
    )


async def test_the_second_of_two_setups_is_told_what_is_stored_now(stores):
    await stores.guilds.add_guild(make_binding())
    first = await stores.guilds.save_guild(make_binding(review_channel_id="99"))

    with pytest.raises(Conflict) as conflict:
        await stores.guilds.save_guild(make_binding(review_channel_id="98"))
    with pytest.raises(NotFound):
        await stores.guilds.save_guild(make_binding(guild_id="77"))

    assert conflict.value.current == first


async def test_a_person_is_something_at_each_creator_and_keeps_the_first_role(stores):
    assert await stores.members.add_member(make_member())
    assert await stores.members.add_member(make_member(creator_id=EVE, role=Role.EDITOR))
    assert not await stores.members.add_member(make_member(role=Role.VIEWER))

    assert await stores.members.find_member("20", CREATOR) == make_member()
    assert await stores.members.find_member("21", CREATOR) is None
    assert [m.creator_id for m in await stores.members.list_memberships("20")] == [CREATOR, EVE]
    assert await stores.members.list_memberships("21") == ()


async def test_a_card_is_found_by_its_message_and_by_its_clip(stores):
    other = make_posted_card(make_clip(id=make_test_clip_id(2)), message_id="31")
    assert await stores.cards.add_card(make_posted_card())
    assert await stores.cards.add_card(other)
    assert not await stores.cards.add_card(make_posted_card())

    assert await stores.cards.find_card("30") == make_posted_card()
    assert await stores.cards.find_card("99") is None
    assert await stores.cards.list_cards(CREATOR, make_clip().id) == (make_posted_card(),)
    assert await stores.cards.list_cards(EVE, make_clip().id) == ()


TERMS = CardTerms(
    read_at=NOON,
    language="de",
    source=ClipSource(title="A stream", at=NOON, is_stream=True),
    plan=PlanTerms(
        places=((Platform.YOUTUBE, "UC1"), (Platform.FOLDER, "")),
        slots=read_slots("Mon 18:00, Tue 20:30 youtube"),
        time_zone="Europe/Berlin",
    ),
    ballot_version=3,
    has_votes=True,
    publications=(make_publication().id,),
    of_version=2,
    place_version=7,
)


@pytest.mark.parametrize("terms", [TERMS, CardTerms(read_at=NOON, plan=PlanTerms(), of_version=1)])
async def test_a_card_keeps_what_it_was_drawn_from(stores, terms):
    card = make_posted_card(terms=terms)
    await stores.cards.add_card(card)

    assert await stores.cards.find_card("30") == card
    assert await stores.cards.list_cards(CREATOR, make_clip().id, may_lag=True) == (card,)


async def test_a_ballot_that_may_be_old_is_no_older_than_was_asked(stores):
    find = stores.ballots.find_ballot
    assert await find(CREATOR, make_clip().id, at_least=0) is None
    ballot = await stores.ballots.save_ballot(make_ballot(make_posted_card()).approve("ada"))

    assert await find(CREATOR, make_clip().id, at_least=0) == ballot
    assert await find(CREATOR, make_clip().id, at_least=1) == ballot
    assert await find(CREATOR, make_clip().id, at_least=2) == ballot


async def test_some_servers_are_found_at_once(stores):
    await stores.guilds.add_guild(make_binding())

    assert await stores.guilds.find_guilds(["10", "77", "10"]) == (make_binding(),)
    assert await stores.guilds.find_guilds([]) == ()


async def test_a_card_comes_with_all_that_a_decision_depends_on(stores):
    clip = make_clip()
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
    await stores.cards.add_card(make_posted_card())

    bare = await stores.cards.find_card_context("30", user_id="20")
    await stores.guilds.add_guild(make_binding())
    await stores.members.add_member(make_member())
    ballot = await stores.ballots.save_ballot(make_ballot(make_posted_card()).approve("ada"))
    whole = await stores.cards.find_card_context("30", user_id="20")

    assert bare == CardContext(
        card=make_posted_card(),
        clip=clip,
        ballot=make_ballot(make_posted_card()),
        binding=None,
        member=None,
    )
    assert whole == replace(bare, ballot=ballot, binding=make_binding(), member=make_member())
    assert await stores.cards.find_card_context("31", user_id="20") is None


async def test_a_card_without_its_clip_cannot_be_decided_on(stores):
    await stores.cards.add_card(make_posted_card())

    with pytest.raises(NotFound):
        await stores.cards.find_card_context("30", user_id="20")


async def test_a_card_is_saved_over_what_was_seen(stores):
    await stores.cards.add_card(make_posted_card())

    closed = await stores.cards.save_card(replace(make_posted_card(), is_closed=True))

    assert await stores.cards.list_cards(CREATOR, make_clip().id) == (closed,)
    with pytest.raises(Conflict) as conflict:
        await stores.cards.save_card(make_posted_card(clip_version=7))
    assert conflict.value.current == closed


async def test_cards_are_kept_for_90_days(stores, clock):
    await stores.cards.add_card(make_posted_card())
    clock.step(90 * 86400 - 1)
    assert await stores.cards.find_card("30") is not None

    clock.step(2)

    assert await stores.cards.find_card("30") is None
    assert await stores.cards.list_cards(CREATOR, make_clip().id) == ()


async def test_a_ballot_is_saved_over_what_was_seen(stores):
    """Ten moderators at once are ten votes, not one."""
    empty = make_ballot(make_posted_card())
    assert await stores.ballots.find_ballot(CREATOR, make_clip().id) is None

    saying = Saying(message_id="30", person_id="discord:20", verdict=Verdict.APPROVE)
    said = await stores.ballots.save_ballot(empty.approve("discord:20").hear(saying))

    assert said.version == 1
    assert await stores.ballots.find_ballot(CREATOR, make_clip().id) == said
    assert await stores.ballots.find_ballot(EVE, make_clip().id) is None
    with pytest.raises(Conflict) as conflict:
        await stores.ballots.save_ballot(empty.approve("discord:21"))
    assert conflict.value.current == said


async def test_a_ballot_is_kept_for_90_days_after_the_last_word(stores, clock):
    ballot = await stores.ballots.save_ballot(make_ballot(make_posted_card()))
    clock.step(60 * 86400)
    await stores.ballots.save_ballot(ballot.lift("discord:20"))
    clock.step(90 * 86400 - 1)
    assert await stores.ballots.find_ballot(CREATOR, make_clip().id) is not None

    clock.step(2)

    assert await stores.ballots.find_ballot(CREATOR, make_clip().id) is None


def make_email(**given):
    values: dict[str, Any] = {
        "address": "ben@example.org",
        "person_id": "discord:7",
        "creator_id": CREATOR,
        "created_at": NOON,
    }
    return EmailAddress(**(values | given))


async def test_an_address_is_one_persons_and_a_person_has_one(stores):
    assert await stores.emails.find_email("ben@example.org") is None
    assert await stores.emails.find_email_of("discord:7") is None

    await stores.emails.put_email(make_email())
    assert await stores.emails.find_email("ben@example.org") == make_email()
    assert await stores.emails.find_email_of("discord:7") == make_email()

    await stores.emails.put_email(make_email(creator_id=EVE))
    moved = make_email(address="benno@example.org")
    await stores.emails.put_email(moved)
    assert await stores.emails.find_email("ben@example.org") is None
    assert await stores.emails.find_email_of("discord:7") == moved


async def test_an_address_that_another_person_proved_is_theirs(stores):
    await stores.emails.put_email(make_email())
    await stores.emails.put_email(make_email(person_id="discord:8"))

    assert await stores.emails.find_email_of("discord:7") is None
    assert not await stores.emails.delete_email_of("discord:7")
    await stores.emails.put_email(make_email(address="new@example.org"))
    assert await stores.emails.find_email_of("discord:8") == make_email(person_id="discord:8")


async def test_a_forgotten_address_is_nobodys(stores):
    await stores.emails.put_email(make_email())

    assert await stores.emails.delete_email_of("discord:7")

    assert not await stores.emails.delete_email_of("discord:7")
    assert await stores.emails.find_email("ben@example.org") is None
    assert await stores.emails.find_email_of("discord:7") is None
