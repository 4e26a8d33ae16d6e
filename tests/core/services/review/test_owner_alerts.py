from datetime import timedelta

import pytest

from core.errors import ExternalFailure
from core.ports.work import SharedTrouble
from core.services.review.owner_alerts import CALM_SECONDS, LASTS_SECONDS, OwnerAlerts
from core.services.work.health import Health
from core.services.work.ownership import OwnedNames
from core.services.work.trouble_sharing import TroubleSharing
from tests.builders import CREATOR, make_binding
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.people import FakeNotices
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
async def world():
    clock, notices = FakeClock(), FakeNotices()
    health, stores = Health(clock=clock), FakeAllStores(clock).bundle()
    await stores.guilds.add_guild(make_binding())
    owned = OwnedNames(
        store=stores.ownerships,
        formats=stores.formats,
        clock=clock,
        holder="here",
        lease_seconds=60,
        is_shared=True,
    )
    sharing = TroubleSharing(
        clock=clock, store=stores.troubles, health=health, owned=owned, holder="here", roles=""
    )
    alerts = OwnerAlerts(
        clock=clock,
        health=health,
        sharing=sharing,
        guilds=stores.guilds,
        notices=notices,
        home_creator_id=CREATOR,
    )
    return clock, health, notices, alerts, stores.troubles


async def test_what_lasts_is_told_once_and_again_only_after_it_was_well_for_long(world):
    clock, health, notices, alerts, _ = world
    health.note_trouble("Model", "The key is refused: set another one.")
    await alerts.tell()
    assert notices.told == []

    for _ in range(5):
        clock.advance(LASTS_SECONDS)
        await alerts.tell()
    assert [sentence for _, sentence in notices.told] == [
        "Model: The key is refused: set another one."
    ]

    health.note_ok("Model")
    clock.advance(60)
    await alerts.tell()
    health.note_trouble("Model", "The key is refused: set another one.")
    clock.advance(LASTS_SECONDS)
    await alerts.tell()
    assert len(notices.told) == 1

    health.note_ok("Model")
    clock.advance(CALM_SECONDS)
    await alerts.tell()
    health.note_trouble("Model", "The key is refused: set another one.")
    clock.advance(LASTS_SECONDS)
    await alerts.tell()
    assert len(notices.told) == 2


async def test_what_passes_and_what_is_told_elsewhere_is_not_told(world):
    clock, health, notices, alerts, _ = world
    health.note_trouble("Table", "It does not answer.")
    health.note_trouble("Cards in Discord channel 11", "It refuses cards.")
    clock.advance(LASTS_SECONDS / 2)
    health.note_ok("Table")
    clock.advance(LASTS_SECONDS)

    assert await alerts.tell() == 0
    assert notices.told == []


async def test_what_cannot_be_told_now_is_told_later(world):
    clock, health, notices, alerts, _ = world
    health.note_trouble("Model", "The key is refused.")
    clock.advance(LASTS_SECONDS)
    notices.failing = ExternalFailure("Discord does not answer.")
    assert await alerts.tell() == 0

    notices.failing = None

    assert await alerts.tell() == 1


async def test_what_lasts_in_other_processes_is_told_once_for_all_that_lack_it(world):
    clock, _, notices, alerts, troubles = world
    since, until = clock.now(), clock.now() + timedelta(hours=1)
    clock.advance(LASTS_SECONDS)
    for process in ("work", "publish"):
        kept = SharedTrouble(part="Storage", sentence="It is full.", since=since, process=process)
        await troubles.put_troubles(process, (kept,), until=until)

    assert [await alerts.tell() for _ in range(3)] == [1, 0, 0]

    assert [sentence for _, sentence in notices.told] == ["Storage (work): It is full."]


async def test_the_owner_reads_what_a_creator_s_team_does_not(world):
    clock, health, notices, alerts, _ = world
    health.note_trouble("Storage", "S3 refuses it.", in_full="S3 refuses it to the role r.")
    clock.advance(LASTS_SECONDS)

    await alerts.tell()

    assert [sentence for _, sentence in notices.told] == ["Storage: S3 refuses it to the role r."]
