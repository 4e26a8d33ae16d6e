"""Every call of the API: the same services that the page and Discord use."""

from __future__ import annotations

from typing import Final

from bot.web.access import Access
from bot.web.api import shapes
from bot.web.api.call import Asked, Call
from core.domain.publishing.posting_slot import write_slots
from core.domain.publishing.publish_target import PublishTarget
from core.domain.publishing.wording import clean_wording
from core.domain.work.ids import ClipId, JobId, PublicationId, StreamId
from core.services.publishing.publication_creation import Posting
from core.services.review.clip_browsing import ClipWish
from core.services.review.clip_editing import EditWish

PAGE: Final = 24


async def list_clips(asked: Asked) -> shapes.ClipsShape:
    query: shapes.ClipQuery = asked.query
    wish = ClipWish(status=query.status, at_least=query.score, platform=query.place)
    found = await asked.face.app.review.browsing.browse(
        asked.face.actor, wish, cursor=query.after, limit=PAGE
    )
    return shapes.ClipsShape(
        clips=[shapes.show_clip(clip) for clip in found.clips],
        looked_at=found.looked_at,
        next=found.cursor,
    )


async def get_clip(asked: Asked) -> shapes.ClipShape:
    clips = asked.face.app.review.clips
    return shapes.show_clip(await clips.get_clip(asked.face.actor, _clip_id(asked)))


async def approve_clip(asked: Asked) -> shapes.ClipShape:
    decide, version = asked.face.app.review.clips.approve, asked.body.seen_version
    clip = await decide(asked.face.actor, _clip_id(asked), seen_version=version)
    return shapes.show_clip(clip)


async def reject_clip(asked: Asked) -> shapes.ClipShape:
    decide, version = asked.face.app.review.clips.reject, asked.body.seen_version
    clip = await decide(asked.face.actor, _clip_id(asked), seen_version=version)
    return shapes.show_clip(clip)


async def undo_clip(asked: Asked) -> shapes.ClipShape:
    decide, version = asked.face.app.review.clips.undo, asked.body.seen_version
    clip = await decide(asked.face.actor, _clip_id(asked), seen_version=version)
    return shapes.show_clip(clip)


async def retry_clip(asked: Asked) -> shapes.ClipShape:
    editing = asked.face.app.review.editing
    return shapes.show_clip(await editing.retry_clip(asked.face.actor, _clip_id(asked)))


async def edit_clip(asked: Asked) -> shapes.ClipShape:
    body: shapes.Edit = asked.body
    wish = EditWish(
        title=body.title,
        start_by_seconds=body.start_by_seconds,
        end_by_seconds=body.end_by_seconds,
        layout=body.layout,
    )
    clip = await asked.face.app.review.editing.edit_clip(
        asked.face.actor, _clip_id(asked), wish, seen_version=body.seen_version
    )
    return shapes.show_clip(clip)


async def read_words(asked: Asked) -> shapes.WordsShape:
    words = asked.face.app.review.words
    return shapes.WordsShape(words=await words.read_words(asked.face.actor, _clip_id(asked)))


async def mend_words(asked: Asked) -> shapes.ClipShape:
    body: shapes.NewWords = asked.body
    clip = await asked.face.app.review.words.mend_words(
        asked.face.actor, _clip_id(asked), body.words, seen_version=body.seen_version
    )
    return shapes.show_clip(clip)


async def choose_cover(asked: Asked) -> shapes.ClipShape:
    body: shapes.Cover = asked.body
    clip = await asked.face.app.review.covers.choose_cover(
        asked.face.actor, _clip_id(asked), body.at_seconds, seen_version=body.seen_version
    )
    return shapes.show_clip(clip)


async def send_clip(asked: Asked) -> shapes.PublicationsShape:
    body: shapes.Send = asked.body
    actor, scheduling = asked.face.actor, asked.face.app.publishing.scheduling
    targets = None
    if body.platform is not None:
        known = await asked.face.app.publishing.settings.get_targets(actor)
        target: PublishTarget = known.find(body.platform, body.account_id)
        targets = [target]
    at = await scheduling.read_time(actor, body.at) if body.when == "at" else None
    has_words = body.title is not None or body.text or body.tags
    clip = await asked.face.app.review.clips.get_clip(actor, _clip_id(asked))
    wording = clean_wording(title=body.title or clip.title, text=body.text, tags=body.tags)
    posting = Posting(at=at, needs_slot=body.when == "slot", wording=wording if has_words else None)
    sent = await scheduling.publish_clip(actor, clip.id, targets, posting)
    return shapes.PublicationsShape(
        publications=[shapes.show_publication(one) for one in sent], next=None
    )


async def list_publications_of_clip(asked: Asked) -> shapes.PublicationsShape:
    review, actor = asked.face.app.review, asked.face.actor
    clip = await review.clips.get_clip(actor, _clip_id(asked))
    found = await review.decisions.list_publications(clip)
    return shapes.PublicationsShape(
        publications=[shapes.show_publication(one) for one in found], next=None
    )


async def list_publications(asked: Asked) -> shapes.PublicationsShape:
    query: shapes.PublicationQuery = asked.query
    page = await asked.face.app.publishing.sending.list_by_status(
        asked.face.actor, query.status, cursor=query.after, limit=PAGE
    )
    return shapes.PublicationsShape(
        publications=[shapes.show_publication(one) for one in page.items], next=page.cursor
    )


async def cancel_publication(asked: Asked) -> shapes.PublicationShape:
    scheduling = asked.face.app.publishing.scheduling
    return shapes.show_publication(
        await scheduling.cancel(asked.face.actor, _publication_id(asked))
    )


async def retry_publication(asked: Asked) -> shapes.PublicationShape:
    scheduling = asked.face.app.publishing.scheduling
    return shapes.show_publication(
        await scheduling.retry_publication(asked.face.actor, _publication_id(asked))
    )


async def move_publication(asked: Asked) -> shapes.PublicationShape:
    actor, scheduling = asked.face.actor, asked.face.app.publishing.scheduling
    at = await scheduling.read_time(actor, asked.body.at)
    return shapes.show_publication(
        await scheduling.reschedule(actor, _publication_id(asked), at=at)
    )


async def confirm_publication(asked: Asked) -> shapes.PublicationShape:
    body: shapes.Confirmation = asked.body
    return shapes.show_publication(
        await asked.face.app.publishing.scheduling.confirm(
            asked.face.actor, _publication_id(asked), is_there=body.is_there, link=body.link
        )
    )


async def list_streams(asked: Asked) -> shapes.StreamsShape:
    page = await asked.face.app.chat.reports.list_streams(
        asked.face.actor, cursor=asked.query.after, limit=PAGE
    )
    return shapes.StreamsShape(
        streams=[shapes.show_stream(stream) for stream in page.items], next=page.cursor
    )


async def get_stream(asked: Asked) -> shapes.StreamShape:
    reports = asked.face.app.chat.reports
    stream_id = StreamId(asked.path["stream_id"])
    return shapes.show_stream(await reports.get_stream(asked.face.actor, stream_id))


async def list_jobs(asked: Asked) -> shapes.JobsShape:
    query: shapes.JobQuery = asked.query
    page = await asked.face.app.work.requests.list_jobs(
        asked.face.actor, query.status, cursor=query.after, limit=PAGE
    )
    return shapes.JobsShape(jobs=[shapes.show_job(job) for job in page.items], next=page.cursor)


async def cancel_job(asked: Asked) -> shapes.JobShape:
    requests, job_id = asked.face.app.work.requests, JobId(asked.path["job_id"])
    return shapes.show_job(await requests.cancel_job(asked.face.actor, job_id))


async def retry_job(asked: Asked) -> shapes.JobShape:
    requests, job_id = asked.face.app.work.requests, JobId(asked.path["job_id"])
    return shapes.show_job(await requests.retry_job(asked.face.actor, job_id))


async def get_slots(asked: Asked) -> shapes.SlotsShape:
    kept = await asked.face.app.publishing.settings.get_slots(asked.face.actor)
    return shapes.SlotsShape(slots=write_slots(kept.slots))


async def set_slots(asked: Asked) -> shapes.SlotsShape:
    wanted = asked.body.slots or "none"
    kept = await asked.face.app.publishing.settings.set_slots(asked.face.actor, wanted)
    await asked.face.app.cards.laying.lay_waiting(asked.face.actor)
    return shapes.SlotsShape(slots=write_slots(kept.slots))


def _clip_id(asked: Asked) -> ClipId:
    return ClipId(asked.path["clip_id"])


def _publication_id(asked: Asked) -> PublicationId:
    return PublicationId(asked.path["publication_id"])


_CLIP: Final = "/clips/{clip_id}"
_PUBLICATION: Final = "/publications/{publication_id}"


def list_calls() -> list[Call]:
    """Every call of the API."""
    s = shapes
    clip, one = s.ClipShape, s.PublicationShape
    rows = [
        ("GET", "/clips", "List clips", list_clips, s.ClipsShape, None, s.ClipQuery),
        ("GET", _CLIP, "Get a clip", get_clip, clip, None, None),
        ("POST", f"{_CLIP}/approve", "Approve what was seen", approve_clip, clip, s.Seen, None),
        ("POST", f"{_CLIP}/reject", "Reject what was seen", reject_clip, clip, s.Seen, None),
        ("POST", f"{_CLIP}/undo", "Take a decision back", undo_clip, clip, s.Seen, None),
        ("POST", f"{_CLIP}/retry", "Make a failed clip again", retry_clip, clip, None, None),
        ("POST", f"{_CLIP}/edit", "Trim, retitle, lay out", edit_clip, clip, s.Edit, None),
        ("GET", f"{_CLIP}/words", "Read what is said", read_words, s.WordsShape, None, None),
        ("POST", f"{_CLIP}/words", "Correct it", mend_words, clip, s.NewWords, None),
        ("POST", f"{_CLIP}/cover", "Choose its cover", choose_cover, clip, s.Cover, None),
        ("POST", f"{_CLIP}/send", "Publish it", send_clip, s.PublicationsShape, s.Send, None),
        (
            *("GET", f"{_CLIP}/publications", "List where it goes", list_publications_of_clip),
            *(s.PublicationsShape, None, None),
        ),
        (
            *("GET", "/publications", "List publications of a status", list_publications),
            *(s.PublicationsShape, None, s.PublicationQuery),
        ),
        ("POST", f"{_PUBLICATION}/cancel", "Call it off", cancel_publication, one, None, None),
        ("POST", f"{_PUBLICATION}/retry", "Try it again", retry_publication, one, None, None),
        ("POST", f"{_PUBLICATION}/time", "Move it", move_publication, one, s.NewTime, None),
        (
            *("POST", f"{_PUBLICATION}/confirm", "Say whether it is there"),
            *(confirm_publication, one, s.Confirmation, None),
        ),
        ("GET", "/streams", "List streams", list_streams, s.StreamsShape, None, s.PageQuery),
        ("GET", "/streams/{stream_id}", "Get a stream", get_stream, s.StreamShape, None, None),
        ("GET", "/jobs", "List work of a status", list_jobs, s.JobsShape, None, s.JobQuery),
        ("POST", "/jobs/{job_id}/cancel", "Call work off", cancel_job, s.JobShape, None, None),
        ("POST", "/jobs/{job_id}/retry", "Begin it anew", retry_job, s.JobShape, None, None),
        ("GET", "/slots", "Read the posting slots", get_slots, s.SlotsShape, None, None),
        ("PUT", "/slots", "Set them", set_slots, s.SlotsShape, s.SlotsShape, None),
    ]
    return [_make(*row) for row in rows]


def _make(  # noqa: PLR0917 - a row of the table above
    method: str, path: str, summary: str, run: object, gives: object, takes: object, query: object
) -> Call:
    given = {"takes": takes, "query": query}
    return Call(
        method=method,
        path=path,
        summary=summary,
        run=run,  # type: ignore[arg-type] # as above
        gives=gives,  # type: ignore[arg-type] # as above
        needs=Access.EDITOR if method == "PUT" else Access.MODERATOR,
        **{name: shape for name, shape in given.items() if shape is not None},  # type: ignore[arg-type]
    )
