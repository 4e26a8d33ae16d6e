from dataclasses import replace

from core.domain.asking.answer import Answer
from core.domain.asking.conversation import Turn
from core.domain.asking.question import read_question
from core.domain.work.ids import CreatorId
from core.services.asking.conversations import Conversations
from tests.builders import NOON, make_actor
from tests.fakes.time_and_ids import FakeClock

TURN = Turn(at=NOON, question=read_question("clips"), answer=Answer(text="a", basis="b"))


def test_each_person_has_their_own_ten_minutes_at_each_creator():
    clock = FakeClock()
    kept = Conversations(clock=clock)
    ada = make_actor(person_id="discord:1")
    kept.keep(ada, TURN)

    assert len(kept.recall(ada)) == 1
    assert kept.recall(make_actor(person_id="discord:2")) == ()
    assert kept.recall(replace(ada, creator_id=CreatorId("eve"))) == ()
    clock.advance(601)
    assert kept.recall(ada) == ()


def test_who_asks_nothing_more_is_forgotten():
    clock = FakeClock()
    kept = Conversations(clock=clock)
    for number in range(2500):
        kept.keep(make_actor(person_id=f"discord:{number}"), TURN)

    assert len(kept._turns) <= 2000
    clock.advance(601)
    kept.keep(make_actor(), TURN)
    assert len(kept._turns) == 1
