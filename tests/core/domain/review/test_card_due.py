from datetime import timedelta

from core.domain.review.card_due import make_card_due, make_notice_due
from core.domain.work.due import DueKind
from tests.builders import CREATOR, NOON


def test_reminders_of_one_minute_are_one_and_none_comes_too_early():
    made = {make_card_due(CREATOR, NOON + timedelta(seconds=s)) for s in (1, 30, 59.9, 60)}

    assert {due.at for due in made} == {NOON + timedelta(minutes=1)}
    assert make_card_due(CREATOR, NOON).at == NOON


def test_cards_and_notices_are_told_apart():
    kinds = {make_card_due(CREATOR, NOON).kind, make_notice_due(CREATOR, NOON).kind}

    assert kinds == {DueKind.CARD, DueKind.NOTICE}
