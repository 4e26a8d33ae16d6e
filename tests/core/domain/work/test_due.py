from core.domain.work.due import Due, DueKind
from tests.builders import CREATOR, NOON


def test_two_reminders_of_the_same_are_equal():
    def remind():
        return Due(at=NOON, kind=DueKind.DIGEST, creator_id=CREATOR, id="weekly")

    assert remind() == remind()
    assert len({remind(), remind()}) == 1
