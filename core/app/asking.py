"""Asking: questions in words, over read-only tools, and the buttons under an answer."""

from __future__ import annotations

from core.app.accounts import Accounts
from core.app.cards import Cards
from core.app.chat import Chat
from core.app.insights import Insights
from core.app.outside import Limits, Ports
from core.app.people import People
from core.app.plan import Plan
from core.app.publishing import Publishing
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


class Asking:
    """The services for questions; `toolbox` reads, `pressing` alone changes anything.

    `page_url` is where the pages are that an answer links to, empty if people cannot reach them.
    """

    def __init__(
        self,
        ports: Ports,
        limits: Limits,
        *,
        chat: Chat,
        people: People,
        accounts: Accounts,
        videos: Videos,
        publishing: Publishing,
        cards: Cards,
        plan: Plan,
        insights: Insights,
        health: Health,
    ) -> None:
        clock, stores = ports.clock, ports.stores
        clocks = LocalClocks(clock=clock, profiles=stores.profiles)
        groups = (
            ClipTools(clips=stores.clips, clocks=clocks),
            StreamTools(reports=chat.reports, clips=stores.clips, clocks=clocks),
            PublishingTools(
                publications=stores.publications,
                clips=stores.clips,
                posts=stores.posts,
                clocks=clocks,
            ),
            FigureTools(analytics=stores.analytics, posts=stores.measured_posts, clocks=clocks),
            PlanTools(
                reading=plan.reading,
                slots=stores.slots,
                publications=stores.publications,
                lessons=stores.lessons,
                tasks=stores.tasks,
                clocks=clocks,
            ),
            WorkspaceTools(
                settings=people.settings,
                accounts=accounts.linking,
                jobs=stores.jobs,
                health=health,
                budget=videos.budget,
                clocks=clocks,
            ),
        )
        tools = [tool for group in groups for tool in group.list_tools()]
        self.toolbox = Toolbox([*tools, make_compute()])
        self.page_url = limits.public_url
        answering = None
        if model := ports.videos.ask_model:
            answering = ModelAnswering(
                clock=clock, clocks=clocks, model=model, budget=videos.budget, toolbox=self.toolbox
            )
        self.questions = asking.Asking(
            clock=clock,
            reporting=Reporting(toolbox=self.toolbox, clocks=clocks),
            answering=answering,
            conversations=Conversations(clock=clock),
            voices=Voices(wants=insights.wants),
        )
        self.pressing = Pressing(
            scheduling=publishing.scheduling,
            settings=people.settings,
            publish_settings=publishing.settings,
            laying=cards.laying,
            reading=plan.reading,
            moving=plan.moving,
        )
