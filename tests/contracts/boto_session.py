"""One boto3 session for all clients of tests, so that each service's model is read once."""

from functools import cache

import boto3


@cache
def find_session() -> boto3.session.Session:
    return boto3.session.Session()
