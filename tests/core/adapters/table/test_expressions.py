import pytest
from boto3.dynamodb import conditions as boto3_conditions

from core.adapters.table.dynamo_codec import encode_item, query_request, write_request
from core.adapters.table.expressions import Attr, Key
from core.adapters.table.table import Check, ItemKey, Query

WRITES = [
    lambda attr: attr("a").exists(),
    lambda attr: attr("a").not_exists(),
    lambda attr: attr("a").eq(1),
    lambda attr: attr("a").ne("x"),
    lambda attr: attr("a").lt(1) & attr("a").gte(0),
    lambda attr: ~(attr("a").lte(1) | attr("b").gt(2)) & attr("c").between("x", "y"),
]
QUERIES = [
    lambda key: key("PK").eq("A"),
    lambda key: key("PK").eq("A") & key("SK").begins_with("b"),
    lambda key: key("PK").eq("A") & key("SK").between("b", "c"),
    lambda key: key("PK").eq("A") & key("SK").lte("b"),
]


@pytest.mark.parametrize("write", WRITES)
def test_a_condition_is_written_as_boto3_writes_it(write):
    """DynamoDB is told the same, whoever writes it."""
    theirs = boto3_conditions.ConditionExpressionBuilder().build_expression(
        write(boto3_conditions.Attr)
    )

    _, request = write_request(Check(key=ItemKey("A", "1"), condition=write(Attr)))

    assert request["ConditionExpression"] == theirs.condition_expression
    assert request["ExpressionAttributeNames"] == theirs.attribute_name_placeholders
    values = encode_item(theirs.attribute_value_placeholders)
    assert request.get("ExpressionAttributeValues", {}) == values


@pytest.mark.parametrize("write", QUERIES)
def test_a_key_condition_is_written_as_boto3_writes_it(write):
    """DynamoDB is asked the same, whoever writes it."""
    theirs = boto3_conditions.ConditionExpressionBuilder().build_expression(
        write(boto3_conditions.Key), is_key_condition=True
    )

    request = query_request(Query(condition=write(Key), limit=1))

    assert request["KeyConditionExpression"] == theirs.condition_expression
    assert request["ExpressionAttributeNames"] == theirs.attribute_name_placeholders
    values = encode_item(theirs.attribute_value_placeholders)
    assert request["ExpressionAttributeValues"] == values


def test_equal_conditions_are_equal():
    """A fake table can be asked whether it was asked this."""
    assert Attr("a").eq(1) == Attr("a").eq(1)
    assert Attr("a").eq(1) != Attr("a").eq(2)
    assert len({Attr("a"), Key("a")}) == 2
