"""A client of SQS in memory, as boto3 has it: standard queues, with whatever may happen to them."""

from __future__ import annotations

import itertools
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from botocore.exceptions import ClientError

START = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()


@dataclass(slots=True)
class FakeMessage:
    id: str
    body: str
    visible_at: float
    handle: str = ""
    receives: int = 0


@dataclass(slots=True)
class FakeSqsQueue:
    name: str
    attributes: dict[str, str]
    messages: list[FakeMessage] = field(default_factory=list)


class FakeSqs:
    """Refuses what `refused` names, and fails entries of batches that `unsent` counts down.

    `shown_again` shows what is received to the next receiver too, as SQS may.
    """

    def __init__(self) -> None:
        self.at = START
        self.queues: dict[str, FakeSqsQueue] = {}
        self.refused: dict[str, tuple[str, str]] = {}
        self.unsent = 0
        self.shown_again = False
        self.counts: Counter[str] = Counter()
        self._ids = itertools.count(1)
        self._lock = threading.Lock()

    def step(self, seconds: float) -> None:
        self.at += seconds

    def bodies(self, name: str) -> list[str]:
        return [message.body for message in self.queues[name].messages]

    def delays(self, name: str) -> list[int]:
        return [round(message.visible_at - self.at) for message in self.queues[name].messages]

    def get_queue_url(self, *, QueueName: str) -> dict[str, Any]:
        self._begin("GetQueueUrl")
        self._find("GetQueueUrl", QueueName)
        return self._answer(QueueUrl=QueueName)

    def create_queue(self, *, QueueName: str, Attributes: dict[str, str]) -> dict[str, Any]:
        self._begin("CreateQueue")
        arn = {"QueueArn": f"arn:aws:sqs:eu-central-1:000000000000:{QueueName}"}
        self.queues[QueueName] = FakeSqsQueue(QueueName, Attributes | arn)
        return self._answer(QueueUrl=QueueName)

    def set_queue_attributes(self, *, QueueUrl: str, Attributes: dict[str, str]) -> dict[str, Any]:
        self._begin("SetQueueAttributes")
        self._find("SetQueueAttributes", QueueUrl).attributes |= Attributes
        return self._answer()

    def get_queue_attributes(self, *, QueueUrl: str, AttributeNames: list[str]) -> dict[str, Any]:
        self._begin("GetQueueAttributes")
        attributes = self._find("GetQueueAttributes", QueueUrl).attributes
        return self._answer(Attributes={k: v for k, v in attributes.items() if k in AttributeNames})

    def send_message_batch(self, *, QueueUrl: str, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        self._begin("SendMessageBatch")
        queue = self._find("SendMessageBatch", QueueUrl)
        if not all(entry["Id"].isalnum() for entry in Entries):
            raise _error("SendMessageBatch", "InvalidBatchEntryId", "A batch entry id can only...")
        failed: list[dict[str, Any]] = []
        for entry in Entries:
            if self.unsent:
                self.unsent -= 1
                told = {"Code": "InternalError", "Message": "Try again.", "SenderFault": False}
                failed.append({"Id": entry["Id"], **told})
                continue
            message = FakeMessage(
                str(next(self._ids)), entry["MessageBody"], self.at + entry.get("DelaySeconds", 0)
            )
            queue.messages.append(message)
        return self._answer(Successful=[], Failed=failed)

    def receive_message(
        self,
        *,
        QueueUrl: str,
        MaxNumberOfMessages: int,
        WaitTimeSeconds: int = 0,
        VisibilityTimeout: int = 30,
    ) -> dict[str, Any]:
        self._begin("ReceiveMessage")
        queue = self._find("ReceiveMessage", QueueUrl)
        if MaxNumberOfMessages > 10:
            raise _error("ReceiveMessage", "InvalidParameterValue", "Must be between 1 and 10.")
        with self._lock:
            self._move_dead(queue)
            found = [m for m in queue.messages if m.visible_at <= self.at][:MaxNumberOfMessages]
            for message in found:
                message.receives += 1
                message.handle = f"{message.id}|{message.receives}"
                if not self.shown_again:
                    message.visible_at = self.at + VisibilityTimeout
        told = [{"MessageId": m.id, "ReceiptHandle": m.handle, "Body": m.body} for m in found]
        return self._answer(Messages=told) if told else self._answer()

    def change_message_visibility(
        self, *, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int
    ) -> dict[str, Any]:
        self._begin("ChangeMessageVisibility")
        message = self._find_message("ChangeMessageVisibility", QueueUrl, ReceiptHandle)
        message.visible_at = self.at + VisibilityTimeout
        return self._answer()

    def delete_message(self, *, QueueUrl: str, ReceiptHandle: str) -> dict[str, Any]:
        self._begin("DeleteMessage")
        message = self._find_message("DeleteMessage", QueueUrl, ReceiptHandle)
        self.queues[QueueUrl].messages.remove(message)
        return self._answer()

    def close(self) -> None:
        pass

    def _begin(self, operation: str) -> None:
        self.counts[operation] += 1
        if operation in self.refused:
            raise _error(operation, *self.refused[operation])

    def _find(self, operation: str, name: str) -> FakeSqsQueue:
        if name not in self.queues:
            code = "AWS.SimpleQueueService.NonExistentQueue"
            raise _error(operation, code, "The specified queue does not exist.")
        return self.queues[name]

    def _find_message(self, operation: str, name: str, handle: str) -> FakeMessage:
        for message in self._find(operation, name).messages:
            if handle and message.handle == handle:
                return message
        words = "The input receipt handle is invalid."
        raise _error(operation, "ReceiptHandleIsInvalid", words)

    def _move_dead(self, queue: FakeSqsQueue) -> None:
        policy = json.loads(queue.attributes.get("RedrivePolicy", "{}"))
        if not policy:
            return
        dead = self.queues[policy["deadLetterTargetArn"].rpartition(":")[2]]
        for message in [m for m in queue.messages if m.receives >= policy["maxReceiveCount"]]:
            if message.visible_at <= self.at:
                queue.messages.remove(message)
                dead.messages.append(message)

    def _answer(self, **told: Any) -> dict[str, Any]:
        date = format_datetime(datetime.fromtimestamp(self.at, UTC), usegmt=True)
        return {"ResponseMetadata": {"HTTPHeaders": {"date": date}}, **told}


def _error(operation: str, code: str, words: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": words}}, operation)
