"""Asking: questions in words, over read-only tools, and the buttons under an answer."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.accounts import Accounts
from core.app.chat import Chat
from core.app.insights import build_wants
from core.app.outside import Limits, Ports
from core.app.people import People
from core.app.plan import Plan
from core.app.publishing import Publishing
from core.app.review import Review
from core.app.videos import Videos
from core.services.asking import asking
from core.services.asking.conversations import Conversations
from core.services.asking.model_answering import ModelAnswering
from core.services.asking.pressing import Pressing
from core.services.asking.reports.reporting import Reporting
from core.services.asking.tools.clip_tools import ClipTools
from core.services.asking.tools.figure_tools import FigureTools, make_compute
from core.services.asking.tools.local_clock import LocalClocks
from core.services.asking.tools.plan_tools import PlanTools
from core.services.asking.tools.publishing_tools import PublishingTools
from core.services.asking.tools.stream_tools import StreamTools
from core.services.asking.tools.toolbox import Toolbox
from core.services.asking.tools.workspace_tools import WorkspaceTools
from core.services.asking.voices import Voices
from core.services.work.health import Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The services for questions; `toolbox` reads, `pressing` alone changes anything.

    `page_url` is where the pages are that an answer links to, empty if people cannot reach them.
    """

    questions: asking.Asking
    toolbox: Toolbox
    pressing: Pressing
    page_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingNeeds:
    """What questions need from the other wings."""

    chat: Chat
    people: People
    accounts: Accounts
    videos: Videos
    publishing: Publishing
    review: Review
    plan: Plan
    health: Health


def build_asking(ports: Ports, limits: Limits, needs: AskingNeeds) -> Asking:
    clocks = LocalClocks(clock=ports.clock, profiles=ports.stores.profiles)
    toolbox = _build_toolbox(ports, needs, clocks)
    model = ports.videos.ask_model
    answering = (
        ModelAnswering(
            clock=ports.clock,
            clocks=clocks,
            model=model,
            budget=needs.videos.budget,
            toolbox=toolbox,
        )
        if model
        else None
    )
    return Asking(
        toolbox=toolbox,
        page_url=limits.public_url,
        questions=asking.Asking(
            clock=ports.clock,
            reporting=Reporting(toolbox=toolbox, clocks=clocks),
            answering=answering,
            conversations=Conversations(clock=ports.clock),
            voices=Voices(wants=build_wants(ports)),
        ),
        pressing=Pressing(
            scheduling=needs.publishing.scheduling,
            settings=needs.people.settings,
            publish_settings=needs.publishing.settings,
            laying=needs.review.laying,
            reading=needs.plan.reading,
            moving=needs.plan.moving,
        ),
    )


def _build_toolbox(ports: Ports, needs: AskingNeeds, clocks: LocalClocks) -> Toolbox:
    stores = ports.stores
    clips = ClipTools(clips=stores.clips, clocks=clocks)
    streams = StreamTools(reports=needs.chat.reports, clips=stores.clips, clocks=clocks)
    publishing = PublishingTools(
        publications=stores.publications, clips=stores.clips, posts=stores.posts, clocks=clocks
    )
    figures = FigureTools(
        analytics=stores.analytics,
        posts=stores.measured_posts,
        clocks=clocks,
    )
    plan = PlanTools(
        reading=needs.plan.reading,
        slots=stores.slots,
        publications=stores.publications,
        lessons=stores.lessons,
        tasks=stores.tasks,
        clocks=clocks,
    )
    workspace = WorkspaceTools(
        settings=needs.people.settings,
        accounts=needs.accounts.linking,
        jobs=stores.jobs,
        health=needs.health,
        budget=needs.videos.budget,
        clocks=clocks,
    )
    groups = (clips, streams, publishing, figures, plan, workspace)
    return Toolbox([*(tool for group in groups for tool in group.list_tools()), make_compute()])
