from types import SimpleNamespace
from typing import Any

import pytest
from discord import ui

from cogs.discord.setup import SetupForm
from cogs.discord.telling import show_form, tell, translate_view
from cogs.texts.sentences import translate


class Sent:
    """Keeps what was sent, as a webhook and a response would."""

    def __init__(self) -> None:
        self.text = ""
        self.given: dict[str, Any] = {}
        self.form: Any = None

    async def send(self, text: str, **given: Any) -> None:
        self.text, self.given = text, given

    async def send_modal(self, form: Any) -> None:
        self.form = form


@pytest.fixture
def acting() -> Any:
    """Somebody whose answers are German, on a bot that knows the id of one command."""
    sent = Sent()
    return SimpleNamespace(
        client=SimpleNamespace(app_command_ids={"where add": 7}),
        extras={"language": "de"},
        followup=sent,
        response=sent,
        sent=sent,
    )


async def test_lines_are_german_a_title_in_them_stays_and_commands_can_be_clicked(acting):
    title = "No clips. Chat arrives late"

    await tell(acting, f"- {title}, live since <t:1:f>\n☐ Approved clips go nowhere: /where add")

    assert acting.sent.text.split("\n") == [
        f"- {title}, live seit <t:1:f>",
        "☐ Freigegebene Clips gehen nirgendwohin: </where add:7>",
    ]
    assert acting.sent.given["ephemeral"]


async def test_what_is_longer_in_german_loses_whole_lines(acting):
    lines = [f"{number}{'x' * 40} is watched from now on." for number in range(60)]

    await tell(acting, "\n".join(lines))

    assert len(acting.sent.text) <= 2000
    kept = acting.sent.text.split("\n")
    assert all(line.endswith(" wird ab jetzt beobachtet.") for line in kept[:-1])
    assert kept[-1] == "- und mehr"


async def test_a_button_says_it_too(acting):
    view, button = ui.View(), ui.Button[Any](label="Sign in", url="https://truss.example/")
    view.add_item(button)

    await tell(acting, "Noted.", view=view)

    assert button.label == "Anmelden"


async def test_a_form_asks_in_german_and_its_choices_keep_their_values(acting):
    nobody: Any = None
    form = SetupForm(nobody, None)
    before = [option.value for option in form.layout.options]

    await show_form(acting, form)

    assert acting.sent.form.title == "Truss auf diesem Server einrichten"
    labels = [item for item in form.walk_children() if isinstance(item, ui.Label)]
    assert [label.text for label in labels][:2] == ["Kanal für Karten", "Rolle der Moderatoren"]
    assert labels[0].description == "wohin die Karten neuer Clips gehen"
    assert form.layout.options[0].label == "Wie bisher"
    assert [option.value for option in form.layout.options] == before


def test_what_somebody_wrote_into_a_field_stays():
    field: ui.TextInput[Any] = ui.TextInput(default="No clips")
    form = ui.Modal(title="Edit")
    form.add_item(ui.Label(text="Title", component=field))

    translate_view(form, lambda text: translate(text, "de"))

    assert field.default == "No clips"
