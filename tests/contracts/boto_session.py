"""One session of boto3 for the clients that tests make: it reads each service's model once."""

from functools import cache

import boto3


@cache
def find_session() -> boto3.session.Session:
    return boto3.session.Session()
