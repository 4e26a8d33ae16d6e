"""The demo: the whole main job on a generated stream."""

from __future__ import annotations

from core.app.chat import Chat
from core.app.insights import Insights
from core.app.outside import Limits, Ports
from core.app.plan import Plan
from core.app.videos import Videos
from core.services.demo.demo_history import DemoHistory
from core.services.demo.demo_month import DemoMonth
from core.services.demo.demo_run import DemoRun


def build_demo(ports: Ports, limits: Limits, videos: Videos, chat: Chat) -> DemoRun:
    return DemoRun(
        demo=ports.demo,
        streams=ports.stores.streams,
        clips=ports.stores.clips,
        workspace=ports.stores.workspace,
        storage=ports.storage,
        video_import=videos.imports,
        spike_detection=chat.detection,
        folder=limits.demo_folder,
        published=limits.demo_published,
        started_at=limits.demo_started_at,
    )


def build_demo_month(plan: Plan) -> DemoMonth:
    return DemoMonth(
        filling=plan.filling, writing=plan.writing, variants=plan.variants, moving=plan.moving
    )


def build_demo_history(ports: Ports, insights: Insights) -> DemoHistory:
    return DemoHistory(
        clock=ports.clock,
        ids=ports.ids,
        posts=ports.stores.measured_posts,
        look=insights.look,
    )
