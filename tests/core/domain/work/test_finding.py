from core.domain.work.finding import (
    Finding,
    Report,
    Weight,
    explain,
    find_nearest,
    read_finding,
    shorten,
)
from core.errors import InvalidInput, RightsRefused

KNOWN = ("TRUSS_DISCORD_TOKEN", "TRUSS_HOME", "TRUSS_WEB_PORT")


def make_finding(**given):
    return Finding(
        **({"check": "disk", "problem": "The disk is full", "mend": "make room"} | given)
    )


def test_problem_and_mend_are_one_sentence():
    assert make_finding().sentence == "The disk is full; make room."


def test_the_name_that_was_meant_is_found_and_none_where_nothing_is_near():
    assert find_nearest("TRUSS_DISCORD_TOKN", KNOWN) == "TRUSS_DISCORD_TOKEN"
    assert find_nearest("truss_web_prot", KNOWN) == "TRUSS_WEB_PORT"
    assert find_nearest("TRUSS_ZEBRA_CROSSING", KNOWN) == ""


def test_what_is_shown_is_short_and_printable():
    assert shorten("a\x1bb") == "a?b"
    assert len(shorten("x" * 500)) == 60


def test_a_sentence_of_an_error_becomes_a_finding():
    found = read_finding("ffmpeg", "No ffmpeg was found at x: correct TRUSS_FFMPEG, or not.")

    assert found.problem == "No ffmpeg was found at x"
    assert found.sentence == "No ffmpeg was found at x; correct TRUSS_FFMPEG, or not."
    assert read_finding("a", "Odd.").sentence == "Odd; the log has more."


def test_a_report_is_well_without_faults_though_it_may_advise():
    advice = make_finding(weight=Weight.ADVICE)

    assert Report(findings=(advice,)).is_well
    assert not Report(findings=(advice, make_finding())).is_well
    assert Report(findings=(advice, make_finding())).list_faults() == (make_finding(),)


def test_what_a_creator_s_team_may_not_read_is_in_the_sentence_of_whoever_runs_truss():
    error = RightsRefused("S3 refuses it; allow it.", in_full="S3 refuses it (role r); allow it.")

    found = explain("bucket", error)

    assert found.sentence == "S3 refuses it (role r); allow it."
    assert found.plain == "S3 refuses it; allow it."
    assert explain("bucket", InvalidInput("It is empty; fill it.")).plain == ""
