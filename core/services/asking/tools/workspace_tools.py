"""Workspace tools: settings, accounts, work, what is broken, and what the model cost."""

from __future__ import annotations

from typing import Any, Final

from core.domain.asking.tool_result import Link, Row, ToolResult
from core.domain.asking.tool_spec import ToolSpec
from core.domain.people.actor import Actor
from core.domain.work.job import JobStatus
from core.domain.work.plain_text import clean_text
from core.ports.work import JobStore
from core.services.accounts.account_linking import AccountLinking
from core.services.asking.tools.local_clock import LocalClocks
from core.services.asking.tools.toolbox import Tool
from core.services.people.creator_settings import CreatorSettings
from core.services.videos.model_budget import ModelBudget
from core.services.work.health import Health

_SETTINGS: Final = ToolSpec(
    name="read_settings", about="Sensitivity, layout, captions, language, time zone and tone"
)
_ACCOUNTS: Final = ToolSpec(
    name="list_accounts", about="The linked accounts, and which must be linked again"
)
_JOBS: Final = ToolSpec(
    name="list_jobs", about="What Truss works on, what waits to be worked on, and what failed"
)
_HEALTH: Final = ToolSpec(
    name="list_troubles", about="Which parts of Truss do not work now, and what to do about it"
)
_SPEND: Final = ToolSpec(
    name="read_spend", about="What the model cost this month, and what is left of the budget"
)


class WorkspaceTools:
    """Reads how Truss is set up and how it does."""

    def __init__(
        self,
        *,
        settings: CreatorSettings,
        accounts: AccountLinking,
        jobs: JobStore,
        health: Health,
        budget: ModelBudget,
        clocks: LocalClocks,
    ) -> None:
        self._settings = settings
        self._accounts = accounts
        self._jobs = jobs
        self._health = health
        self._budget = budget
        self._clocks = clocks

    def list_tools(self) -> tuple[Tool, ...]:
        return (
            Tool(spec=_SETTINGS, run=self._read_settings),
            Tool(spec=_ACCOUNTS, run=self._list_accounts),
            Tool(spec=_JOBS, run=self._list_jobs),
            Tool(spec=_HEALTH, run=self._list_troubles),
            Tool(spec=_SPEND, run=self._read_spend),
        )

    async def _read_settings(self, actor: Actor, _: dict[str, Any]) -> ToolResult:
        now = await self._settings.read_settings(actor)
        profile, framing = now.profile, now.framing
        return ToolResult(
            facts={
                "spikes_an_hour": now.spikes_an_hour,
                "time_zone": profile.time_zone,
                "language": profile.language,
                "tone": profile.tone.value,
                "layout": framing.layout.value if framing.layout else "chosen by Truss",
                "captions": framing.has_captions,
            },
            rows=(
                Row(
                    said={"name": clean_text(profile.display_name, 40)},
                    link=Link(label="the settings", path="/settings"),
                ),
            ),
        )

    async def _list_accounts(self, actor: Actor, _: dict[str, Any]) -> ToolResult:
        accounts = await self._accounts.list_accounts(actor)
        return ToolResult(
            facts={"count": len(accounts)},
            rows=tuple(
                Row(
                    facts={
                        "platform": one.platform.label,
                        "status": one.status.value.replace("_", " "),
                    },
                    said={"name": clean_text(one.name, 60)},
                    link=Link(label="the accounts", path="/accounts"),
                )
                for one in accounts[:25]
            ),
        )

    async def _list_jobs(self, actor: Actor, _: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        facts: dict[str, int] = {}
        rows: list[Row] = []
        has_more = False
        for status in (JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.FAILED):
            page = await self._jobs.list_jobs(actor.creator_id, status, limit=100)
            facts[status.value] = len(page.items)
            has_more = has_more or page.cursor is not None
            rows += [
                Row(
                    facts={
                        "job": job.kind.value.replace("_", " "),
                        "status": job.status.value,
                        "percent": round(100 * job.progress),
                        "since": clock.show(job.created_at),
                    },
                    said={"reason": clean_text(job.reason, 200)} if job.reason else {},
                )
                for job in page.items[:8]
            ]
        return ToolResult(facts=facts, rows=tuple(rows), has_more=has_more)

    async def _list_troubles(self, actor: Actor, _: dict[str, Any]) -> ToolResult:
        clock = await self._clocks.open(actor.creator_id)
        parts = self._health.list_parts()
        failed = await self._jobs.list_jobs(actor.creator_id, JobStatus.FAILED, limit=25)
        troubles = [part for part in parts if not part.is_ok]
        return ToolResult(
            facts={
                "parts": len(parts),
                "troubles": len(troubles),
                "failed_jobs": len(failed.items),
            },
            rows=tuple(
                Row(
                    facts={
                        "part": part.name,
                        "trouble": part.trouble,
                        "since": clock.show(part.since),
                    }
                )
                for part in troubles[:25]
            ),
        )

    async def _read_spend(self, actor: Actor, _: dict[str, Any]) -> ToolResult:
        spend = await self._budget.read_month(actor.creator_id)
        budget = self._budget.budget_micro_dollars
        left = max(0, budget - spend.cost_micro_dollars)
        return ToolResult(
            facts={
                "month": spend.month,
                "dollars_spent": round(spend.cost_micro_dollars / 1e6, 4),
                "dollars_left": round(left / 1e6, 4),
                "dollars_budget": round(budget / 1e6, 4),
                "requests": spend.requests,
                "tokens": spend.use.prompt + spend.use.answer,
            }
        )
