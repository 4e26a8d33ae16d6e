from dataclasses import FrozenInstanceError

import pytest

from tests.builders import CREATOR, make_binding


def test_a_server_serves_one_creator_and_is_changed_only_by_a_new_binding():
    binding = make_binding()

    assert (binding.guild_id, binding.creator_id, binding.version) == ("10", CREATOR, 1)
    with pytest.raises(FrozenInstanceError):
        binding.creator_id = "eve"
