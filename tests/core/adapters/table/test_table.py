from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.table import Index, ItemKey, Put, Table, cursor_of, key_names

_sqlite: type[Table] = SqliteTable
_dynamodb: type[Table] = DynamoTable


def test_an_action_knows_its_item():
    assert Put(item={"PK": "A", "SK": "1"}).key == ItemKey("A", "1")


def test_the_cursor_of_an_index_holds_the_items_keys_too():
    """Several items may have one key of an index: without their own keys they are one."""
    item = {"PK": "A", "SK": "1", "GSI2PK": "x", "GSI2SK": "y", "type": "clip"}

    assert cursor_of(item, None) == {"PK": "A", "SK": "1"}
    assert cursor_of(item, Index.GSI2) == {"PK": "A", "SK": "1", "GSI2PK": "x", "GSI2SK": "y"}
    assert key_names(Index.GSI1) == ("GSI1PK", "GSI1SK")
