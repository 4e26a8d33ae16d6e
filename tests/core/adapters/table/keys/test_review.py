import pytest

from core.adapters.table import keys
from core.domain.work.ids import ClipId

CLIP = ClipId("01M7Y7F4BHJKVZEF7C23Q1BW0200")


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.ballot_sk(CLIP), f"BALLOT#{CLIP}"),
        (keys.card_pk("3"), "CARD#3"),
        (keys.clip_card_sk(CLIP, "3"), f"CARD#{CLIP}#3"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published
