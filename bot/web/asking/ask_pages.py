"""Ask pages: a question in words and its answer, and the buttons under it; without scripts."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from aiohttp import web

from bot.web.access import Access, Address, get, post
from bot.web.face import FACE
from bot.web.guard import read_form
from bot.web.pages import show_page
from cogs.asking_words import EXAMPLES, describe_basis, describe_taken_out, translate_answer
from core.domain.asking.answer import Answer, Deed, Proposal
from core.domain.work.plain_text import clean_text
from core.errors import InvalidInput

_FIELD_CHARACTERS_MAX: Final = 200


def list_routes() -> list[Address]:
    """Every address of questions."""
    return [
        get("/ask", show_form, Access.MODERATOR, in_demo=True),
        post("/ask", answer_question, Access.MODERATOR, in_demo=True),
        post("/ask/press", press_button, Access.MODERATOR, in_demo=True),
    ]


async def show_form(request: web.Request) -> web.Response:
    return _show(request, question=clean_text(request.query.get("q", ""), 400))


async def answer_question(request: web.Request) -> web.Response:
    face = request[FACE]
    question = str((await read_form(request)).get("question", ""))
    told = translate_answer(await face.app.asking.questions.ask(face.actor, question))
    return _show(request, question=clean_text(question, 400), told=told)


async def press_button(request: web.Request) -> web.Response:
    """Do what a button says, with the role of whoever pressed it."""
    face, form = request[FACE], await read_form(request)
    fields = {name: str(value) for name, value in form.items()}
    done = await face.app.asking.pressing.press(face.actor, _read_proposal(fields))
    return _show(request, done=done)


def _read_proposal(fields: dict[str, str]) -> Proposal:
    """Read the fields of a button; whatever they say, the command checks it."""
    names = ("subject", "value", "at")
    if any(len(fields.get(name, "")) > _FIELD_CHARACTERS_MAX for name in names):
        raise InvalidInput("This button is not one of ours; ask again.")
    at = fields.get("at", "")
    try:
        deed = Deed(fields.get("deed", ""))
        when = datetime.fromisoformat(at) if at else None
    except ValueError:
        raise InvalidInput("This button is not one of ours; ask again.") from None
    if when is not None and when.tzinfo is None:
        raise InvalidInput("This button does not say in which zone its time is; ask again.")
    return Proposal(
        deed=deed,
        subject_id=fields.get("subject", ""),
        name="",
        at=when,
        value=fields.get("value", ""),
    )


def _show(
    request: web.Request, *, question: str = "", told: Answer | None = None, done: str = ""
) -> web.Response:
    return show_page(
        request,
        "ask.html",
        question=question,
        told=told,
        done=done,
        basis=describe_basis(told) if told else "",
        taken_out=describe_taken_out(told) if told else "",
        examples=EXAMPLES,
    )
