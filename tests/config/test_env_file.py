import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.env_file import find_line_advice, list_entries, read_env_text, set_values
from core.errors import InvalidInput
from tests.odd_files import ODD_FILES, make_large

KNOWN = frozenset({"TRUSS_HOME", "TRUSS_DISCORD_TOKEN", "TRUSS_WEB_PORT"})
EXAMPLE = """\
# Copy to .env

# the port
# TRUSS_WEB_PORT=8080

TRUSS_HOME=var # here
OTHER='two words'
"""


def values_of(text):
    return {entry.name: entry.value for entry in list_entries(text)}


def test_a_value_goes_where_a_comment_shows_it():
    changed = set_values(EXAMPLE, {"TRUSS_WEB_PORT": "1"})

    assert changed == EXAMPLE.replace("# TRUSS_WEB_PORT=8080", "TRUSS_WEB_PORT=1")


def test_a_value_replaces_the_older_one_and_keeps_its_note():
    changed = set_values(EXAMPLE, {"TRUSS_HOME": "data"})

    assert changed == EXAMPLE.replace("TRUSS_HOME=var", "TRUSS_HOME=data")


def test_what_is_new_goes_to_the_end_even_after_a_line_without_an_end():
    changed = set_values("OTHER=1", {"TRUSS_HOME": "x y"})

    assert changed == "OTHER=1\nTRUSS_HOME='x y'\n"


def test_of_two_lines_the_one_that_counts_is_replaced():
    changed = set_values("TRUSS_HOME=a\nTRUSS_HOME=b\n", {"TRUSS_HOME": "c"})

    assert changed == "TRUSS_HOME=a\nTRUSS_HOME=c\n"


@given(
    value=st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0"), max_size=30).filter(
        lambda text: "${" not in text
    ),
    before=st.sampled_from([EXAMPLE, "", "TRUSS_DISCORD_TOKEN=old\n", "# TRUSS_DISCORD_TOKEN=\n"]),
)
def test_what_was_written_is_what_is_read_and_nothing_else_changes(value, before):
    try:
        changed = set_values(before, {"TRUSS_DISCORD_TOKEN": value})
    except InvalidInput:
        return

    assert values_of(changed) == values_of(before) | {"TRUSS_DISCORD_TOKEN": value}


def test_what_no_file_can_hold_is_refused():
    for value in ("two\nlines", "a${HOME}"):
        with pytest.raises(InvalidInput, match="cannot hold"):
            set_values("", {"TRUSS_HOME": value})


def test_what_is_set_twice_or_without_its_beginning_is_told():
    text = "TRUSS_HOME=a\nTRUSS_HOME=b\nDISCORD_TOKEN=c\nPATH=d\n"

    said = [found.sentence for found in find_line_advice(text, KNOWN)]

    assert "lines 1 and 2" in said[0]
    assert "call it TRUSS_DISCORD_TOKEN" in said[1]
    assert len(said) == 2


@pytest.mark.parametrize(
    "name",
    [
        *("TRUS_HOME", "TRUSSS_HOME", "TURSS_DISCORD_TOKEN", "trus-home", "TRUS_DISCORD_TOKEN"),
        *("TRUSSHOME", "TrussDISCORD_TOKEN"),
    ],
)
def test_a_slip_in_the_first_word_is_told(name):
    (said,) = find_line_advice(f"{name}=a\nMY_HOME=b\nTRUST_ME=c\nBUS_STOP=d\n", KNOWN)

    assert name.upper() in said.sentence
    assert said.mend.endswith(("call it TRUSS_HOME", "call it TRUSS_DISCORD_TOKEN"))


def test_a_mark_at_the_beginning_is_no_part_of_the_first_name(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfTRUSS_HOME=a\n")

    assert values_of(read_env_text(tmp_path / ".env")) == {"TRUSS_HOME": "a"}


@pytest.mark.parametrize("kind", ODD_FILES)
def test_what_is_no_file_is_refused_and_never_waited_at(tmp_path, kind):
    """A pipe would hold up every command until somebody writes into it."""
    ODD_FILES[kind](tmp_path / ".env")

    with pytest.raises(InvalidInput, match=f"is a {kind}; remove it, and put the settings into"):
        read_env_text(tmp_path / ".env")


def test_a_file_that_cannot_be_one_of_settings_is_not_read(tmp_path):
    make_large(tmp_path / ".env")

    with pytest.raises(InvalidInput, match="is larger than 1 MB"):
        read_env_text(tmp_path / ".env")


def test_a_file_that_is_hidden_by_the_null_device_sets_nothing(tmp_path):
    (tmp_path / ".env").symlink_to("/dev/null")

    assert read_env_text(tmp_path / ".env") == ""
