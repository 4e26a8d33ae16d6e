"""Sign-in secrets as items: what each opens is stored under its hash, until it expires."""

from __future__ import annotations

import math

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.table import Item, ItemKey
from core.domain.people.sign_in import (
    DeviceCode,
    MagicLink,
    OAuthState,
    WebSession,
    hash_secret,
)

Opened = MagicLink | WebSession | OAuthState | DeviceCode

PREFIXES: dict[type, str] = {
    MagicLink: "MAGIC",
    WebSession: "SESSION",
    OAuthState: "OAUTH",
    DeviceCode: "DEVICE",
}


def secret_key(kind: type[Opened], secret: str) -> ItemKey:
    return ItemKey(keys.secret_pk(PREFIXES[kind], hash_secret(secret)), keys.VERIFY)


def secret_item(secret: str, opened: Opened) -> Item:
    key = secret_key(type(opened), secret)
    ttl = math.ceil(opened.expires_at.timestamp())
    return make_item(key.pk.partition("#")[0].lower(), key, opened, ttl=ttl)
