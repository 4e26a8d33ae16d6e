import json

from core.adapters.table.items.account_items import (
    pack_secrets,
    read_sealed,
    read_token_item,
    token_item,
    token_key,
)
from core.domain.work.platform import Platform
from core.ports.accounts import Sealed
from tests.builders import CREATOR
from tests.plan_builders import make_token

KEY = token_key(CREATOR, Platform.TIKTOK)
SEALED = Sealed(key_id="k1", text="c2VhbGVk")


def test_an_item_holds_its_secrets_sealed_alone():
    item = token_item(make_token(), KEY, SEALED)

    text = json.dumps(item, default=str)
    assert "access-1" not in text
    assert "refresh-1" not in text
    assert (item["keyId"], read_sealed(item)) == ("k1", SEALED)


def test_a_token_is_whole_again_when_its_secrets_are_opened():
    for token in (make_token(), make_token(refresh_token=None)):
        item = token_item(token, KEY, SEALED)

        assert read_token_item(item, pack_secrets(token)) == token
