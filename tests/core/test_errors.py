import socket
import ssl

import pytest

from core.errors import (
    Busy,
    Conflict,
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    RightsRefused,
    TrussError,
    describe_outage,
    may_pass,
    tell_in_full,
)


@pytest.mark.parametrize(
    "kind", [Busy, Conflict, ExternalFailure, Forbidden, InvalidInput, NotFound]
)
def test_every_error_is_one_that_a_face_can_show(kind):
    assert issubclass(kind, TrussError)
    assert str(kind("Do this next.")) == "Do this next."


def test_a_conflict_carries_what_is_stored_now():
    assert Conflict("changed", current="now").current == "now"


def test_an_external_failure_says_whether_to_try_again():
    failure = ExternalFailure("slow", retryable=True, stage="upload")

    assert (failure.retryable, failure.stage) == (True, "upload")
    assert ExternalFailure("gone").retryable is False


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (Busy("locked"), True),
        (ExternalFailure("slow", retryable=True), True),
        (ExternalFailure("gone"), False),
        (Conflict("changed"), False),
        (ZeroDivisionError(), False),
    ],
)
def test_what_is_busy_or_says_so_passes_by_itself(error, passes):
    assert may_pass(error) is passes


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), "no answer in time"),
        (ConnectionRefusedError(), "the connection was refused"),
        (socket.gaierror(), "its address was not found"),
        (ssl.SSLError(), "its certificate was not accepted"),
        (ConnectionResetError(), "the connection broke"),
        (ValueError("a bug"), "the connection failed"),
    ],
)
def test_an_outage_is_told_in_words(error, words):
    """A person was told "ClientConnectorError"."""
    wrapped = RuntimeError("a library's")
    wrapped.__cause__ = error

    assert describe_outage(error) == words
    assert describe_outage(wrapped) == words


def test_what_only_whoever_runs_truss_may_read_is_in_no_message():
    refused = RightsRefused("S3 refuses it.", in_full="S3 refuses it to arn:aws:iam::1:role/a.")

    assert str(refused) == "S3 refuses it."
    assert tell_in_full(refused) == "S3 refuses it to arn:aws:iam::1:role/a."
    assert tell_in_full(ExternalFailure("No answer.")) == "No answer."
    assert tell_in_full(ValueError("odd")) == "odd"
