from dataclasses import replace

from cogs.discord.learned.tasks import SHOWN_MAX, Tasks, make_task_view
from core.domain.learning.task import TaskAction
from tests.plan_builders import make_task


def list_texts(view):
    return [item.content for item in view.walk_children() if hasattr(item, "content")]


def list_buttons(view):
    return [item for item in view.walk_children() if getattr(item, "custom_id", None)]


def test_a_task_has_buttons_that_name_it():
    task = replace(make_task(), title="Post *late*", about="a/b/c", action=TaskAction.CHANGE_SLOTS)

    view = make_task_view([task], "Do these.")

    assert list_texts(view)[0] == "Do these."
    assert "\\*late\\*" in list_texts(view)[1]
    assert [button.label for button in list_buttons(view)] == ["Do it", "In a week", "Dismiss"]
    assert {button.custom_id for button in list_buttons(view)} == {
        f"task:{pressed}:{task.id}" for pressed in ("do", "snooze", "dismiss")
    }


def test_a_plans_task_cannot_wait_and_many_are_counted():
    view = make_task_view([make_task()] * (SHOWN_MAX + 2), "Do these.")

    assert "And 2 more." in list_texts(view)[0]
    assert len(list_buttons(view)) == 2 * SHOWN_MAX
    assert {button.label for button in list_buttons(view)} == {"Mark as done", "Dismiss"}
    assert [command.name for command in Tasks.__cog_app_commands__] == ["tasks"]
