import pytest

from config.settings import load_settings, secret_values
from core.errors import InvalidInput


@pytest.fixture(autouse=True)
def _clean(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def test_nothing_needs_to_be_set():
    """`make demo` works on a fresh machine."""
    settings = load_settings()

    assert str(settings.home) == "var"
    assert settings.web_host == "127.0.0.1"
    assert settings.fetch_allowed_networks == ()


def test_a_tuning_number_is_reached_through_its_section(monkeypatch):
    monkeypatch.setenv("TRUSS_SPIKE__SPIKES_AN_HOUR", "3.5")

    assert load_settings().spike.spikes_an_hour == 3.5


def test_the_env_file_is_read_and_the_environment_wins(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("TRUSS_WEB_PORT=1234\nTRUSS_CREATOR_ID=ada\nOTHER=1\n")
    monkeypatch.setenv("TRUSS_WEB_PORT", "4321")

    settings = load_settings()

    assert (settings.web_port, settings.creator_id) == (4321, "ada")


def test_networks_are_a_list_with_commas(monkeypatch):
    monkeypatch.setenv("TRUSS_FETCH_ALLOWED_NETWORKS", "10.0.0.0/8, ::1/128")

    assert [str(n) for n in load_settings().fetch_allowed_networks] == ["10.0.0.0/8", "::1/128"]


def test_a_wrong_variable_is_named_with_what_is_wrong(monkeypatch):
    monkeypatch.setenv("TRUSS_WEB_PORT", "many")

    with pytest.raises(InvalidInput, match=r"TRUSS_WEB_PORT: .*integer"):
        load_settings()


def test_a_wrong_secret_is_not_repeated(monkeypatch):
    monkeypatch.setenv("TRUSS_DISCORD_TOKEN", "hush-hush")
    monkeypatch.setenv("TRUSS_WEB_PORT", "many")

    with pytest.raises(InvalidInput) as raised:
        load_settings()

    assert "hush" not in str(raised.value)


def test_secrets_are_hidden_and_known_to_the_log(monkeypatch):
    monkeypatch.setenv("TRUSS_DISCORD_TOKEN", "hush-hush")

    settings = load_settings()

    assert "hush" not in repr(settings)
    assert secret_values(settings) == {"hush-hush"}
