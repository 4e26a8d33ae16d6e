import pytest

from core.domain.publishing.publication import PUBLICATION_MOVES, PublicationStatus, may_be_of
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.ids import PublicationId
from core.domain.work.platform import Platform
from core.errors import Conflict
from tests.builders import NOON, make_publication, make_test_ulid


@pytest.mark.parametrize("status", list(PublicationStatus))
@pytest.mark.parametrize("wanted", list(PublicationStatus))
def test_a_publication_moves_only_as_the_table_of_moves_says(status, wanted):
    publication = make_publication(status=status)

    if wanted in PUBLICATION_MOVES[status]:
        assert publication.move_to(wanted, at=NOON).status is wanted
    else:
        with pytest.raises(Conflict, match="cannot become"):
            publication.move_to(wanted, at=NOON)


def test_what_may_be_on_the_platform_is_never_simply_sent_again():
    """After a crash a publication is reconciled; only a person may schedule it anew."""
    assert PublicationStatus.SCHEDULED not in PUBLICATION_MOVES[PublicationStatus.UPLOADING]
    assert PUBLICATION_MOVES[PublicationStatus.PUBLISHED] == frozenset()


@pytest.mark.parametrize("status", list(PublicationStatus))
def test_the_clock_wakes_what_waits_and_what_the_platform_is_to_be_asked_about(status):
    always = status in {"scheduled", "retry_at", "quota_wait"}
    when_asked_for = status in {
        "processing",
        "published_no_link",
        "awaiting_creator",
        "unconfirmed",
    }

    assert make_publication(status=status).is_waiting is always
    assert make_publication(status=status, next_at=NOON).is_waiting is (always or when_asked_for)


def test_a_claimed_publication_waits_no_more_and_what_is_out_stays_out():
    waiting = make_publication(status=PublicationStatus.RETRY_AT, next_at=NOON)
    out = make_publication(status=PublicationStatus.PUBLISHED_NO_LINK, next_at=NOON)

    assert waiting.claim(at=NOON) == make_publication(status=PublicationStatus.CLAIMED)
    assert out.claim(at=NOON).status is PublicationStatus.PUBLISHED_NO_LINK
    assert out.claim(at=NOON).next_at is None


@pytest.mark.parametrize(
    ("given", "may_be"),
    [
        ({"post_id": "7"}, True),
        ({"post_id": "8"}, False),
        ({"progress": PublishProgress(may_be_out=True, facts={"likeness": "l"})}, True),
        ({"progress": PublishProgress(may_be_out=True, facts={"likeness": "m"})}, False),
        ({"progress": PublishProgress(facts={"likeness": "l"})}, False),
        ({"platform": Platform.YOUTUBE, "post_id": "7"}, False),
    ],
)
def test_a_post_that_another_publication_may_have_is_not_sure(given, may_be):
    progress = PublishProgress(may_be_out=True, facts={"likeness": "l"})
    sought = make_publication(platform=Platform.TIKTOK, progress=progress)
    values = {"platform": Platform.TIKTOK, "id": PublicationId(make_test_ulid(9))} | given

    assert may_be_of(make_publication(**values), sought, "7") is may_be
    assert not may_be_of(sought, sought, "7")
