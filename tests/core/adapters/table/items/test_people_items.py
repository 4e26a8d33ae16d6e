from dataclasses import replace

import pytest

from core.adapters.table.items.people_items import (
    card_item,
    clips_card_item,
    creators_guild_item,
    creators_member_item,
    guild_item,
    member_item,
    read_card_item,
    read_guild_item,
    read_member_item,
)
from core.adapters.table.limits import check_item
from core.domain.people.actor import Role
from core.domain.people.member import Member
from core.domain.publishing.planned import PlanTerms
from core.domain.review.card_terms import CardTerms
from tests.builders import CREATOR, NOON, make_binding, make_clip, make_posted_card

MEMBER = Member(user_id="20", creator_id=CREATOR, role=Role.EDITOR, created_at=NOON, version=3)


def test_servers_members_and_cards_survive_their_items():
    binding = make_binding(version=4, approvals_needed=3)
    card = make_posted_card(is_closed=True, version=5)

    assert read_guild_item(check_item(guild_item(binding))) == binding
    assert read_member_item(check_item(member_item(MEMBER))) == MEMBER
    assert read_card_item(check_item(card_item(card))) == card


@pytest.mark.parametrize(
    "strange",
    [
        {"plan": {"places": [["a new platform", "x"]], "slots": "", "zone": "UTC"}},
        {"plan": {"places": [], "slots": "Mon 18:00 elsewhere", "zone": "UTC"}},
        {"plan": {"places": []}},
        {"plan": "none"},
        {"source": {}},
        {"at": "today"},
        {"at": None},
        {"of": "the newest"},
        "none",
    ],
)
def test_a_card_is_read_without_terms_that_nobody_here_understands(strange):
    """They are a copy of what is read anew where they are missing."""
    card = make_posted_card(terms=CardTerms(read_at=NOON, plan=PlanTerms(), of_version=1))
    item = card_item(card)
    terms = strange if isinstance(strange, str) else item["terms"] | strange

    assert read_card_item(item) == card
    assert read_card_item(item | {"terms": terms}) == replace(card, terms=None)


def test_each_has_a_row_that_finds_it_from_its_creator():
    clip_id = make_clip().id

    rows = [
        creators_guild_item(make_binding()),
        creators_member_item(MEMBER),
        clips_card_item(make_posted_card()),
    ]

    assert [(check_item(row)["PK"], row["SK"]) for row in rows] == [
        ("CREATOR#ada", "GUILD#10"),
        ("CREATOR#ada", "MEMBER#20"),
        ("CREATOR#ada", f"CARD#{clip_id}#30"),
    ]


def test_a_card_of_an_older_program_is_open_and_of_the_first_version():
    item = card_item(make_posted_card())
    for name in ("isClosed", "version"):
        del item[name]

    assert read_card_item(item) == make_posted_card()
