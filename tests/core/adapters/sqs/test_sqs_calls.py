import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import ANY, Stubber

from core.adapters.sqs.messages import Note
from core.adapters.sqs.sqs_calls import SqsCalls, queue_name, translate
from core.adapters.table.table import ItemKey
from core.domain.work.job import Queue
from core.errors import ExternalFailure, RightsRefused
from tests.builders import NOON
from tests.contracts.boto_session import find_session
from tests.contracts.stepped_clock import SteppedClock
from tests.fakes.sqs import FakeSqs

KEY = ItemKey("QUEUE#work#0", "1700000000000#JOB")
URL = "https://sqs.eu-central-1.amazonaws.com/000000000000/truss-work"
NOTE = Note(key=KEY, queue=Queue.WORK, visible_at=NOON + timedelta(seconds=30))


@pytest.fixture(scope="module")
def client():
    """A client as boto3 makes it: what is sent and answered is held to the service's model."""
    client = find_session().client(
        "sqs",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    yield client
    client.close()


@pytest.fixture
def stub(client):
    with Stubber(client) as stub:
        stub.add_response("get_queue_url", {"QueueUrl": URL}, {"QueueName": "truss-work"})
        yield stub
        stub.assert_no_pending_responses()


@pytest.fixture
def calls(client):
    with ThreadPoolExecutor(2) as threads:
        yield SqsCalls(client, "truss", threads=threads, clock=SteppedClock())


async def test_a_receiver_waits_twenty_seconds_and_hides_what_it_gets_for_a_lease(calls, stub):
    wanted = {
        "QueueUrl": URL,
        "MaxNumberOfMessages": 1,
        "WaitTimeSeconds": 20,
        "VisibilityTimeout": 31,
    }
    message = {"MessageId": "one", "ReceiptHandle": "handle", "Body": "{}"}
    stub.add_response("receive_message", {"Messages": [message]}, wanted)
    stub.add_response("receive_message", {}, wanted)

    received = await calls.receive(Queue.WORK, lease_seconds=30.2)

    assert (received.id, received.handle, received.body) == ("one", "handle", "{}")
    assert await calls.receive(Queue.WORK, lease_seconds=30.2) is None


async def test_what_sqs_takes_of_a_batch_and_what_it_does_not(calls, stub):
    entry = {"Id": "0", "MessageBody": json.dumps({"row": list(KEY)}, separators=(",", ":"))}
    entries = [entry | {"DelaySeconds": 30}, {**entry, "Id": "1", "DelaySeconds": 30}]
    failed = {"Id": "1", "SenderFault": False, "Code": "InternalError"}
    taken = {"Id": "0", "MessageId": "one", "MD5OfMessageBody": "0" * 32}
    stub.add_response(
        "send_message_batch",
        {"Successful": [taken], "Failed": [failed]},
        {"QueueUrl": URL, "Entries": entries},
    )
    other = Note(key=KEY, queue=Queue.WORK, visible_at=NOTE.visible_at)

    unsent = await calls.send(Queue.WORK, [NOTE, other], now=NOON)

    assert unsent == [other]


async def test_a_message_is_hidden_for_twelve_hours_at_most_and_deleted(calls, stub):
    given = {"QueueUrl": URL, "ReceiptHandle": "handle"}
    stub.add_response("change_message_visibility", {}, given | {"VisibilityTimeout": 43200})
    stub.add_response("delete_message", {}, given)

    await calls.hide(Queue.WORK, "handle", seconds=1e6)
    await calls.delete(Queue.WORK, "handle")


async def test_the_address_of_a_queue_is_asked_anew_after_it_was_refused(calls, stub):
    """Somebody may have deleted the queue, and made it again."""
    stub.add_client_error("delete_message", "AWS.SimpleQueueService.NonExistentQueue", "Gone.")
    stub.add_response("get_queue_url", {"QueueUrl": URL}, {"QueueName": "truss-work"})
    stub.add_response("delete_message", {}, {"QueueUrl": ANY, "ReceiptHandle": "handle"})

    with pytest.raises(RightsRefused, match="run `trussbot queues create`"):
        await calls.delete(Queue.WORK, "handle")
    await calls.delete(Queue.WORK, "handle")


async def test_what_comes_for_a_worker_that_was_stopped_is_handed_back():
    """A thread that waits for SQS cannot be stopped; a job would wait out a lease for nobody."""
    sqs, may_answer, is_back = FakeSqs(), threading.Event(), threading.Event()
    sqs.create_queue(QueueName="truss-work", Attributes={})
    receive, change = sqs.receive_message, sqs.change_message_visibility

    def receive_late(**given):
        assert may_answer.wait(5)
        return receive(**given)

    def change_and_tell(**given):
        answer = change(**given)
        is_back.set()
        return answer

    sqs.receive_message = receive_late  # type: ignore[method-assign]
    sqs.change_message_visibility = change_and_tell  # type: ignore[method-assign]
    with ThreadPoolExecutor(2) as threads:
        calls = SqsCalls(sqs, "truss", threads=threads, clock=SteppedClock())
        await calls.send(Queue.WORK, [NOTE], now=NOTE.visible_at)
        worker = asyncio.create_task(calls.receive(Queue.WORK, lease_seconds=60))
        await asyncio.sleep(0.05)
        worker.cancel()
        await asyncio.wait({worker})

        may_answer.set()

        assert await asyncio.to_thread(is_back.wait, 5)
        assert sqs.delays("truss-work") == [0]


REFUSED = (
    ("AccessDenied", "allow the role sqs:SendMessage (docs/operating.md"),
    ("AccessDeniedException", "allow the role sqs:SendMessage"),
    ("AWS.SimpleQueueService.NonExistentQueue", "run `trussbot queues create`, or correct"),
    ("QueueDoesNotExist", "correct TRUSS_QUEUE_PREFIX or AWS_REGION"),
    ("KMS.AccessDeniedException", "let the role use the KMS key that encrypts the queue"),
    ("KmsDisabled", "and enable that key"),
    ("KMS.DisabledException", "and enable that key"),
    ("InvalidAddress", "correct AWS_REGION and AWS_ENDPOINT_URL"),
    ("InvalidClientTokenId", "give Truss credentials that are valid"),
    ("ExpiredToken", "give Truss credentials that are valid"),
    ("RequestExpired", "set the clock of this machine"),
    ("InvalidSecurity", "correct AWS_REGION"),
    ("AWS.SimpleQueueService.QueueDeletedRecently", "wait a minute"),
)
PASSING = (
    "RequestThrottled",
    "ThrottlingException",
    "KmsThrottled",
    "KMS.ThrottlingException",
    "InternalFailure",
    "ServiceUnavailable",
    "AWS.SimpleQueueService.OverLimit",
    "OverLimit",
    "ReceiptHandleIsInvalid",
)


@pytest.mark.parametrize(("code", "mend"), REFUSED)
def test_what_a_person_must_mend_is_told_in_aws_own_words_with_what_mends_it(code, mend):
    told = translate(_error(code))

    assert isinstance(told, RightsRefused)
    assert told.in_full.startswith(f"SQS refuses SendMessageBatch ({code}, Said by AWS")
    assert str(told).startswith(f"SQS refuses SendMessageBatch ({code});")
    assert mend in str(told)
    assert mend in told.in_full


@pytest.mark.parametrize("code", PASSING)
def test_what_passes_by_itself_is_tried_again(code):
    told = translate(_error(code))

    assert type(told) is ExternalFailure
    assert told.retryable
    assert f"({code}, Said by AWS)" in told.in_full
    assert f"({code})" in str(told)


def test_who_cannot_be_reached_is_named():
    """A queue's address has the number of the account."""
    told = translate(EndpointConnectionError(endpoint_url="https://sqs.example/4242/truss-work"))

    assert told.retryable
    assert str(told).startswith("SQS cannot be reached")
    assert "4242" in told.in_full
    assert "4242" not in str(told)


def test_a_queue_is_named_by_the_prefix_and_the_owner_of_its_jobs():
    assert queue_name("clips", Queue.PUBLISHING) == "clips-publishing"


def _error(code):
    return ClientError({"Error": {"Code": code, "Message": "Said by AWS."}}, "SendMessageBatch")
