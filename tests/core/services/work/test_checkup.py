import asyncio

from core.domain.work.finding import Finding, Weight
from core.errors import InvalidInput
from core.services.work.checkup import Check, Checkup
from core.services.work.health import Health
from tests.fakes.time_and_ids import FakeClock


def make_finding(check, **given):
    return Finding(**({"check": check, "problem": "It is broken", "mend": "mend it"} | given))


def giving(result):
    async def look():
        if isinstance(result, BaseException):
            raise result
        return result

    return look


def make_checkup(*checks, **given):
    clock = FakeClock()
    health = Health(clock=clock)
    return Checkup(checks, clock=clock, health=health, **given), health


async def test_a_report_says_what_is_wrong_what_is_well_and_what_was_left_out():
    checkup, _ = make_checkup(
        Check(name="disk", look=giving([make_finding("disk")])),
        Check(name="ffmpeg", look=giving([])),
        Check(name="bucket", look=giving(None)),
    )

    report = await checkup.look()

    assert [each.check for each in report.findings] == ["disk"]
    assert (report.passed, report.skipped) == (("ffmpeg",), ("bucket",))
    assert checkup.last is report


async def test_a_check_that_fails_or_hangs_is_a_finding_and_holds_nobody_up():
    async def hang():
        await asyncio.sleep(3600)

    checkup, _ = make_checkup(
        Check(name="one", look=giving(InvalidInput("There is no table: run it."))),
        Check(name="two", look=giving(ZeroDivisionError("secret"))),
        Check(name="three", look=hang),
        Check(name="five", look=giving(PermissionError(13, "Permission denied", "var/lock"))),
        Check(name="four", look=giving([])),
        look_seconds=0.05,
    )

    report = await checkup.look()

    said = [each.sentence for each in report.findings]
    assert said[0] == "There is no table; run it."
    assert "ZeroDivisionError" in said[1]
    assert "secret" not in said[1]
    assert "longer than" in said[2]
    assert said[3] == (
        "The check of five could not be made (permission denied: var/lock); "
        "let the user who starts Truss read it."
    )
    assert report.passed == ("four",)


async def test_health_is_told_of_faults_of_which_nobody_else_tells_and_of_no_advice():
    wrong = [make_finding("disk"), make_finding("disk", weight=Weight.ADVICE, problem="Old")]
    checkup, health = make_checkup(
        Check(name="disk", look=giving(wrong), is_told=True),
        Check(name="discord", look=giving([make_finding("discord")])),
    )

    await checkup.look()

    (part,) = health.list_troubles()
    assert part.trouble == "It is broken; mend it."
    wrong.clear()
    await checkup.look()
    assert health.list_troubles() == ()


async def test_only_what_has_a_fix_is_mended():
    done = []

    async def fix(finding):
        done.append(finding)
        return "It was mended."

    async def fail(finding):
        raise PermissionError("not yours")

    checkup, _ = make_checkup(
        Check(
            name="env",
            look=giving([make_finding("env", fix="close it"), make_finding("env")]),
            fix=fix,
        ),
        Check(name="home", look=giving([make_finding("home", fix="close it")]), fix=fail),
        Check(name="disk", look=giving([make_finding("disk", fix="empty it")])),
    )

    said = await checkup.mend(await checkup.look())

    assert said == ["Mended: It was mended.", "Not mended (close it): not yours"]
    assert len(done) == 1


async def test_what_health_names_is_looked_at_again_soon_and_the_rest_is_not():
    """The table's check fell into an outage, and health named the table for an hour after it."""
    found, looks = [[make_finding("table")], []], {"table": 0, "disk": 0}

    async def look_at_table():
        looks["table"] += 1
        return found.pop(0) if found else []

    async def look_at_disk():
        looks["disk"] += 1
        return []

    checkup, health = make_checkup(
        Check(name="table", look=look_at_table, is_told=True),
        Check(name="disk", look=look_at_disk, is_told=True),
    )
    looking = asyncio.ensure_future(checkup.keep_looking(first_seconds=0, again_seconds=0.01))
    async with asyncio.timeout(30):
        while not looks["table"]:  # noqa: ASYNC110 - what looks has no event
            await asyncio.sleep(0)
        while health.list_troubles():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    looking.cancel()
    await asyncio.wait({looking})

    assert looks == {"table": 2, "disk": 1}
    assert checkup.last is not None
    assert checkup.last.passed == ("table", "disk")
