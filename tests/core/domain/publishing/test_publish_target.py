from core.domain.publishing.publish_target import Privacy, PublishTarget, PublishTargets
from core.domain.work.platform import Platform
from tests.builders import CREATOR


def test_who_has_chosen_nothing_publishes_to_the_folder():
    assert [t.platform for t in PublishTargets(creator_id=CREATOR).targets] == [Platform.FOLDER]


def test_what_was_chosen_is_found_by_platform_and_account():
    chosen = PublishTarget(
        platform=Platform.YOUTUBE, account_id="UC2", privacy=Privacy.UNLISTED, tags=("a",)
    )
    targets = PublishTargets(creator_id=CREATOR, targets=(chosen,))

    assert targets.find(Platform.YOUTUBE, "UC2") == chosen
    assert targets.find(Platform.YOUTUBE, "UC1") == PublishTarget(
        platform=Platform.YOUTUBE, account_id="UC1"
    )
