from datetime import timedelta

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, NoAnswer, QuotaReached, ReconnectRequired
from core.services.publishing.platform_troubles import GRACE_SECONDS, PlatformTroubles
from core.services.work.health import Health
from tests.builders import NOON, make_publication
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def health(clock):
    return Health(clock=clock)


@pytest.fixture
def troubles(health):
    return PlatformTroubles(health=health)


def plan(status=PublicationStatus.RETRY_AT, seconds=30.0):
    return make_publication(
        platform=Platform.YOUTUBE, status=status, next_at=NOON + timedelta(seconds=seconds)
    )


def test_a_platform_that_does_not_answer_is_told_until_it_does(health, troubles):
    troubles.note_failure(plan(), NoAnswer("YouTube does not answer."), at=NOON)
    assert [part.name for part in health.list_troubles()] == ["Publishing to YouTube"]

    troubles.note_answer(Platform.TIKTOK)
    assert health.list_troubles()
    troubles.note_answer(Platform.YOUTUBE)

    assert health.list_troubles() == ()


@pytest.mark.parametrize(
    "failure",
    [
        QuotaReached("Used up.", until=NOON),
        ReconnectRequired("Link it again."),
        ExternalFailure("It takes no such clip."),
    ],
)
def test_what_an_account_or_a_clip_is_refused_is_no_outage(health, troubles, failure):
    troubles.note_failure(plan(), failure, at=NOON)

    assert health.list_troubles() == ()


def test_what_is_not_tried_again_says_nothing_of_the_platform(health, troubles):
    failed = plan(PublicationStatus.FAILED)
    troubles.note_failure(failed, NoAnswer("YouTube does not answer."), at=NOON)

    assert health.list_troubles() == ()


def test_a_trouble_whose_next_try_is_called_off_is_forgotten(health, troubles, clock):
    troubles.note_failure(plan(seconds=30), NoAnswer("YouTube does not answer."), at=NOON)

    clock.advance(30 + GRACE_SECONDS)

    assert health.list_troubles() == ()
