from typing import Any

from botocore.exceptions import ClientError

from core.adapters.table.rights import try_rights


class GivenClient:
    """A client whose calls are noted, and refused by name."""

    def __init__(self, **refused: str) -> None:
        self.refused = refused
        self.called: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        def call(**request: Any) -> dict[str, Any]:
            self.called.append((name, request))
            if code := self.refused.get(name):
                told: Any = {"Error": {"Code": code, "Message": "Not you."}}
                raise ClientError(told, name)
            return {}

        return call


def try_on(client: Any) -> list[str]:
    return try_rights(client, "truss")


def test_every_call_is_tried_on_an_item_that_is_deleted_and_would_go_by_itself():
    client = GivenClient()

    assert try_on(client) == []
    names = [name for name, _ in client.called]
    assert set(names) == {
        *("put_item", "get_item", "batch_get_item", "query"),
        *("batch_write_item", "transact_write_items"),
    }
    assert "ttl" in client.called[0][1]["Item"]
    assert "Delete" in client.called[-1][1]["TransactItems"][0]


def test_each_refusal_is_told_once_and_the_others_are_tried_all_the_same():
    client = GivenClient(query="AccessDeniedException", put_item="AccessDeniedException")

    assert len(try_on(client)) == 2
    assert len(client.called) == 10


def test_what_is_only_busy_is_no_refusal():
    assert try_on(GivenClient(put_item="ThrottlingException")) == []
