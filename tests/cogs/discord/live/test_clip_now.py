from dataclasses import replace

from cogs.discord.live.clip_now import describe_asked
from core.services.chat.live_clip import AskedClip, make_asked


def make_clip(*, keeps_footage):
    spike = make_asked(100.0, seconds=20, asked_by="Mo")
    return AskedClip(login="ada_live", spike=spike, keeps_footage=keeps_footage)


def test_what_is_cut_is_told_and_where_its_video_comes_from():
    told = describe_asked(make_clip(keeps_footage=True), seconds=20, name="Mo")

    assert told == r"The last 20 s of ada\_live become a clip; its card follows."
    assert "/stream record" in describe_asked(make_clip(keeps_footage=False), seconds=20, name="Mo")


def test_a_moment_that_is_being_cut_already_names_its_caller():
    joined = replace(make_clip(keeps_footage=True), is_joined=True)

    assert describe_asked(joined, seconds=20, name="Di").endswith("called by **Mo**.")
    assert describe_asked(joined, seconds=20, name="Mo").endswith("called by you.")
