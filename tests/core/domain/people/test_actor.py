import pytest

from core.domain.people.actor import Role
from core.domain.work.ids import DEMO_CREATOR_ID
from core.errors import Forbidden
from tests.builders import make_actor


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR, Role.MODERATOR])
def test_the_team_may_review(role):
    make_actor(role=role).require_reviewer()


def test_a_viewer_may_not_review():
    with pytest.raises(Forbidden, match="Only the creator"):
        make_actor(role=Role.VIEWER).require_reviewer()


def test_anyone_may_review_in_the_demo():
    make_actor(role=Role.VIEWER, creator_id=DEMO_CREATOR_ID).require_reviewer()


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.OWNER, True), (Role.EDITOR, True), (Role.MODERATOR, False), (Role.VIEWER, False)],
)
def test_who_may_change_what_holds_for_all_clips(role, may):
    if may:
        make_actor(role=role).require_editor()
        return
    with pytest.raises(Forbidden, match="or an editor"):
        make_actor(role=role).require_editor()


def test_anyone_may_change_that_in_the_demo():
    make_actor(role=Role.VIEWER, creator_id=DEMO_CREATOR_ID).require_editor()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.VIEWER])
def test_some_things_are_the_creators_alone(role):
    make_actor(role=Role.OWNER).require_owner()
    make_actor(role=role, creator_id=DEMO_CREATOR_ID).require_owner()
    with pytest.raises(Forbidden, match="Only the creator may"):
        make_actor(role=role).require_owner()


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR, Role.MODERATOR])
def test_some_things_are_for_the_team_to_see(role):
    make_actor(role=role).require_team()
    make_actor(role=Role.VIEWER, creator_id=DEMO_CREATOR_ID).require_team()
    with pytest.raises(Forbidden, match="may see this"):
        make_actor(role=Role.VIEWER).require_team()
