import pytest

from config.settings import list_unknown, load_settings, read_settings, secret_values
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

    with pytest.raises(InvalidInput, match=r"TRUSS_WEB_PORT=many is not a whole number"):
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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSS_LEASE_SECONDS", "inf"),
        ("TRUSS_LEASE_SECONDS", "0"),
        ("TRUSS_RETRY_SECONDS", "nan"),
        ("TRUSS_SPIKE__SPIKES_AN_HOUR", "nan"),
        ("TRUSS_SPIKE__SPIKES_AN_HOUR", "-1"),
        ("TRUSS_SPIKE__LEAD_SECONDS", "100"),
        ("TRUSS_GEMINI__BUDGET_DOLLARS", "-1"),
        ("TRUSS_GEMINI__OVERLAP_SECONDS", "300"),
        ("TRUSS_SPIKE", "abc"),
        ("TRUSS_PUBLIC_URL", "truss.example"),
        ("TRUSS_PUBLIC_URL", "http://[abc"),
        ("TRUSS_PUBLIC_URL", "http://host:port"),
        ("TRUSS_FETCH_ALLOWED_NETWORKS", "10.0.0.1/8"),
    ],
)
def test_what_could_not_work_is_refused_with_its_name(monkeypatch, name, value):
    """A worker with an endless lease, or a clip of 100 s, would show much later."""
    monkeypatch.setenv(name, value)

    with pytest.raises(InvalidInput) as raised:
        load_settings()

    sentence = str(raised.value)
    assert name.split("__")[0].lower() in sentence.lower()
    assert "LAX" not in sentence


def test_an_env_file_that_is_no_text_is_one_sentence(tmp_path):
    (tmp_path / ".env").write_bytes(b"TRUSS_WEB_PORT=\xff\xfe")

    with pytest.raises(InvalidInput, match=r"\.env cannot be read"):
        load_settings()


def test_a_typing_error_in_a_name_is_found():
    assert list_unknown(["TRUSS_HOME", "TRUSS_SPIKE__THRESHOLD", "TRUSS_HOEM", "PATH"]) == [
        "TRUSS_HOEM"
    ]


def test_a_bucket_may_be_called_mine_and_a_key_may_not(monkeypatch):
    monkeypatch.setenv("TRUSS_BUCKET", "my-bucket")
    assert load_settings().bucket == "my-bucket"

    monkeypatch.setenv("TRUSS_GEMINI_API_KEY", "my-key")
    with pytest.raises(InvalidInput, match="still holds the example"):
        load_settings()


def test_a_group_that_is_set_as_one_hides_no_other_setting(monkeypatch):
    """A doctor who lost all other settings would find nothing else."""
    monkeypatch.setenv("TRUSS_SPIKE", "often")
    monkeypatch.setenv("TRUSS_WEB_PORT", "4321")

    settings, faults = read_settings()

    assert settings.web_port == 4321
    assert [fault.problem.split()[0] for fault in faults] == ["TRUSS_SPIKE"]
