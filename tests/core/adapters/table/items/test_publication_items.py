import pytest

from core.adapters.table.items.publication_items import publication_item, read_publication_item
from core.adapters.table.limits import check_item
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.publishing.publish_target import Privacy
from core.domain.publishing.wording import Wording
from tests.builders import NOON, make_publication


def test_a_publication_survives_its_item():
    publication = make_publication(
        status=PublicationStatus.FAILED, link="x", reason="y", account_id="z", version=4
    )

    assert read_publication_item(check_item(publication_item(publication))) == publication


def test_how_far_a_publication_has_come_survives_its_item():
    publication = make_publication(
        post_id="p",
        tries=2,
        privacy=Privacy.UNLISTED,
        wording=Wording(title="t", tags=("a", "b")),
        progress=PublishProgress(
            step="send", entered_at=NOON, sent_bytes=7, may_be_out=True, facts={"size": "9"}
        ),
        sealed_secret="sealed",
        secret_key_id="key-1",
    )

    assert read_publication_item(check_item(publication_item(publication))) == publication


def test_a_secret_that_nobody_sealed_is_not_stored():
    publication = make_publication(progress=PublishProgress(step="send", secret="https://x/?key"))

    with pytest.raises(ValueError, match="sealed"):
        publication_item(publication)


def test_a_publication_is_found_by_month_and_by_status():
    item = publication_item(make_publication())

    assert item["SK"] == f"PUB#{make_publication().id}"
    assert item["GSI1SK"] == f"2026-03-01T12:00:00.000Z#PUB#{make_publication().id}"
    assert item["GSI2PK"] == "CREATOR#ada#PUB#scheduled"


def test_a_publication_of_the_first_program_is_still_read():
    item = publication_item(make_publication())
    for name in ("version", "accountId", "updatedAt"):
        del item[name]

    assert read_publication_item(item) == make_publication()
