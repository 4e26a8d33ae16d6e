from datetime import date

from core.adapters.table.items.outgoing_items import targets_item, uploads_attributes, uploads_key
from core.adapters.table.items.records import from_record
from core.adapters.table.limits import check_item
from core.domain.publishing.publish_target import (
    PostChoices,
    Privacy,
    PublishTarget,
    PublishTargets,
)
from core.domain.work.platform import Platform
from tests.builders import CREATOR, NOON


def test_targets_survive_their_item():
    choices = PostChoices(privacy=Privacy.PUBLIC, chosen_by="web", chosen_at=NOON)
    targets = PublishTargets(
        creator_id=CREATOR,
        targets=(PublishTarget(platform=Platform.TIKTOK, tags=("a",), choices=choices),),
        uses_slots=False,
        version=3,
    )

    item = check_item(targets_item(targets))

    assert item["SK"] == "TARGETS"
    assert from_record(PublishTargets, item) == targets


def test_a_days_uploads_are_counted_for_one_account_or_for_all():
    on = date(2026, 3, 1)

    assert uploads_key(Platform.YOUTUBE, "", on) == ("UPLOADS#youtube", "2026-03-01")
    assert uploads_key(Platform.TIKTOK, "o1", on).pk == "UPLOADS#tiktok#o1"
    assert uploads_attributes(NOON)["ttl"] == NOON.timestamp() + 3 * 86_400
