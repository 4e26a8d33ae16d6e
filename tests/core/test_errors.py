import pytest

from core.errors import (
    Busy,
    Conflict,
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    TrussError,
    may_pass,
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
