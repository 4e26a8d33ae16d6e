import pytest

from core.adapters.table.archive.creator_rows import belongs
from core.domain.work.ids import CreatorId

ADA = CreatorId("ada")


@pytest.mark.parametrize(
    ("item", "is_hers"),
    [
        ({"PK": "CREATOR#ada", "SK": "METADATA"}, True),
        ({"PK": "CREATOR#ada#CLIPS#3", "SK": "CLIP#1"}, True),
        ({"PK": "CREATOR#ada2", "SK": "METADATA"}, False),
        ({"PK": "CREATOR#ada2#CLIPS#1", "SK": "CLIP#1"}, False),
        ({"PK": "DISCORD#1", "SK": "CREATOR#ada"}, True),
        ({"PK": "DIR#CREATORS#3", "SK": "ada"}, True),
        ({"PK": "DIR#TWITCH#3", "SK": "ada"}, False),
        ({"PK": "QUEUE#work#0", "SK": "1#2", "creatorId": "ada"}, True),
        ({"PK": "QUEUE#work#0", "SK": "1#2", "creatorId": "ben"}, False),
    ],
)
def test_a_row_is_hers_by_its_key_or_by_what_it_says(item, is_hers):
    assert belongs(item, ADA) is is_hers
