from tests.contracts.dynamodb import aws_endpoint, dynamodb_client

__all__ = ["aws_endpoint", "dynamodb_client"]
