from dataclasses import replace

import pytest

from core.errors import NotFound, TokenRefused
from core.services.footage.stream_tokens import StreamTokens
from tests.core.services.footage.footage_world import BROADCASTER, STREAM, make_token
from tests.fakes.accounts import FakeFreshTokens


async def test_the_channels_own_account_goes_before_another_of_the_creator():
    other, own = make_token("moderator"), make_token(BROADCASTER)

    assert await StreamTokens(tokens=FakeFreshTokens(other, own)).get_token(STREAM) == own
    assert await StreamTokens(tokens=FakeFreshTokens(other)).get_token(STREAM) == other
    with pytest.raises(NotFound):
        await StreamTokens(tokens=FakeFreshTokens()).get_token(STREAM)


async def test_a_refused_token_is_replaced_once_and_its_call_repeated():
    tokens = StreamTokens(tokens=FakeFreshTokens(make_token()))
    used = []

    async def call(token):
        used.append(token.access_token)
        raise TokenRefused("Expired.")

    with pytest.raises(TokenRefused):
        await tokens.use(STREAM, call)

    assert used == [f"access-{BROADCASTER}", f"access-{BROADCASTER}+"]


async def test_a_token_that_is_at_hand_is_used():
    tokens = StreamTokens(tokens=FakeFreshTokens(make_token()))

    async def call(token):
        return token.access_token

    at_hand = replace(make_token(), access_token="at hand")
    assert await tokens.use(STREAM, call, token=at_hand) == "at hand"
