"""An app with one approved clip, whose publication is waiting to be sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.app import App
from core.domain.publishing.publication import Publication
from core.domain.work.job import JobKind, Queue
from core.domain.work.platform import Platform
from core.ports.publishing import Publisher
from tests.builders import make_actor, make_asset, make_clip, make_job, make_spike, make_stream
from tests.fakes.app import make_app


async def make_approved(folder: Path, publisher: Publisher, **instead: Any) -> App:
    """Return an app whose one clip is rendered, approved and due to the folder."""
    publishers = {Platform.FOLDER: publisher}
    app = make_app(folder, **({"publishers": publishers} | instead))
    source = folder / "source.mp4"
    source.write_bytes(b"a video")
    asset = make_asset()
    await app.ports.storage.put_file(asset.object_key, source)
    await app.ports.stores.assets.add_asset(asset)
    draft = make_clip()
    job = make_job(kind=JobKind.RENDER_CLIP, subject_id=draft.id)
    await app.ports.stores.spikes.add_spike(make_stream(), make_spike(), clip=draft, job=job)
    await app.work.runner.work_once(Queue.WORK)
    clip = await app.review.clips.get_clip(make_actor(), draft.id)
    await app.review.clips.approve(make_actor(), clip.id, seen_version=clip.version)
    return app


async def dispatch(app: App, *, seconds: float = 0) -> None:
    """Move the clock, sweep, and run all jobs."""
    app.ports.clock.advance(seconds)  # type: ignore[attr-defined] # the clock of tests
    await app.publishing.sweep.sweep_due()
    for queue in Queue:
        while await app.work.runner.work_once(queue):
            pass


async def only_publication(app: App) -> Publication:
    (publication,) = (await app.publishing.sending.list_publications(make_actor())).items
    return publication
