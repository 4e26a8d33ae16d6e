from dataclasses import replace

from tests.builders import CREATOR, make_binding


def test_a_server_serves_one_creator_and_is_changed_only_by_a_new_binding():
    binding = make_binding()

    assert (binding.guild_id, binding.creator_id, binding.version) == ("10", CREATOR, 1)
    moved = replace(binding, review_channel_id="99")
    assert (binding.review_channel_id, moved.review_channel_id) == ("11", "99")
