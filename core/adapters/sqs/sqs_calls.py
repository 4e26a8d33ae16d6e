"""The calls of SQS: one queue for each of ours, by a prefix, and what their errors mean."""

from __future__ import annotations

import asyncio
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog
from botocore.exceptions import BotoCoreError, ClientError

from core.adapters.aws_refusals import explain_refusal, explain_silence, name_code, quote
from core.adapters.sqs.messages import Message, Note, write_body
from core.adapters.sqs.sqs_time import SqsTime
from core.domain.work import stages
from core.domain.work.job import Queue
from core.errors import ExternalFailure
from core.ports.work import Clock

_log = structlog.get_logger(__name__)

BATCH_MAX: Final = 10
POLL_SECONDS: Final = 20
"""The longest that SQS lets a receiver wait."""
VISIBILITY_SECONDS_MAX: Final = 43200
_LINE_SECONDS: Final = 60.0
_OVER: Final = frozenset({"OverLimit", "AWS.SimpleQueueService.OverLimit"})

Answer = Mapping[str, Any]


class SqsCalls:
    """Sends, receives, hides and deletes messages; each call is one request, and may raise.

    `client` is a boto3 client, which blocks: a poll has a thread of its own, which the end of the
    process does not wait for; all others share `threads`.
    """

    def __init__(
        self,
        client: Any,
        prefix: str,
        *,
        threads: Executor,
        clock: Clock,
        poll_seconds: int = POLL_SECONDS,
    ) -> None:
        self._client = client
        self._prefix = prefix
        self._threads = threads
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._urls: dict[Queue, str] = {}
        self._said_at = float("-inf")
        self.time = SqsTime(steady_seconds=clock.steady_seconds, now=clock.now)

    async def receive(self, queue: Queue, *, lease_seconds: float) -> Message | None:
        """Wait for a message, and hide it from others for `lease_seconds`."""
        url = await self._find_url(queue)
        call = partial(
            self._client.receive_message,
            QueueUrl=url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=self._poll_seconds,
            VisibilityTimeout=_whole(lease_seconds),
        )
        answer = await self._answered(queue, _poll(call, partial(self._hand_back, url)))
        for each in answer.get("Messages", ()):
            return Message(id=each["MessageId"], handle=each["ReceiptHandle"], body=each["Body"])
        return None

    async def send(self, queue: Queue, notes: Sequence[Note], *, now: datetime) -> list[Note]:
        """Send at most ten messages; return those that SQS did not take."""
        entries = [
            {
                "Id": str(number),
                "MessageBody": write_body(note.key),
                "DelaySeconds": note.delay_seconds(now),
            }
            for number, note in enumerate(notes)
        ]
        url = await self._find_url(queue)
        call = partial(self._client.send_message_batch, QueueUrl=url, Entries=entries)
        answer = await self._answered(queue, self._run(call))
        failed = answer.get("Failed", ())
        for each in failed[:1]:
            words = f"{each.get('Code')}, {each.get('Message') or 'without a reason'}"
            self.note_left(queue, f"SQS did not take {len(failed)} of {len(notes)} ({words})")
        return [notes[int(each["Id"])] for each in failed]

    async def hide(self, queue: Queue, handle: str, *, seconds: float) -> None:
        """Hide a message that was received from now on for so long; 0 shows it at once."""
        url = await self._find_url(queue)
        call = partial(
            self._client.change_message_visibility,
            QueueUrl=url,
            ReceiptHandle=handle,
            VisibilityTimeout=_whole(seconds),
        )
        await self._answered(queue, self._run(call))

    async def delete(self, queue: Queue, handle: str) -> None:
        url = await self._find_url(queue)
        call = partial(self._client.delete_message, QueueUrl=url, ReceiptHandle=handle)
        await self._answered(queue, self._run(call))

    def note_left(self, queue: Queue, reason: str) -> None:
        """Log, once a minute, that a message was left as it is; its row says what becomes of it."""
        now = self._clock.steady_seconds()
        if now - self._said_at >= _LINE_SECONDS:
            self._said_at = now
            _log.warning("queue.message_left", queue=queue.value, reason=reason)

    async def _find_url(self, queue: Queue) -> str:
        if queue not in self._urls:
            name = queue_name(self._prefix, queue)
            call = partial(self._client.get_queue_url, QueueName=name)
            answer = await self._answered(queue, self._run(call))
            self._urls[queue] = answer["QueueUrl"]
        return self._urls[queue]

    async def _run(self, call: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def _answered(self, queue: Queue, waiting: Any) -> Answer:
        try:
            answer: Answer = await waiting
        except (ClientError, BotoCoreError) as error:
            self._urls.pop(queue, None)
            raise translate(error) from error
        headers = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        self.time.note(headers.get("date"))
        return answer

    def _hand_back(self, url: str, answer: Answer) -> None:
        """Show others what came for somebody who has gone; blocking, and as well as it can."""
        for each in answer.get("Messages", ()):
            with suppress(ClientError, BotoCoreError, RuntimeError):
                self._client.change_message_visibility(
                    QueueUrl=url, ReceiptHandle=each["ReceiptHandle"], VisibilityTimeout=0
                )


def queue_name(prefix: str, queue: Queue) -> str:
    return f"{prefix}-{queue.value}"


def translate(error: ClientError | BotoCoreError) -> ExternalFailure:
    """Return what an error of SQS means; all but what a person must mend is tried again."""
    if isinstance(error, BotoCoreError):
        plain, in_full = explain_silence("SQS", error)
        return ExternalFailure(plain, stage=stages.QUEUE, retryable=True, in_full=in_full)
    if refused := explain_refusal(error, stage=stages.QUEUE):
        return refused
    said = "SQS does not do {operation} now ({words})."
    if error.response["Error"]["Code"] in _OVER:
        said = (
            "SQS gives no more ({words}); as many jobs are worked on as one queue of SQS takes, "
            "and others wait for them."
        )
    plain, in_full = (
        said.format(operation=error.operation_name, words=words)
        for words in (name_code(error), quote(error))
    )
    return ExternalFailure(plain, stage=stages.QUEUE, retryable=True, in_full=in_full)


def _whole(seconds: float) -> int:
    return min(VISIBILITY_SECONDS_MAX, max(0, math.ceil(seconds)))


async def _poll(call: Callable[[], Answer], hand_back: Callable[[Answer], None]) -> Answer:
    """Return what a blocking call returns, by a thread of its own.

    A call that was cancelled cannot be stopped: what it receives later goes back to others.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Answer] = loop.create_future()

    def settle(answer: Answer, error: BaseException | None) -> None:
        if future.done():
            threading.Thread(target=hand_back, args=(answer,), daemon=True).start()
        elif error is not None:
            future.set_exception(error)
        else:
            future.set_result(answer)

    def work() -> None:
        answer: Answer = {}
        failure: BaseException | None = None
        try:
            answer = call()
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
            failure = error
        try:
            loop.call_soon_threadsafe(settle, answer, failure)
        except RuntimeError:  # the loop has ended
            hand_back(answer)

    threading.Thread(target=work, name="sqs poll", daemon=True).start()
    return await future
