from decimal import Decimal

import pytest

from core.adapters.table.dynamo_codec import (
    decode_item,
    decode_value,
    encode_item,
    encode_value,
    query_request,
    write_request,
)
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.table import Check, Delete, Index, ItemKey, Put, Query, Update

KEY = ItemKey("A", "1")
WIRE_KEY = {"PK": {"S": "A"}, "SK": {"S": "1"}}


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        ("a", {"S": "a"}),
        (True, {"BOOL": True}),
        (None, {"NULL": True}),
        (5, {"N": "5"}),
        (Decimal("-1.5"), {"N": "-1.5"}),
        (10**125, {"N": "1" + "0" * 125}),
        (Decimal("1E-130"), {"N": "0." + "0" * 129 + "1"}),
        ([1, "a"], {"L": [{"N": "1"}, {"S": "a"}]}),
        ({"a": {"b": None}}, {"M": {"a": {"M": {"b": {"NULL": True}}}}}),
    ],
)
def test_values_travel_both_ways(value, wire):
    assert decode_value(encode_value(value)) == decode_value(wire)
    assert decode_value(wire) == value
    assert type(decode_value(wire)) is type(value)
    assert decode_item(encode_item({"x": value})) == {"x": value}


def test_a_condition_asks_for_what_is_stored():
    kind, request = write_request(Put(item={"PK": "A", "SK": "1"}, condition=Attr("v").eq(3)))

    assert kind == "Put"
    assert request == {
        "Item": WIRE_KEY,
        "ConditionExpression": "#n0 = :v0",
        "ExpressionAttributeNames": {"#n0": "v"},
        "ExpressionAttributeValues": {":v0": {"N": "3"}},
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }


def test_an_update_and_its_condition_share_no_placeholder():
    update = Update(
        key=KEY,
        set={"a": "x", "b": 1},
        add={"n": 2},
        remove=["r"],
        condition=Attr("a").exists() & Attr("n").lt(9),
    )

    kind, request = write_request(update)

    assert kind == "Update"
    assert request["UpdateExpression"] == (
        "SET #set0 = :set0, #set1 = :set1 ADD #add0 :add0 REMOVE #remove0"
    )
    assert request["ExpressionAttributeNames"] == {
        "#set0": "a",
        "#set1": "b",
        "#add0": "n",
        "#remove0": "r",
        "#n0": "a",
        "#n1": "n",
    }
    assert request["ExpressionAttributeValues"][":v0"] == {"N": "9"}


def test_an_update_without_values_names_none():
    _, request = write_request(Update(key=KEY, remove=["r"]))

    assert "ExpressionAttributeValues" not in request


def test_deletes_and_checks_name_their_item():
    assert write_request(Delete(key=KEY)) == ("Delete", {"Key": WIRE_KEY})
    kind, request = write_request(Check(key=KEY, condition=Attr("PK").exists()))
    assert (kind, request["Key"]) == ("ConditionCheck", WIRE_KEY)


def test_a_query_says_where_it_goes_on():
    cursor = {"PK": "A", "SK": "1", "GSI1PK": "x", "GSI1SK": "y"}
    query = Query(
        condition=Key("GSI1PK").eq("x") & Key("GSI1SK").begins_with("y"),
        index=Index.GSI1,
        limit=5,
        forward=False,
        cursor=cursor,
    )

    request = query_request(query)

    assert request["IndexName"] == "GSI1"
    assert (request["Limit"], request["ScanIndexForward"]) == (5, False)
    assert request["ExclusiveStartKey"] == encode_item(cursor)
