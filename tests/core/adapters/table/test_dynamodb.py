"""What no double of DynamoDB produces, said by botocore's own Stubber to the real client."""

import pytest
import stamina
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.table import (
    ConditionFailed,
    Delete,
    ItemKey,
    Put,
    Query,
    RefusedByTable,
    TransactionCancelled,
)
from core.errors import Busy, ExternalFailure, RightsRefused
from tests.contracts.boto_session import find_session

KEY = ItemKey("A", "1")
ITEM = {"PK": "A", "SK": "1"}
WIRE = {"PK": {"S": "A"}, "SK": {"S": "1"}}
CANCELLED = "TransactionCanceledException"


@pytest.fixture(scope="module")
def client():
    return find_session().client(
        "dynamodb",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url="http://127.0.0.1:9",
    )


@pytest.fixture
def stub(client):
    with Stubber(client) as stub:
        yield stub


@pytest.fixture
async def table(client):
    table = DynamoTable(client, "truss")
    yield table
    await table.close()


@pytest.fixture
def _two_attempts():
    # The hooks are looked up, by import, at the first retry of a process.
    stamina.instrumentation.get_on_retry_hooks()
    with stamina.set_testing(True, attempts=2):
        yield


def _reasons(*codes):
    return {"CancellationReasons": [{"Code": code} for code in codes]}


@pytest.mark.usefixtures("_two_attempts")
async def test_two_transactions_on_one_item_are_no_conflict_of_people(table, stub):
    """Real DynamoDB cancels one of them, which is then simply done again."""
    stub.add_client_error(
        "transact_write_items", CANCELLED, modeled_fields=_reasons("None", "TransactionConflict")
    )
    stub.add_response("transact_write_items", {})

    await table.transact([Put(item=ITEM), Delete(key=ItemKey("A", "2"))])

    stub.assert_no_pending_responses()


@pytest.mark.usefixtures("_two_attempts")
async def test_a_write_that_meets_a_transaction_is_done_again(table, stub):
    stub.add_client_error("put_item", "TransactionConflictException")
    stub.add_response("put_item", {})

    await table.put_if(ITEM)

    stub.assert_no_pending_responses()


async def test_an_item_that_is_never_let_go_is_a_failure_to_try_later(table, stub):
    stub.add_client_error("put_item", "TransactionConflictException")

    with pytest.raises(Busy, match="too busy"):
        await table.put_if(ITEM)


async def test_a_failed_condition_beside_a_conflict_is_a_failed_condition(table, stub):
    fields = _reasons("TransactionConflict", "ConditionalCheckFailed")
    fields["CancellationReasons"][1]["Item"] = WIRE
    stub.add_client_error("transact_write_items", CANCELLED, modeled_fields=fields)

    with pytest.raises(TransactionCancelled) as cancelled:
        await table.transact([Put(item=ITEM), Delete(key=ItemKey("A", "2"))])

    assert cancelled.value.failed == {1: ITEM}


@pytest.mark.usefixtures("_two_attempts")
async def test_what_a_batch_left_undone_is_sent_again(table, stub):
    undone = {"truss": [{"DeleteRequest": {"Key": WIRE}}]}
    stub.add_response("batch_write_item", {"UnprocessedItems": undone})
    stub.add_response("batch_write_item", {}, {"RequestItems": undone})

    await table.batch_delete([KEY, ItemKey("A", "2")])

    stub.assert_no_pending_responses()


@pytest.mark.usefixtures("_two_attempts")
async def test_what_a_batch_did_not_read_is_asked_for_again(table, stub):
    second = {"PK": {"S": "A"}, "SK": {"S": "2"}}
    undone = {"truss": {"Keys": [second], "ConsistentRead": False}}
    stub.add_response("batch_get_item", {"Responses": {"truss": [WIRE]}, "UnprocessedKeys": undone})
    stub.add_response(
        "batch_get_item", {"Responses": {"truss": [second]}}, {"RequestItems": undone}
    )

    found = await table.batch_get([KEY, ItemKey("A", "2")])

    assert list(found) == [KEY, ItemKey("A", "2")]


async def test_a_failed_condition_tells_what_is_stored(table, stub):
    stub.add_client_error(
        "put_item", "ConditionalCheckFailedException", modeled_fields={"Item": WIRE}
    )

    with pytest.raises(ConditionFailed) as failed:
        await table.put_if(ITEM, Attr("PK").not_exists())

    assert failed.value.current == ITEM


@pytest.mark.parametrize(
    ("code", "expected", "retryable"),
    [
        ("ThrottlingException", Busy, None),
        ("ProvisionedThroughputExceededException", Busy, None),
        ("RequestLimitExceeded", Busy, None),
        ("TransactionInProgressException", Busy, None),
        ("InternalServerError", ExternalFailure, True),
        ("AccessDeniedException", RightsRefused, True),
        ("ResourceNotFoundException", RightsRefused, True),
        ("ValidationException", RefusedByTable, None),
    ],
)
async def test_an_answer_of_dynamodb_becomes_a_sentence(table, stub, code, expected, retryable):
    stub.add_client_error("get_item", code, http_status_code=400)

    with pytest.raises(expected) as failure:
        await table.get(KEY)

    assert getattr(failure.value, "retryable", None) is retryable


@pytest.mark.usefixtures("_two_attempts")
async def test_a_transaction_that_is_sent_again_has_the_token_of_its_first_time(table, stub):
    tokens = []

    def note(params, **_):
        tokens.append(params["ClientRequestToken"])

    table._client.meta.events.register("before-parameter-build.dynamodb.*", note)
    for _ in range(2):
        stub.add_client_error("transact_write_items", "InternalServerError", http_status_code=500)
        stub.add_response("transact_write_items", {})
        await table.transact([Put(item=ITEM)])
    table._client.meta.events.unregister("before-parameter-build.dynamodb.*", note)

    assert tokens[0] == tokens[1] != tokens[2] == tokens[3]


@pytest.mark.usefixtures("_two_attempts")
async def test_an_answer_with_status_5xx_is_no_answer(table, stub):
    stub.add_client_error("get_item", "SomethingNew", http_status_code=502)
    stub.add_response("get_item", {"Item": WIRE})

    assert await table.get(KEY) == ITEM


async def test_a_put_that_finds_the_mark_of_another_has_failed(table, stub):
    stub.add_client_error(
        "put_item",
        "ConditionalCheckFailedException",
        modeled_fields={"Item": WIRE | {"writeMark": {"S": "another"}}},
    )

    with pytest.raises(ConditionFailed) as failed:
        await table.put_if(ITEM, Attr("PK").not_exists())

    assert failed.value.current == ITEM


async def test_a_transaction_that_is_refused_says_so(table, stub):
    stub.add_client_error(
        "transact_write_items", CANCELLED, modeled_fields=_reasons("ValidationError")
    )

    with pytest.raises(RefusedByTable):
        await table.transact([Put(item=ITEM)])


async def test_a_service_that_cannot_be_reached_is_a_failure_to_try_later(
    table, client, monkeypatch
):
    def fail(**_):
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:9")

    monkeypatch.setattr(client, "get_item", fail)

    with pytest.raises(ExternalFailure, match="cannot be reached") as failure:
        await table.get(KEY)

    assert failure.value.retryable


async def test_a_page_that_ends_at_its_megabyte_has_a_cursor(table, stub):
    stub.add_response("query", {"Items": [WIRE], "LastEvaluatedKey": WIRE})

    page = await table.query(Query(condition=Key("PK").eq("A"), limit=5))

    assert page.cursor == ITEM
