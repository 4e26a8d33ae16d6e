import json
import re
from pathlib import Path

import pytest

from core.adapters.aws_refusals import action_of
from core.adapters.sqs.sqs_schema import (
    RECEIVED_MAX,
    check_queues,
    create_queues,
    dead_name,
    try_rights,
)
from core.domain.work.job import Queue
from core.services.work.job_runner import CRASHES_MAX
from tests.fakes.sqs import FakeSqs

ROOT = Path(__file__).parents[4]
DENIED = ("AccessDenied", "User: truss is not authorized to perform it.")


def test_each_kind_of_owner_has_a_queue_and_all_have_one_for_what_nobody_can_do():
    sqs = FakeSqs()

    assert create_queues(sqs, "clips") == []

    assert set(sqs.queues) == {f"clips-{queue}" for queue in Queue} | {"clips-dead"}
    for queue in Queue:
        policy = json.loads(sqs.queues[f"clips-{queue}"].attributes["RedrivePolicy"])
        assert policy["deadLetterTargetArn"].endswith(":clips-dead")
        assert policy["maxReceiveCount"] == RECEIVED_MAX > CRASHES_MAX
        assert sqs.queues[f"clips-{queue}"].attributes["MessageRetentionPeriod"] == "1209600"


def test_creating_them_again_sets_right_what_somebody_changed():
    sqs = FakeSqs()
    create_queues(sqs, "clips")
    sqs.queues["clips-work"].attributes["RedrivePolicy"] = ""

    assert create_queues(sqs, "clips") == []

    assert "clips-dead" in sqs.queues["clips-work"].attributes["RedrivePolicy"]


def test_what_is_missing_or_otherwise_is_told_with_what_mends_it():
    sqs = FakeSqs()
    create_queues(sqs, "clips")
    del sqs.queues["clips-fetch"], sqs.queues[dead_name("clips")]
    sqs.queues["clips-work"].attributes["RedrivePolicy"] = ""
    few = {"deadLetterTargetArn": "arn:aws:sqs:eu-central-1:0:clips-dead", "maxReceiveCount": "3"}
    sqs.queues["clips-discord"].attributes["RedrivePolicy"] = json.dumps(few)

    said = check_queues(sqs, "clips")

    assert len(said) == 4
    assert all(sentence.endswith("run `trussbot queues create`.") for sentence in said)
    assert said[0].startswith("The queue 'clips-work' moves messages aside")
    assert said[1].startswith("There is no queue 'clips-fetch'")
    assert said[2].startswith("The queue 'clips-discord' moves a message aside before")
    assert said[3].startswith("There is no queue 'clips-dead'")


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("GetQueueUrl", "GetQueueUrl"),
        ("SendMessageBatch", "SendMessage"),
        ("ReceiveMessage", "ReceiveMessage"),
        ("ChangeMessageVisibility", "ChangeMessageVisibility"),
        ("DeleteMessage", "DeleteMessage"),
    ],
)
def test_each_right_is_tried_without_touching_a_message(operation, action):
    sqs = FakeSqs()
    create_queues(sqs, "clips")
    entry = {"Id": "0", "MessageBody": "of somebody"}
    sqs.send_message_batch(QueueUrl="clips-work", Entries=[entry])
    assert try_rights(sqs, "clips", Queue.WORK) == {}

    sqs.refused[operation] = DENIED
    ((plain, said),) = try_rights(sqs, "clips", Queue.WORK).items()

    assert f"SQS refuses {operation} (AccessDenied, User: truss is not authorized" in said
    assert plain.startswith(f"SQS refuses {operation} (AccessDenied); allow")
    assert f"allow the role sqs:{action}" in said
    (message,) = sqs.queues["clips-work"].messages
    assert message.receives == 0


def test_a_queue_that_is_not_there_is_one_sentence():
    (said,) = try_rights(FakeSqs(), "clips", Queue.WORK)

    assert "run `trussbot queues create`, or correct TRUSS_QUEUE_PREFIX or AWS_REGION" in said


def test_the_role_in_the_documents_allows_what_is_called_and_nothing_else():
    sqs = FakeSqs()
    create_queues(sqs, "truss")
    assert try_rights(sqs, "truss", Queue.WORK) == {}
    called = {action_of(operation) for operation in sqs.counts}
    text = (ROOT / "docs" / "operating.md").read_text()
    (found,) = [block for block in re.findall(r"```json\n(.+?)```", text, re.S) if "sqs:" in block]

    policy = json.loads(found)

    makers = {"CreateQueue", "SetQueueAttributes"}
    assert {f"sqs:{action}" for action in called - makers} == set(policy["Action"])
    assert all(f"`sqs:{action}`" in text for action in makers)
    assert policy["Resource"].endswith(":truss-*")
