"""What sessions of boto3 share in tests, so that each service's model is read once a process."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import boto3
import botocore.session
import pytest
from botocore.loaders import create_loader


@cache
def find_session() -> boto3.session.Session:
    """Return one session for all clients of the tests themselves."""
    return boto3.session.Session()


@contextmanager
def share_models() -> Iterator[None]:
    """Let each new session take the models that others have read, as it takes longer than a test.

    A process of Truss makes one session.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", cache(create_loader))
        yield
