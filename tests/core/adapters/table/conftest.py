from tests.contracts.dynamodb import dynamodb_client

__all__ = ["dynamodb_client"]
