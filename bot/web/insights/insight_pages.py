"""Insight pages: what was learned and what follows from it; all of it works without scripts."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.guard import read_form
from bot.web.insights.check_drawing import HEIGHT, WIDTH, draw_checks
from bot.web.pages import show_page
from cogs.letters import translate_letter
from cogs.texts.sentences import translate
from core.domain.learning.checking.part_weights import describe_weights
from core.domain.learning.evidence.experiment import ExperimentStatus, describe_experiment
from core.domain.learning.lessons import Lessons
from core.domain.learning.task import TaskAction, TaskId
from core.domain.learning.telling.tones import Occasion, remark

_TASK: Final = "/insights/tasks/{task_id:[0-9A-HJKMNP-TV-Z]{26}}"
_ULID: Final = re.compile("[0-9A-HJKMNP-TV-Z]{26}")
_SAID: Final = {"done": Occasion.DONE, "later": Occasion.SNOOZED, "gone": Occasion.DISMISSED}


def list_routes() -> list[Address]:
    """Every address of the pages."""
    return [
        get("/insights", show_insights, Access.MODERATOR, in_demo=True),
        post("/insights/look", look_again, Access.EDITOR, in_demo=True),
        post("/insights/experiment/stop", stop_experiment, Access.EDITOR, in_demo=True),
        post("/insights/weights/reset", reset_weights, Access.EDITOR, in_demo=True),
        post(f"{_TASK}/do", do_task, Access.EDITOR, in_demo=True),
        post(f"{_TASK}/snooze", snooze_task, Access.EDITOR, in_demo=True),
        post(f"{_TASK}/dismiss", dismiss_task, Access.EDITOR, in_demo=True),
    ]


async def show_insights(request: web.Request) -> web.Response:
    face = request[FACE]
    insights, actor = face.app.insights, face.actor
    wants = await insights.wants.read(actor)
    lessons = await insights.lessons.read(actor)
    occasion = _SAID.get(request.query.get("said", ""))
    closed = request.query.get("task", "")
    task = await insights.tasks.read(actor, TaskId(closed)) if _ULID.fullmatch(closed) else None
    return show_page(
        request,
        "insights/insights.html",
        lessons=lessons,
        letter=translate_letter(await insights.digests.write(actor.creator_id, actor.person_id)),
        tasks=await insights.tasks.list_open(actor),
        tell=partial(translate, language=wants.language),
        experiments=_list_experiments(lessons),
        drawings=draw_checks(lessons.checks),
        width=WIDTH,
        height=HEIGHT,
        weights_told=_tell_weights(lessons),
        said=remark(wants.tone, occasion) if occasion else "",
        outcome=task.outcome if task else "",
    )


async def do_task(request: web.Request) -> web.Response:
    face = request[FACE]
    await read_form(request)
    task = await face.app.insights.tasks.do(face.actor, _find_id(request))
    if task.action is TaskAction.CHANGE_SLOTS:
        await face.app.cards.laying.lay_waiting(face.actor)
    raise web.HTTPSeeOther(f"/insights?said=done&task={_find_id(request)}")


async def snooze_task(request: web.Request) -> web.Response:
    face = request[FACE]
    await read_form(request)
    await face.app.insights.tasks.snooze(face.actor, _find_id(request))
    raise web.HTTPSeeOther("/insights?said=later")


async def dismiss_task(request: web.Request) -> web.Response:
    face = request[FACE]
    await read_form(request)
    await face.app.insights.tasks.dismiss(face.actor, _find_id(request))
    raise web.HTTPSeeOther("/insights?said=gone")


async def look_again(request: web.Request) -> web.Response:
    """Look at the newest posts now; what a look risks is paid for by posts, not by looks."""
    face = request[FACE]
    await read_form(request)
    await face.app.insights.look.look(face.actor.creator_id)
    raise web.HTTPSeeOther("/insights")


async def stop_experiment(request: web.Request) -> web.Response:
    face = request[FACE]
    await read_form(request)
    await face.app.insights.tasks.stop_experiment(face.actor)
    await face.app.cards.laying.lay_waiting(face.actor)
    raise web.HTTPSeeOther("/insights")


async def reset_weights(request: web.Request) -> web.Response:
    face = request[FACE]
    await read_form(request)
    await face.app.insights.weighing.reset(face.actor)
    raise web.HTTPSeeOther("/insights#score")


def _find_id(request: web.Request) -> TaskId:
    return TaskId(request.match_info["task_id"])


def _list_experiments(lessons: Lessons) -> tuple[tuple[str, str, bool], ...]:
    """Return the name of each experiment, how it stands, and whether it is under way."""
    return tuple(
        (one.question.posts, describe_experiment(one), one.status is ExperimentStatus.RUNNING)
        for one in reversed(lessons.experiments)
    )


def _tell_weights(lessons: Lessons) -> str:
    if not lessons.weights or lessons.weights_since is None:
        return ""
    told = describe_weights(lessons.weights, f"{lessons.weights_since:%B}")
    return told or "The parts of the score are weighed by what your posts did."
