from core.services.keeping import Keeping
from tests.builders import NOON
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.upkeep import FakeUpkeep


async def test_what_has_expired_is_swept_by_the_clock_of_the_app():
    upkeep = FakeUpkeep(expired=3)

    count = await Keeping(clock=FakeClock(), upkeep=upkeep).sweep_expired()

    assert (count, upkeep.swept_at) == (3, [NOON])
