from core.adapters.doctor.env_mode import close_env, look_at_env_mode
from tests.core.adapters.doctor.server import only


async def test_a_device_in_place_of_the_file_is_left_alone(tmp_path):
    """`/dev/null` is put there so that nothing is read; root must not close it to everybody."""
    (tmp_path / ".env").symlink_to("/dev/null")

    assert await look_at_env_mode(tmp_path / ".env", has_secrets=True) is None


async def test_secrets_that_others_can_read_are_closed_by_itself(tmp_path):
    file = tmp_path / ".env"
    assert await look_at_env_mode(file, has_secrets=True) is None
    file.write_text("A=1")
    file.chmod(0o644)

    assert "chmod 600" in only(await look_at_env_mode(file, has_secrets=True))
    assert await look_at_env_mode(file, has_secrets=False) == []
    await close_env(file)
    assert await look_at_env_mode(file, has_secrets=True) == []
