"""Platform tokens as items. The two secrets are sealed together, for the row they are stored in."""

from __future__ import annotations

import json
from dataclasses import replace

from core.adapters.table import keys
from core.adapters.table.items.records import from_record, make_item
from core.adapters.table.table import Item, ItemKey
from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.ports.accounts import Sealed


def token_key(creator_id: CreatorId, platform: Platform, suffix: str = "") -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.token_sk(platform.value, suffix))


def pack_secrets(token: PlatformToken) -> str:
    """Return the text to seal."""
    return json.dumps({"access": token.access_token, "refresh": token.refresh_token})


def token_item(token: PlatformToken, key: ItemKey, sealed: Sealed) -> Item:
    """Return the item of a token, with its secrets in sealed form only."""
    bare = replace(token, access_token="", refresh_token=None)
    item = make_item("token", key, bare, keyId=sealed.key_id, sealed=sealed.text)
    del item["accessToken"]
    return item


def read_sealed(item: Item) -> Sealed:
    return Sealed(key_id=item["keyId"], text=item["sealed"])


def read_token_item(item: Item, secrets: str) -> PlatformToken:
    """Return the token of an item, given its unsealed secrets."""
    opened = json.loads(secrets)
    given = item | {"accessToken": opened["access"], "refreshToken": opened["refresh"]}
    return from_record(PlatformToken, given)
