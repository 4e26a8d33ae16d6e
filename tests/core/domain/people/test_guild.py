from dataclasses import replace

import pytest

from core.domain.people.guild import APPROVALS_MAX, check_approvals, find_approvals_needed
from core.errors import InvalidInput
from tests.builders import CREATOR, make_binding


def test_a_server_serves_one_creator_and_is_changed_only_by_a_new_binding():
    binding = make_binding()

    assert (binding.guild_id, binding.creator_id, binding.version) == ("10", CREATOR, 1)
    moved = replace(binding, review_channel_id="99")
    assert (binding.review_channel_id, moved.review_channel_id) == ("11", "99")


@pytest.mark.parametrize("needed", [0, -1, APPROVALS_MAX + 1])
def test_a_clip_waits_for_as_many_approvals_as_there_may_be_moderators(needed):
    check_approvals(1)
    check_approvals(APPROVALS_MAX)

    with pytest.raises(InvalidInput, match="1 to 10"):
        check_approvals(needed)


def test_the_strictest_server_says_how_many_must_approve():
    servers = [make_binding(), make_binding(guild_id="50", approvals_needed=3)]

    assert find_approvals_needed(servers) == 3
    assert find_approvals_needed([]) == 1
