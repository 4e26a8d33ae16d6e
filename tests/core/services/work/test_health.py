from structlog.testing import capture_logs

from core.services.work.health import Health
from tests.builders import NOON
from tests.fakes.time_and_ids import FakeClock


def test_a_part_in_trouble_says_so_until_it_works_again():
    clock = FakeClock()
    health = Health(clock=clock)
    health.note_ok("Discord")
    clock.advance(5)

    health.note_trouble("Discord", "Discord does not answer; it is tried again.")
    clock.advance(5)
    health.note_trouble("Discord", "Discord refuses the token; set TRUSS_DISCORD_TOKEN.")

    (part,) = health.list_troubles()
    assert part.trouble == "Discord refuses the token; set TRUSS_DISCORD_TOKEN."
    assert (part.since - NOON).total_seconds() == 5, "the trouble began with its first sentence"
    health.note_ok("Discord")
    assert health.list_troubles() == ()
    assert [part.name for part in health.list_parts()] == ["Discord"]


def test_a_part_that_nobody_needs_is_forgotten():
    health = Health(clock=FakeClock())
    health.note_trouble("Twitch chat", "Twitch does not answer; it is tried again.")

    health.forget("Twitch chat")

    assert health.list_parts() == ()


def test_a_trouble_that_nobody_looks_at_again_is_forgotten_in_its_time():
    clock = FakeClock()
    health = Health(clock=clock)
    health.note_trouble("YouTube", "YouTube does not answer.", for_seconds=60)
    clock.advance(59)
    assert health.list_troubles()
    health.note_trouble("YouTube", "YouTube does not answer.", for_seconds=60)

    clock.advance(59)
    assert health.list_troubles()
    clock.advance(1)

    assert health.list_troubles() == ()


def test_what_is_still_to_come_is_told_without_a_warning():
    health = Health(clock=FakeClock())

    with capture_logs() as logs:
        health.note_beginning("Twitch", "Twitch is being started.")

    assert [entry["log_level"] for entry in logs] == ["info"]
    assert health.list_troubles()[0].trouble == "Twitch is being started."


def test_what_whoever_runs_truss_may_read_alone_stands_by_itself():
    health = Health(clock=FakeClock())
    health.note_trouble("Storage", "S3 refuses it.", in_full="S3 refuses it to the role r.")
    health.note_trouble("Words", "The model is gone.")

    storage, words = health.list_troubles()
    assert (storage.trouble, storage.in_full) == ("S3 refuses it.", "S3 refuses it to the role r.")
    assert words.in_full == words.trouble

    health.note_trouble("Storage", "S3 refuses it.", in_full="S3 refuses it to the role s.")
    assert health.list_troubles()[0].in_full.endswith("role s.")
