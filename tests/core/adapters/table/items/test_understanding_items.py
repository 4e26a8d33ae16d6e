from core.adapters.table.items.understanding_items import (
    spend_update,
    transcript_item,
    transcript_key,
    window_item,
    window_key,
)
from core.domain.clips.asset_analysis import WindowResult
from core.domain.videos.model_spend import TokenUse
from core.domain.videos.understanding import AnalysisWindow
from core.domain.work.ids import AssetId
from tests.builders import CREATOR, NOON

ASSET = AssetId("7")
WINDOW = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=480.0)


def test_the_row_of_a_window_names_its_body_and_is_kept_for_30_days():
    result = WindowResult(window=WINDOW, fingerprint="model/1", understanding=None)

    item = window_item(window_key(CREATOR, ASSET, 1), result, object_key="a/b.json.gz", at=NOON)

    assert (item["objectKey"], item["fingerprint"]) == ("a/b.json.gz", "model/1")
    assert item["ttl"] - NOON.timestamp() == 30 * 86_400


def test_the_row_of_a_transcript_says_how_many_words_it_has():
    key = transcript_key(CREATOR, ASSET, "file")

    assert transcript_item(key, words=9, object_key="a", at=NOON)["words"] == 9


def test_a_month_is_only_ever_added_to():
    update = spend_update(CREATOR, "2026-03", TokenUse(prompt=5, answer=2), 9, at=NOON)

    assert update.add["costMicroDollars"] == 9
    assert not set(update.set) & set(update.add)
