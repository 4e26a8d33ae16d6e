import secrets

import pytest

from bot.web.drawing.form_tokens import MASKED_LENGTH, mask_token, unmask_token

TOKEN = "0123456789abcdef" * 4


def test_each_answer_shows_the_token_in_another_way_and_all_mean_the_same():
    shown = {mask_token(TOKEN) for _ in range(50)}

    assert len(shown) == 50
    assert {len(one) for one in shown} == {MASKED_LENGTH}
    assert {unmask_token(one) for one in shown} == {TOKEN}


def test_no_letter_of_it_stays_where_it_is():
    """A guess that fits one answer says nothing of the next."""
    columns = zip(*(mask_token(TOKEN) for _ in range(60)), strict=True)

    assert min(len(set(column)) for column in columns) > 1


def test_a_token_without_a_mask_counts_too_and_nobody_has_none():
    assert unmask_token(TOKEN) == TOKEN
    assert mask_token("") == unmask_token("") == ""


@pytest.mark.parametrize(
    "given",
    [
        "x",
        "=" * MASKED_LENGTH,
        "ü" * MASKED_LENGTH,
        "A" * 85 + "\ud83d",
        "A" * 84 + "==",
        "A" * 83 + "===",
    ],
)
def test_what_is_no_token_opens_nothing(given):
    assert unmask_token(given) == given


def test_a_mask_of_another_token_means_that_one():
    assert unmask_token(mask_token(secrets.token_hex(32))) != TOKEN
