from cogs.discord.checklist import Connected, describe_checklist
from core.domain.publishing.publish_target import PublishTarget
from core.domain.work.platform import Platform
from tests.builders import make_binding


def draw(**given):
    nothing = {"channels": (), "accounts": (), "targets": ()}
    return describe_checklist(make_binding(approvals_needed=2), Connected(**(nothing | given)))


def test_what_is_missing_is_told_with_the_command_that_brings_it():
    lines = draw().splitlines()

    assert lines[0] == "☑ Cards go to <#11>, and <@&12> decides, 2 approvals."
    assert [line.rpartition(": ")[2] for line in lines[1:4]] == [
        "/stream connect",
        "/account link",
        "/where add",
    ]


def test_the_folder_alone_does_not_count_as_a_place():
    folder = PublishTarget(platform=Platform.FOLDER)

    assert "☐ Approved clips go to a folder" in draw(targets=(folder,))


def test_what_is_there_is_named_and_escaped():
    told = draw(
        channels=("ada_live",),
        accounts=("*Ana* on TikTok",),
        targets=(PublishTarget(platform=Platform.TIKTOK),),
    )

    assert r"☑ Listens to ada\_live." in told
    assert r"☑ Linked: \*Ana\* on TikTok." in told
    assert "☑ Approved clips go to TikTok." in told
