"""Workspace reports: figures, the plan, settings, work, what is broken, and what it cost."""

from __future__ import annotations

import re
from typing import Any

from core.domain.asking.answer import Deed, Proposal
from core.domain.asking.periods import Period
from core.services.asking.proposing import SENSITIVITY, SLOTS
from core.services.asking.reports.desk import Desk, Told, count, links_of, on_day, quote, span

_USUAL_SLOTS = "Mon 18:00, Wed 18:00, Fri 18:00"


async def report_figures(desk: Desk) -> Told:
    """Tell views and likes, all together and day by day."""
    period, platform = desk.find_period(), desk.platform
    found = await desk.read("figures_by_day", **span(period))
    of = period.name if period else "the last 7 days"
    before = f"{platform}_" if platform else ""
    names = [n for n in ("views", "likes", "comments", "shares") if f"{before}{n}" in found.facts]
    where = f" on {desk.question.platform.label}" if desk.question.platform else ""
    if not names:
        return Told(lines=(f"No views were measured{where} {_say_within(period, of)}.",))
    sums = ", ".join(count(found.facts[f"{before}{name}"], name[:-1]) for name in names)
    lines = [f"{of[:1].upper()}{of[1:]}{where}: {sums}."]
    rows = [row for row in found.rows if row.facts.get(f"{before}views")]
    lines += [
        f"• {row.facts['weekday']} {row.facts['day']}: {count(row.facts[f'{before}views'], 'view')}"
        for row in rows[-7:]
    ]
    if rows:
        best = max(rows, key=lambda row: _int(row.facts[f"{before}views"]))
        lines.append(f"The best day was {best.facts['weekday']} {best.facts['day']}.")
    return Told(lines=tuple(lines))


async def report_platforms(desk: Desk) -> Told:
    """Tell which platform brought most."""
    period = desk.find_period()
    found = await desk.read("figures_by_platform", **span(period))
    of = period.name if period else "the last 30 days"
    if not found.rows:
        return Told(lines=(f"No platform has figures for {of}.",))
    lines = [f"Most views in {of} came from {found.rows[0].facts['platform']}."]
    lines += [
        f"• {row.facts['platform']}: {count(row.facts['views'], 'view')}"
        f"{_say_share(row.facts['share_of_views'])}, {count(row.facts['likes'], 'like')}"
        for row in found.rows
    ]
    return Told(lines=tuple(lines))


async def report_plan(desk: Desk) -> Told:
    """Tell what is planned."""
    period = desk.find_period()
    found = await desk.read("list_plan", **span(period), limit=12)
    of = _say_of(period, "the next 7 days")
    wanted = [row for row in found.rows if row.facts["what"] in {"post", "publication", "task"}]
    if not wanted:
        return Told(lines=(f"Nothing is planned for {of}; /plan fill suggests posts.",))
    lines = [f"{count(len(wanted), 'entry', 'entries')} planned for {of}:"]
    lines += [
        f"• {on_day(row.facts['at'])}: {quote(row)}, {row.facts['what']}"
        f"{_say_more(row.facts['platform'], row.facts['status'])}"
        for row in wanted
    ]
    return Told(lines=tuple(lines), links=links_of(found))


async def report_slots(desk: Desk) -> Told:
    """Tell the posting slots, and the next ones that are free."""
    found = await desk.read("list_slots", platform=desk.platform)
    if not found.facts["count"]:
        offer = Proposal(
            deed=Deed.SET, subject_id=SLOTS, value=_USUAL_SLOTS, name=f"Set slots: {_USUAL_SLOTS}"
        )
        return Told(lines=("There are no posting slots yet.",), proposals=(offer,))
    lines = [f"Posting slots: {found.facts['slots']}."]
    if found.rows:
        lines.append(f"The next free one is {on_day(found.rows[0].facts['free_slot_at'])}.")
        lines += [f"• then {on_day(row.facts['free_slot_at'])}" for row in found.rows[1:4]]
    return Told(lines=tuple(lines), links=links_of(found))


async def report_settings(desk: Desk) -> Told:
    """Tell the settings, and offer another sensitivity where the question names one."""
    if "account" in desk.question.concepts:
        return await _tell_accounts(desk)
    found = await desk.read("read_settings")
    facts = found.facts
    lines = (
        (
            f"Sensitivity: {facts['spikes_an_hour']:g} spikes an hour. Layout: {facts['layout']}. "
            f"Captions: {_say_captions(facts['captions'])}."
        ),
        f"Language: {facts['language']}, time zone {facts['time_zone']}, tone {facts['tone']}.",
        "/settings changes them.",
    )
    wanted = re.search(r"\bto (\d{1,2})\b|\bauf (\d{1,2})\b", desk.question.folded)
    proposals: tuple[Proposal, ...] = ()
    if wanted and "sensitiv" in desk.question.folded + " sensitiv" * (
        "empfind" in desk.question.folded
    ):
        number = wanted[1] or wanted[2]
        proposals = (
            Proposal(
                deed=Deed.SET,
                subject_id=SENSITIVITY,
                value=number,
                name=f"Set sensitivity to {number} an hour",
            ),
        )
    return Told(lines=lines, links=links_of(found), proposals=proposals)


async def _tell_accounts(desk: Desk) -> Told:
    found = await desk.read("list_accounts")
    if not found.rows:
        return Told(lines=("No account is linked; /account link links one.",))
    lines = [f"{count(found.facts['count'], 'account')} linked:"]
    lines += [
        f"• {row.facts['platform']} {quote(row, 'name')}: {row.facts['status']}"
        for row in found.rows
    ]
    return Told(lines=tuple(lines), links=links_of(found, most=1))


async def report_jobs(desk: Desk) -> Told:
    """Tell what Truss works on."""
    found = await desk.read("list_jobs")
    facts = found.facts
    lines = [
        (
            f"{count(facts['running'], 'job')} running, {facts['queued']} waiting, "
            f"{facts['failed']} failed."
        )
    ]
    lines += [
        f"• {row.facts['job']}: {row.facts['status']}"
        f"{_say_progress(row.facts['status'], row.facts['percent'])}"
        f"{': ' + row.said['reason'] if row.said.get('reason') else ''}"
        for row in found.rows[:10]
    ]
    return Told(lines=tuple(lines))


async def report_health(desk: Desk) -> Told:
    """Tell what does not work."""
    found = await desk.read("list_troubles")
    stuck = await desk.read("list_publications", group="stuck", limit=5)
    facts = found.facts
    if not found.rows and not stuck.rows and not facts["failed_jobs"]:
        return Told(lines=("Nothing is broken: every part works, and no job failed.",))
    lines = [
        (
            f"{count(facts['troubles'], 'part')} in trouble, "
            f"{count(facts['failed_jobs'], 'failed job')}, "
            f"{count(stuck.facts['count'], 'publication')} stuck."
        )
    ]
    lines += [f"• {row.facts['part']}: {row.facts['trouble']}" for row in found.rows]
    lines += [
        f"• {quote(row)} to {row.facts['platform']}: "
        f"{row.said.get('reason') or row.facts['status']}"
        for row in stuck.rows
    ]
    return Told(lines=tuple(lines), links=links_of(stuck))


async def report_learned(desk: Desk) -> Told:
    """Tell what is known to work, with its evidence, or why nothing is claimed."""
    found = await desk.read("list_insights", limit=desk.question.count or 5)
    if not found.rows:
        return Told(lines=(found.note or "Nothing was learned yet that figures bear out.",))
    verb = "holds" if found.facts["count"] == 1 else "hold"
    lines = [f"{count(found.facts['count'], 'insight')} {verb}:"]
    lines += [f"• {row.facts['statement']} ({row.said['evidence']})" for row in found.rows]
    return Told(lines=tuple(lines))


async def report_cost(desk: Desk) -> Told:
    """Tell what the model cost."""
    facts = (await desk.read("read_spend")).facts
    return Told(
        lines=(
            (
                f"The model cost ${facts['dollars_spent']:.2f} in {facts['month']} for "
                f"{count(facts['requests'], 'request')}, of a budget of "
                f"${facts['dollars_budget']:.2f}; "
                f"${facts['dollars_left']:.2f} is left."
            ),
        )
    )


async def report_overview(desk: Desk) -> Told:
    """Tell how things stand, for a question that no report is about."""
    waiting = await desk.read("list_waiting")
    going = await desk.read("list_publications", group="waiting", limit=3)
    streams = await desk.read("list_streams", limit=1)
    best = await desk.read("list_clips", order="score", limit=3)
    facts = waiting.facts
    lines = [
        "No report fits that question well, so here is how things stand.",
        (
            f"{count(facts['clips_in_review'], 'clip')} in review, "
            f"{count(going.facts['count'], 'publication')} waiting to go out, "
            f"{count(facts['stuck_publications'], 'publication')} stuck."
        ),
    ]
    lines += [
        f"The last stream was {quote(row)}, {on_day(row.facts['started_at'])}, with "
        f"{count(row.facts['spikes'], 'spike')}."
        for row in streams.rows
    ]
    lines += [f"• {quote(row)}: score {row.facts['score']}" for row in best.rows]
    lines.append("Ask for clips, streams, views, the plan, or what waits.")
    return Told(lines=tuple(lines), links=links_of(streams, best))


def _say_share(share: Any) -> str:
    return "" if share is None else f" ({100 * share:.0f} % of all)"


def _say_within(period: Period | None, usual: str) -> str:
    return period.within if period else f"in {usual}"


def _say_of(period: Period | None, usual: str) -> str:
    return period.name if period else usual


def _say_more(*parts: Any) -> str:
    said = ", ".join(str(part) for part in parts if part)
    return f" ({said})" if said else ""


def _say_captions(value: Any) -> str:
    return {True: "on", False: "off"}.get(value, "as usual")


def _say_progress(status: Any, percent: Any) -> str:
    return f", {percent} %" if status == "running" else ""


def _int(value: Any) -> int:
    return int(value or 0)
