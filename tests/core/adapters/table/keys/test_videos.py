import pytest

from core.adapters.table import keys
from core.domain.work.ids import AssetId


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.asset_sk(AssetId("7")), "ASSET#7"),
        (keys.intake_sk("6"), "INTAKE#6"),
        (keys.chapters_sk(AssetId("7")), "ASSET#7#CHAPTERS"),
        (keys.transcript_sk(AssetId("7"), "file"), "ASSET#7#TRANSCRIPT#file"),
        (keys.window_sk(AssetId("7"), 12), "ASSET#7#WINDOW#0012"),
        (keys.spend_sk("2026-11"), "SPEND#2026-11"),
        (keys.upload_sk("u"), "UPLOAD#u"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published
