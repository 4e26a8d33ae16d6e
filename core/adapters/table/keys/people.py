"""Keys of people: their servers, roles, tokens and sign-in."""

from __future__ import annotations

from core.adapters.table.keys.parts import name_part

TOKEN_PREFIX = "PLATFORM_TOKEN#"  # noqa: S105 - a part of keys, no secret
MEMBER_PREFIX = "MEMBER#"
GUILD_PREFIX = "GUILD#"
SESSION_PREFIX = "SESSION#"
FRAMING = "FRAMING"
BINDING = "BINDING"
VERIFY = "VERIFY"
EMAIL = "EMAIL"


def preferences_sk(person_id: str) -> str:
    return f"PROFILE#{name_part(person_id)}"


def token_sk(platform: str, account_id: str = "") -> str:
    """`PLATFORM_TOKEN#<platform>`; a second account adds `#<accountId>`."""
    first = f"{TOKEN_PREFIX}{name_part(platform)}"
    return f"{first}#{name_part(account_id)}" if account_id else first


def guild_pk(guild_id: str) -> str:
    return f"{GUILD_PREFIX}{name_part(guild_id)}"


def guild_sk(guild_id: str) -> str:
    """`GUILD#<guildId>` in the creator's partition: the servers of a creator."""
    return f"{GUILD_PREFIX}{name_part(guild_id)}"


def member_pk(person_id: str) -> str:
    """`DISCORD#<userId>`: the creators at which a person has a role."""
    return f"DISCORD#{name_part(person_id)}"


def member_sk(person_id: str) -> str:
    return f"{MEMBER_PREFIX}{name_part(person_id)}"


def secret_pk(kind: str, digest: str) -> str:
    """`MAGIC#`, `SESSION#`, `OAUTH#` or `DEVICE#<sha256>`: what a secret opens, by its hash."""
    return f"{kind}#{name_part(digest)}"


def person_pk(person_id: str) -> str:
    """`PERSON#<personId>`: the sessions of one person, and where they get links."""
    return f"PERSON#{name_part(person_id)}"


def session_sk(digest: str) -> str:
    return f"{SESSION_PREFIX}{name_part(digest)}"


def email_pk(digest: str) -> str:
    """`EMAIL#<sha256>`: whose an address is, found by its hash."""
    return f"EMAIL#{name_part(digest)}"
