import pytest

from bot.cli import run_command


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUSS_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("renders", "TRUSS_ROLES names 'renders', which is no role; choose from discord,"),
        ("web", "set TRUSS_TABLE and TRUSS_BUCKET, or remove TRUSS_ROLES"),
    ],
)
def test_roles_that_cannot_be_taken_end_the_start_with_a_sentence(capsys, role, said):
    assert run_command(["run", "--role", role]) == 2

    assert said in capsys.readouterr().err
