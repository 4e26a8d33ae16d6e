from types import SimpleNamespace
from typing import Any

import pytest
from discord import app_commands

from cogs.discord.answers import UNEXPECTED, explain
from core.errors import Conflict


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Conflict("Already approved by discord:42."), "Already approved by <@42>."),
        (
            app_commands.NoPrivateMessage(),
            "This only works in a server; use it in the one that you moderate.",
        ),
        (app_commands.CheckFailure(), "You are not allowed to do this here."),
        (KeyError("a secret of the inside"), UNEXPECTED),
    ],
)
def test_every_failure_is_one_sentence(error, sentence):
    assert explain(error) == sentence


def test_the_failure_of_a_command_is_that_of_its_service():
    command: Any = SimpleNamespace(name="clips")

    wrapped = app_commands.CommandInvokeError(command, Conflict("It is on its way."))

    assert explain(wrapped) == "It is on its way."
