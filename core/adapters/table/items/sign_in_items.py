"""Sign-in secrets as items: what each opens is stored under its hash, until it expires."""

from __future__ import annotations

import math
from datetime import datetime

from core.adapters.table import keys
from core.adapters.table.items.records import make_item
from core.adapters.table.items.values import SCHEMA_VERSION
from core.adapters.table.table import Item, ItemKey
from core.domain.people.email_address import EmailAddress
from core.domain.people.sign_in import DeviceCode, MagicLink, OAuthState, WebSession, hash_secret

Opened = MagicLink | OAuthState | DeviceCode

PREFIXES: dict[type, str] = {
    MagicLink: "MAGIC",
    OAuthState: "OAUTH",
    DeviceCode: "DEVICE",
}


def secret_key(kind: type[Opened], secret: str) -> ItemKey:
    return ItemKey(keys.secret_pk(PREFIXES[kind], hash_secret(secret)), keys.VERIFY)


def secret_item(secret: str, opened: Opened) -> Item:
    key = secret_key(type(opened), secret)
    return make_item(key.pk.partition("#")[0].lower(), key, opened, ttl=_end(opened.expires_at))


def session_key(digest: str) -> ItemKey:
    return ItemKey(keys.secret_pk("SESSION", digest), keys.VERIFY)


def session_item(session: WebSession) -> Item:
    key = session_key(session.digest)
    return make_item("session", key, session, ttl=_end(session.expires_at))


def persons_session_item(session: WebSession) -> Item:
    return {
        "PK": keys.person_pk(session.person_id),
        "SK": keys.session_sk(session.digest),
        "type": "person's session",
        "schemaVersion": SCHEMA_VERSION,
        "digest": session.digest,
        "ttl": _end(session.expires_at),
    }


def email_key(address: str) -> ItemKey:
    return ItemKey(keys.email_pk(hash_secret(address)), keys.VERIFY)


def email_item(email: EmailAddress) -> Item:
    return make_item("e-mail", email_key(email.address), email)


def persons_email_key(person_id: str) -> ItemKey:
    return ItemKey(keys.person_pk(person_id), keys.EMAIL)


def persons_email_item(email: EmailAddress) -> Item:
    return make_item("person's e-mail", persons_email_key(email.person_id), email)


def _end(at: datetime) -> int:
    return math.ceil(at.timestamp())
