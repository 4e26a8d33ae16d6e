import ast
import asyncio
import io
import json
import logging
import re
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from bot.log import HIDDEN, Redactor, Tally, ignore_hang_ups, set_up_log
from core.errors import ExternalFailure, NoAnswer, RightsRefused


@pytest.fixture
def log():
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level, structlog.get_config())
    set_up_log(level="info", as_json=True, secrets={"s3cret-value"}, stream=stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    structlog.configure(**before[2])


@pytest.mark.parametrize(
    "text",
    [
        "the token is s3cret-value",
        "Authorization: Bearer abcdef123456",
        "GET /x?access_token=abcdef123456&b=1",
        '{"refresh_token": "abcdef123456"}',
        "client_secret=abcdef123456",
        "device_code=abcdef123456",
        "PUT https://open-upload.example/?upload_token=abcdef123456",
        "GET https://truss.example/accounts/link/tiktok/abcdef123456",
        "POST https://discord.example/api/v10/webhooks/90000/abcdef123456",
        "POST https://discord.example/api/v10/interactions/90000/abcdef123456/callback",
        "oauth abcdef123456",
        "https://bucket/x?X-Amz-Signature=abcdef123456",
        "https://host/upload?upload_id=abcdef123456",
        "Cookie: theme=dark; truss=abcdef123456",
        "Set-Cookie: truss=abcdef123456; HttpOnly",
        "Invalid header: b'Cookie: truss=abcdef123456\\x01'",
        "('cookie', 'truss=abcdef123456')",
        "<SessionToken>abcdef123456</SessionToken>",
        "<SecretAccessKey>abcdef123456</SecretAccessKey>",
        "{'SecretAccessKey': 'abcdef123456', 'SessionToken': 'abcdef123456'}",
        "Action=AssumeRoleWithWebIdentity&WebIdentityToken=abcdef123456&Version=1",
        "{'X-Amz-Security-Token': b'abcdef123456'}",
    ],
)
def test_a_secret_in_a_text_is_hidden(text):
    shown = Redactor({"s3cret-value"}).redact_text(text)

    assert HIDDEN in shown
    assert "abcdef123456" not in shown
    assert "s3cret-value" not in shown


def test_what_is_no_secret_stays():
    text = "clip 01ARYZ6S41 rendered in 3.2 s, code review passed"

    assert Redactor(set()).redact_text(text) == text


def test_a_secret_deep_inside_an_event_is_hidden():
    event = {"headers": [{"Cookie": "a=b"}, ("x", "s3cret-value")], "count": 3, "none": None}

    shown = Redactor({"s3cret-value"}).redact(event)

    assert shown == {
        "headers": [{"Cookie": HIDDEN}, ["x", HIDDEN]],
        "count": 3,
        "none": None,
    }


def test_an_event_is_one_line_with_its_ids(log):
    structlog.get_logger("x").info("clip.ready", clip_id="7", token="hush")

    event = json.loads(log.getvalue())

    assert (event["event"], event["clip_id"], event["token"]) == ("clip.ready", "7", HIDDEN)


def test_a_library_that_logs_a_secret_is_redacted_too(log):
    """The root redacts, so nobody has to remember."""
    logging.getLogger("some.package").warning("sent %s", "Bearer s3cret-value")

    assert "s3cret-value" not in log.getvalue()
    assert "some.package" in log.getvalue()


@pytest.mark.parametrize("library", ["botocore.endpoint", "botocore.parsers", "urllib3", "boto3"])
def test_what_goes_over_the_wire_is_in_no_log(log, library):
    """At `debug` these write whole requests and answers."""
    set_up_log(level="debug", as_json=True, secrets=(), stream=log)

    logging.getLogger(library).debug("Response body: b'anything'")
    logging.getLogger(library).warning("The connection was lost.")

    assert "anything" not in log.getvalue()
    assert "The connection was lost." in log.getvalue()


def test_a_traceback_is_redacted(log):
    try:
        raise ValueError("s3cret-value")
    except ValueError:
        structlog.get_logger("x").exception("failed")

    assert "s3cret-value" not in log.getvalue()
    assert "ValueError" in log.getvalue()


async def test_what_happens_often_is_a_line_at_once_and_then_one_for_all():
    tally = Tally("web.connections", seconds=0.2)

    with capture_logs() as logged:
        for _ in range(1000):
            tally.note("refused")
        await asyncio.sleep(0.35)
        tally.note("too_slow")
        tally.close()

    assert [(line["event"], line.get("refused"), line.get("too_slow")) for line in logged] == [
        ("web.connections", 1, None),
        ("web.connections", 999, None),
        ("web.connections", None, 1),
    ]


async def test_after_a_quiet_minute_the_next_is_told_at_once():
    tally = Tally("web.connections", seconds=0.05)

    with capture_logs() as logged:
        tally.note("refused")
        await asyncio.sleep(0.2)
        tally.note("refused")

    assert [line["refused"] for line in logged] == [1, 1]
    tally.close()


async def test_of_what_the_event_loop_reports_only_lost_connections_are_left_out(caplog):
    loop = asyncio.get_running_loop()

    ignore_hang_ups(loop, {"message": "lost", "exception": ConnectionResetError()})
    ignore_hang_ups(loop, {"message": "broken", "exception": ValueError()})
    ignore_hang_ups(loop, {"message": "odd"})

    assert [record.getMessage().split("\n")[0] for record in caplog.records] == ["broken", "odd"]


TOLD = "S3 refuses PutObject (AccessDenied); allow the role s3:PutObject."
IN_FULL = (
    "S3 refuses PutObject (AccessDenied, arn:aws:iam::1:role/truss); allow the role s3:PutObject."
)
QUOTED_LINE = re.compile(r"=str\((error|failure|reason)\)")


def _refuse():
    raise RightsRefused(TOLD, stage="storage", in_full=IN_FULL)


def _say(log):
    return json.loads(log.getvalue())["reason"]


def test_a_line_about_what_was_caught_has_it_in_full(log):
    try:
        _refuse()
    except ExternalFailure as error:
        structlog.get_logger("x").warning("clip.waits", reason=str(error))

    assert _say(log) == IN_FULL


def test_a_line_about_what_it_led_to_has_it_in_full_too(log):
    try:
        try:
            _refuse()
        except ExternalFailure as error:
            raise NoAnswer(f"Nobody knows ({str(error).rstrip('.')}).") from None
    except NoAnswer as error:
        structlog.get_logger("x").warning("clip.waits", reason=str(error))

    assert _say(log) == f"Nobody knows ({IN_FULL.rstrip('.')})."


@pytest.mark.parametrize("error", [ValueError("odd"), ExternalFailure(""), ExternalFailure("odd")])
def test_a_line_about_anything_else_stays_as_it_is(log, error):
    try:
        raise error
    except type(error):
        structlog.get_logger("x").warning("clip.waits", reason="odd as ever", tries=3, told=None)

    assert _say(log) == "odd as ever"


def test_every_line_that_quotes_an_error_is_written_where_it_is_caught():
    """Elsewhere nobody knows what it says in full, so a refusal of AWS would lack AWS's words."""
    sources = [path for top in ("bot", "cogs", "core") for path in Path(top).rglob("*.py")]
    elsewhere = []
    for path in sources:
        text = path.read_text()
        if "_log." in text and QUOTED_LINE.search(text):
            elsewhere += _list_outside(path, text)
    assert elsewhere == []


def _list_outside(path, text):
    tree = ast.parse(text)
    caught = {
        id(node)
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler)
        for node in ast.walk(handler)
    }
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("_log.")
        and QUOTED_LINE.search(ast.unparse(node))
        and id(node) not in caught
    ]
