"""The queues that have to be there: made, compared with what they should be, and tried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from botocore.exceptions import ClientError

from core.adapters.aws_refusals import explain_refusal
from core.adapters.sqs.sqs_calls import queue_name
from core.domain.work import stages
from core.domain.work.job import Queue
from core.errors import tell_in_full

DEAD: Final = "dead"
KEPT_SECONDS: Final = 14 * 86400
"""The longest that SQS keeps a message."""
RECEIVED_MAX: Final = 100
"""A job that ends its worker is left alone after fifty times; a message that no worker understands,
or ends all of them, is moved aside after a hundred."""
_VISIBILITY_SECONDS: Final = 30
_WAIT_SECONDS: Final = 20
_NO_HANDLE: Final = "trussbot-tries-its-rights"
_MISSING: Final = frozenset({"QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"})


def dead_name(prefix: str) -> str:
    return f"{prefix}-{DEAD}"


def create_queues(client: Any, prefix: str) -> list[str]:
    """Make each queue that is missing, and set what one has otherwise; blocking.

    Returns what they lack afterwards, as `check_queues` does.
    """
    dead_url = _make(client, dead_name(prefix), {"MessageRetentionPeriod": str(KEPT_SECONDS)})
    dead_arn = _read(client, dead_url)["QueueArn"]
    for queue in Queue:
        _make(client, queue_name(prefix, queue), _wanted(dead_arn))
    return check_queues(client, prefix)


def check_queues(client: Any, prefix: str) -> list[str]:
    """Return what the queues lack, in sentences; blocking."""
    problems = []
    for name in (*(queue_name(prefix, queue) for queue in Queue), dead_name(prefix)):
        try:
            attributes = _read(client, client.get_queue_url(QueueName=name)["QueueUrl"])
        except ClientError as error:
            if error.response["Error"]["Code"] not in _MISSING:
                raise
            problems.append(f"There is no queue '{name}'; {_MEND}.")
            continue
        problems += [
            f"The queue '{name}' {lack}; {_MEND}."
            for lack in _list_lacks(attributes, dead=name == dead_name(prefix))
        ]
    return problems


def try_rights(client: Any, prefix: str, queue: Queue) -> dict[str, str]:
    """Return a sentence for each call on a queue that is refused, and that in full; blocking.

    What is asked for cannot be done, such as with a receipt that never was: SQS looks at the rights
    first. So no message is sent, received or deleted, and any other error says that we may.
    """
    refusals: dict[str, str] = {}
    try:
        url = client.get_queue_url(QueueName=queue_name(prefix, queue))["QueueUrl"]
    except ClientError as error:
        refused = explain_refusal(error, stage=stages.QUEUE)
        return {str(refused): tell_in_full(refused)} if refused else {}
    for call in _list_calls(client, url):
        try:
            call()
        except ClientError as error:
            if refused := explain_refusal(error, stage=stages.QUEUE):
                refusals[str(refused)] = tell_in_full(refused)
    return refusals


_MEND: Final = "run `trussbot queues create`"


def _list_calls(client: Any, url: str) -> Iterator[Callable[[], object]]:
    entry = {"Id": "no id!", "MessageBody": "tried"}
    yield partial(client.send_message_batch, QueueUrl=url, Entries=[entry])
    yield partial(client.receive_message, QueueUrl=url, MaxNumberOfMessages=11)
    for call in (client.change_message_visibility, client.delete_message):
        more = {"VisibilityTimeout": 0} if call == client.change_message_visibility else {}
        yield partial(call, QueueUrl=url, ReceiptHandle=_NO_HANDLE, **more)


def _make(client: Any, name: str, attributes: dict[str, str]) -> str:
    try:
        url = str(client.get_queue_url(QueueName=name)["QueueUrl"])
    except ClientError as error:
        if error.response["Error"]["Code"] not in _MISSING:
            raise
        return str(client.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])
    client.set_queue_attributes(QueueUrl=url, Attributes=attributes)
    return url


def _wanted(dead_arn: str) -> dict[str, str]:
    redrive = {"deadLetterTargetArn": dead_arn, "maxReceiveCount": RECEIVED_MAX}
    return {
        "MessageRetentionPeriod": str(KEPT_SECONDS),
        "VisibilityTimeout": str(_VISIBILITY_SECONDS),
        "ReceiveMessageWaitTimeSeconds": str(_WAIT_SECONDS),
        "RedrivePolicy": json.dumps(redrive),
    }


def _read(client: Any, url: str) -> dict[str, str]:
    names = ["QueueArn", "RedrivePolicy", "MessageRetentionPeriod"]
    answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=names)
    return dict(answer["Attributes"])


def _list_lacks(attributes: dict[str, str], *, dead: bool) -> Iterator[str]:
    if dead:
        return
    policy = json.loads(attributes.get("RedrivePolicy") or "{}")
    if not policy.get("deadLetterTargetArn"):
        yield "moves messages aside that nobody can work on to no other queue"
    elif int(policy.get("maxReceiveCount", 0)) < RECEIVED_MAX:
        yield f"moves a message aside before it was received {RECEIVED_MAX} times"
