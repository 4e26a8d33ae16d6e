from cogs.checkup_lines import describe_checkup
from core.domain.work.finding import Finding, Report, Weight


def make_report(count, weight=Weight.FAULT):
    return Report(
        findings=tuple(
            Finding(check="disk", problem=f"Thing *{n}* is odd", mend="mend it", weight=weight)
            for n in range(count)
        )
    )


def test_nothing_is_said_where_all_is_well_or_nobody_looked_yet():
    assert describe_checkup(None) == []
    assert describe_checkup(Report()) == []


def test_faults_have_a_line_each_and_the_rest_a_number():
    lines = describe_checkup(make_report(6))

    assert lines[0].startswith("⚠ Thing \\*0\\* is odd; mend it")
    assert lines[-1].startswith("2 more")
    assert len(lines) == 5


def test_advice_looks_otherwise():
    assert describe_checkup(make_report(1, Weight.ADVICE))[0].startswith("☐")
