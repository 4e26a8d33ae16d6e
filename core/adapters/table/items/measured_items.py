"""Measured posts as items of less than 1 KB, since each is written at every measurement.

Tags and figures are lists in JSON: one that grows gets its new places at the end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.values import (
    SCHEMA_VERSION,
    expiry,
    instant,
    present,
    read_instant,
    read_optional_instant,
)
from core.adapters.table.table import Item, ItemKey
from core.domain.learning.due_batch import DueBatch
from core.domain.learning.measured_post import AgedFigures, MeasuredPost
from core.domain.learning.metrics import PostMetric
from core.domain.learning.post_tags import CalledBy, PointsOfPart, PostTags, TitleForm
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.platform import Platform

KEPT_DAYS = 400
TITLE_KEPT = 80
_NEWEST = (
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "engaged_views",
    "watched_seconds",
    "watched_share",
    "impressions",
    "click_rate",
)
_AGED = ("at_days", "views", "likes", "comments", "shares", "watched_seconds", "watched_share")


def measured_key(creator_id: CreatorId, made_on: date, post_id: PublicationId) -> ItemKey:
    return ItemKey(keys.creator_pk(creator_id), keys.figures_sk(made_on, post_id))


def measured_item(post: MeasuredPost) -> Item:
    key = measured_key(post.creator_id, post.made_on, post.id)
    return present(
        {
            "PK": key.pk,
            "SK": key.sk,
            "type": "measured post",
            "schemaVersion": SCHEMA_VERSION,
            "version": post.version,
            "platform": post.platform.value,
            "outAt": instant(post.out_at),
            "accountId": post.account_id or None,
            "postId": post.post_id,
            "clipId": post.clip_id,
            "title": post.title[:TITLE_KEPT] or None,
            "tags": _write_tags(post.tags) if post.tags else None,
            "newest": _write_newest(post.newest) if post.newest else None,
            "byAge": _write({str(days): _list(_AGED, one) for days, one in post.by_age.items()})
            if post.by_age
            else None,
            "shown": post.shown or None,
            "shownAt": instant(post.shown_at),
            "ttl": expiry(post.out_at, days=KEPT_DAYS),
        }
    )


def read_measured_item(item: Mapping[str, Any]) -> MeasuredPost:
    _, made_on, post_id = item["SK"].split("#")
    platform, platform_id = Platform(item["platform"]), item.get("postId")
    aged = json.loads(item.get("byAge", "{}"))
    return MeasuredPost(
        creator_id=CreatorId(item["PK"].removeprefix(keys.CREATOR_PREFIX)),
        id=PublicationId(post_id),
        made_on=date.fromisoformat(made_on),
        platform=platform,
        out_at=read_instant(item["outAt"]),
        account_id=item.get("accountId", ""),
        post_id=platform_id,
        clip_id=item.get("clipId"),
        title=item.get("title", ""),
        tags=_read_tags(json.loads(item["tags"])) if "tags" in item else None,
        newest=_read_newest(json.loads(item["newest"]), platform, platform_id or "")
        if "newest" in item
        else None,
        by_age={int(days): AgedFigures(**_named(_AGED, one)) for days, one in aged.items()},
        shown=item.get("shown", ""),
        shown_at=read_optional_instant(item.get("shownAt")),
        version=item["version"],
    )


def _write(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _list(names: Sequence[str], thing: object) -> list[Any]:
    return [getattr(thing, name) for name in names]


def _named(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(names, values, strict=False))


def _write_newest(metric: PostMetric) -> str:
    return _write([metric.on.isoformat(), instant(metric.measured_at), *_list(_NEWEST, metric)])


def _read_newest(values: Sequence[Any], platform: Platform, post_id: str) -> PostMetric:
    return PostMetric(
        platform=platform,
        on=date.fromisoformat(values[0]),
        post_id=post_id,
        measured_at=read_instant(values[1]),
        **_named(_NEWEST, values[2:]),
    )


def _write_tags(tags: PostTags) -> str:
    return _write(
        [
            tags.hour,
            tags.weekday,
            tags.zone,
            tags.title_form.value,
            tags.title_words,
            tags.length_seconds,
            tags.layout,
            tags.reaction,
            tags.captions,
            tags.called_by and tags.called_by.value,
            tags.score,
            [[part.name, part.points, part.out_of] for part in tags.score_parts],
        ]
    )


def _read_tags(values: Sequence[Any]) -> PostTags:
    hour, weekday, zone, form, words, length, layout, reaction, captions, caller, score, parts = (
        values[:12]
    )
    return PostTags(
        hour=hour,
        weekday=weekday,
        zone=zone,
        title_form=TitleForm(form),
        title_words=words,
        length_seconds=length,
        layout=layout,
        reaction=reaction,
        captions=captions,
        called_by=CalledBy(caller) if caller else None,
        score=score,
        score_parts=tuple(PointsOfPart(name=n, points=p, out_of=o) for n, p, o in parts),
    )


def batch_key(batch: DueBatch) -> ItemKey:
    sk = keys.measuring_sk(batch.at, batch.creator_id, batch.made_on)
    return ItemKey(keys.measuring_pk(batch.creator_id), sk)


def batch_item(batch: DueBatch) -> Item:
    key = batch_key(batch)
    return {
        "PK": key.pk,
        "SK": key.sk,
        "type": "due",
        "schemaVersion": SCHEMA_VERSION,
        "creatorId": batch.creator_id,
        "madeOn": batch.made_on.isoformat(),
        "dueAt": instant(batch.at),
    }


def read_batch_item(item: Mapping[str, Any]) -> DueBatch:
    return DueBatch(
        at=read_instant(item["dueAt"]),
        creator_id=item["creatorId"],
        made_on=date.fromisoformat(item["madeOn"]),
    )
