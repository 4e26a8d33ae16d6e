import pytest

from core.domain.platform_token import ACCOUNT_MOVES, AccountStatus
from core.errors import Conflict
from tests.builders import NOON
from tests.plan_builders import make_token


@pytest.mark.parametrize("before", AccountStatus)
@pytest.mark.parametrize("after", AccountStatus)
def test_an_account_moves_as_the_table_says(before, after):
    token = make_token(status=before)

    if after in ACCOUNT_MOVES[before]:
        assert token.move_to(after, at=NOON).status is after
    else:
        with pytest.raises(Conflict, match="cannot become") as conflict:
            token.move_to(after, at=NOON)
        assert conflict.value.current == token


def test_a_token_that_is_printed_shows_no_secret():
    text = repr(make_token())

    assert "access-1" not in text
    assert "refresh-1" not in text
