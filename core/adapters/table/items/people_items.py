"""Servers, members and review cards as items, each with a row by which its creator finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.records import from_record, make_item, to_record
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    expiry,
    instant,
    present,
    read_instant,
)
from core.adapters.table.limits import value_size
from core.adapters.table.table import Item, ItemKey
from core.domain.people.actor import Role
from core.domain.people.card_habits import CardHabits
from core.domain.people.guild import GuildBinding
from core.domain.people.member import Member
from core.domain.people.quiet_hours import QuietHours
from core.domain.publishing.planned import PlanTerms
from core.domain.publishing.posting_slot import read_slots, write_slots
from core.domain.review.ballot import Ballot
from core.domain.review.card_terms import CardTerms
from core.domain.review.clip_source import ClipSource
from core.domain.review.review_card import PostedCard
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.platform import Platform
from core.errors import InvalidInput

CARD_DAYS = 90
WRITE_UNIT_BYTES = 1024


def guild_key(guild_id: str) -> ItemKey:
    return ItemKey(keys.guild_pk(guild_id), keys.BINDING)


def guild_item(binding: GuildBinding) -> Item:
    pk, sk = guild_key(binding.guild_id)
    return {
        "PK": pk,
        "SK": sk,
        "type": "guild",
        "schemaVersion": SCHEMA_VERSION,
        "version": binding.version,
        "guildId": binding.guild_id,
        "creatorId": binding.creator_id,
        "reviewChannelId": binding.review_channel_id,
        "moderatorRoleId": binding.moderator_role_id,
        "approvalsNeeded": binding.approvals_needed,
        **_optional_body(binding),
        "createdAt": instant(binding.created_at),
        "updatedAt": instant(binding.updated_at),
    }


def _optional_body(binding: GuildBinding) -> Item:
    """Return what most servers have nothing of."""
    habits = binding.habits
    values = {
        "editorRoleId": binding.editor_role_id,
        "countsThumbs": habits.counts_thumbs,
        "pingMinutes": habits.ping_minutes,
        "hasDigest": habits.has_digest,
        "quietHours": [habits.quiet.from_hour, habits.quiet.until_hour] if habits.quiet else None,
        "digestThreadId": binding.digest_thread_id,
        "toldAt": instant(binding.told_at) if binding.told_at else None,
        "noticeId": binding.notice_id,
    }
    return {name: value for name, value in values.items() if value}


def _read_habits(item: Mapping[str, Any]) -> CardHabits:
    from_hour, until_hour = item.get("quietHours", (0, 0))
    return CardHabits(
        counts_thumbs=item.get("countsThumbs", False),
        ping_minutes=int(item.get("pingMinutes", 0)),
        has_digest=item.get("hasDigest", False),
        quiet=QuietHours(from_hour=int(from_hour), until_hour=int(until_hour)),
    )


def creators_guild_item(binding: GuildBinding) -> Item:
    return {
        "PK": keys.creator_pk(binding.creator_id),
        "SK": keys.guild_sk(binding.guild_id),
        "type": "creator's guild",
        "schemaVersion": SCHEMA_VERSION,
        "guildId": binding.guild_id,
    }


def read_guild_item(item: Mapping[str, Any]) -> GuildBinding:
    return GuildBinding(
        guild_id=item["guildId"],
        creator_id=CreatorId(item["creatorId"]),
        review_channel_id=item["reviewChannelId"],
        moderator_role_id=item["moderatorRoleId"],
        approvals_needed=item.get("approvalsNeeded", 1),
        editor_role_id=item.get("editorRoleId", ""),
        habits=_read_habits(item),
        digest_thread_id=item.get("digestThreadId", ""),
        told_at=read_instant(item["toldAt"]) if item.get("toldAt") else None,
        notice_id=item.get("noticeId", ""),
        created_at=read_instant(item["createdAt"]),
        updated_at=read_instant(item["updatedAt"]),
        version=item.get("version", 1),
    )


def member_key(user_id: str, creator_id: CreatorId) -> ItemKey:
    return ItemKey(keys.member_pk(user_id), keys.creator_pk(creator_id))


def member_item(member: Member) -> Item:
    pk, sk = member_key(member.user_id, member.creator_id)
    return {"PK": pk, "SK": sk, "type": "membership", **_member_body(member)}


def creators_member_item(member: Member) -> Item:
    pk, sk = keys.creator_pk(member.creator_id), keys.member_sk(member.user_id)
    return {"PK": pk, "SK": sk, "type": "member", **_member_body(member)}


def _member_body(member: Member) -> Item:
    return {
        "schemaVersion": SCHEMA_VERSION,
        "version": member.version,
        "userId": member.user_id,
        "creatorId": member.creator_id,
        "role": member.role.value,
        "createdAt": instant(member.created_at),
    }


def read_member_item(item: Mapping[str, Any]) -> Member:
    return Member(
        user_id=item["userId"],
        creator_id=CreatorId(item["creatorId"]),
        role=Role(item["role"]),
        created_at=read_instant(item["createdAt"]),
        version=item.get("version", 1),
    )


def card_key(message_id: str) -> ItemKey:
    return ItemKey(keys.card_pk(message_id), keys.REVIEW)


def card_item(card: PostedCard) -> Item:
    """Return a card with as many of its terms as one write unit has room for."""
    bare = _bare_card_item(card)
    if card.terms is None:
        return bare
    for terms in (card.terms, replace(card.terms, plan=None)):
        whole = bare | {"terms": _terms_map(terms)}
        if value_size(whole) <= WRITE_UNIT_BYTES:
            return whole
    return bare


def _bare_card_item(card: PostedCard) -> Item:
    pk, sk = card_key(card.message_id)
    return {
        "PK": pk,
        "SK": sk,
        "type": "card",
        "schemaVersion": SCHEMA_VERSION,
        "version": card.version,
        "messageId": card.message_id,
        "channelId": card.channel_id,
        "guildId": card.guild_id,
        "creatorId": card.creator_id,
        "clipId": card.clip_id,
        "clipVersion": card.clip_version,
        "cut": card.cut,
        "isClosed": card.is_closed,
        **({"staleAt": instant(card.stale_at)} if card.stale_at else {}),
        "createdAt": instant(card.created_at),
        "updatedAt": instant(card.updated_at),
        "ttl": expiry(card.created_at, days=CARD_DAYS),
    }


def _terms_map(terms: CardTerms) -> Item:
    """Return what a card was drawn from; slots as people write them take a fifth of the room."""
    plan = terms.plan
    kept = {
        "plan": plan
        and {
            "places": [[platform.value, account_id] for platform, account_id in plan.places],
            "slots": write_slots(plan.slots),
            "zone": plan.time_zone,
        },
        "source": terms.source and to_record(terms.source),
        "language": terms.language or None,
        "ballot": terms.ballot_version or None,
        "hasVotes": terms.has_votes or None,
        "pubs": list(terms.publications) or None,
        "setup": terms.place_version or None,
    }
    return present(kept) | {"at": instant(terms.read_at), "of": terms.of_version}


def _read_terms(kept: Any) -> CardTerms | None:
    """Return terms; None for what this version cannot read, as all of it can be read anew."""
    try:
        return _read_known_terms(kept) if isinstance(kept, Mapping) else None
    except (ValueError, KeyError, TypeError, InvalidInput):
        return None


def _read_known_terms(kept: Mapping[str, Any]) -> CardTerms:
    plan = kept.get("plan")
    return CardTerms(
        read_at=read_instant(kept["at"]),
        source=from_record(ClipSource, kept["source"]) if "source" in kept else None,
        plan=PlanTerms(
            places=tuple((Platform(name), account_id) for name, account_id in plan["places"]),
            slots=read_slots(plan["slots"]),
            time_zone=plan["zone"],
        )
        if plan
        else None,
        language=kept.get("language", ""),
        ballot_version=int(kept.get("ballot", 0)),
        has_votes=kept.get("hasVotes", False),
        publications=tuple(PublicationId(name) for name in kept.get("pubs", ())),
        of_version=int(kept["of"]),
        place_version=int(kept.get("setup", 0)),
    )


def clips_card_item(card: PostedCard) -> Item:
    return {
        "PK": keys.creator_pk(card.creator_id),
        "SK": keys.clip_card_sk(card.clip_id, card.message_id),
        "type": "clip's card",
        "schemaVersion": SCHEMA_VERSION,
        "messageId": card.message_id,
        "ttl": expiry(card.created_at, days=CARD_DAYS),
    }


def read_card_item(item: Mapping[str, Any]) -> PostedCard:
    return PostedCard(
        message_id=item["messageId"],
        channel_id=item["channelId"],
        guild_id=item["guildId"],
        creator_id=CreatorId(item["creatorId"]),
        clip_id=ClipId(item["clipId"]),
        clip_version=item["clipVersion"],
        cut=item["cut"],
        is_closed=item.get("isClosed", False),
        stale_at=read_instant(item["staleAt"]) if item.get("staleAt") else None,
        terms=_read_terms(item.get("terms")),
        created_at=read_instant(item["createdAt"]),
        updated_at=read_instant(item["updatedAt"]),
        version=item.get("version", 1),
    )


def ballot_key(creator_id: CreatorId, clip_id: ClipId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.ballot_sk(clip_id))


def ballot_item(ballot: Ballot, *, said_at: datetime) -> Item:
    key = ballot_key(ballot.creator_id, ballot.clip_id)
    return make_item("ballot", key, ballot, ttl=expiry(said_at, days=CARD_DAYS))
