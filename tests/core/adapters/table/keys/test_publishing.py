from datetime import UTC, datetime

import pytest

from core.adapters.table import keys
from core.domain.work.ids import ClipId, PublicationId

AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)
CLIP = ClipId("01M7Y7F4BHJKVZEF7C23Q1BW0200")


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.publication_sk(PublicationId("5")), "PUB#5"),
        (keys.clip_publication_sk(CLIP, PublicationId("5")), f"CLIPPUB#{CLIP}#5"),
        (keys.lock_sk("tiktok", "t1", CLIP, 2), f"PUBLOCK#tiktok#t1#{CLIP}#2"),
        (keys.lock_sk("folder", "", CLIP, 1), f"PUBLOCK#folder##{CLIP}#1"),
        (keys.uploads_pk("tiktok"), "UPLOADS#tiktok"),
        (keys.uploads_pk("tiktok", "t1"), "UPLOADS#tiktok#t1"),
        (keys.uploads_sk(AT.date()), "2026-11-21"),
        (keys.counted_upload_sk(AT.date(), "P1.0"), "2026-11-21#P1.0"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published
