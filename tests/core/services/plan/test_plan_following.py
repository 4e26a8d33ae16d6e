from core.domain.clips.clip import ClipStatus
from core.errors import Busy
from core.services.plan.plan_following import PlanFollowingClips, PlanFollowingPublications
from tests.builders import CREATOR, make_clip, make_publication
from tests.core.services.plan.plan_world import OWNER, PlanWorld


class _Broken:
    """A plan that cannot be reached."""

    def __init__(self):
        self.asked = []

    async def settle_clip(self, clip):
        self.asked.append(clip.id)
        raise Busy("It is busy.")


async def test_a_decision_stands_whatever_the_plan_does(tmp_path):
    world, broken = PlanWorld(tmp_path), _Broken()
    clips = PlanFollowingClips(world.stores.clips, broken)  # type: ignore[arg-type]
    publications = PlanFollowingPublications(world.stores.publications, broken)  # type: ignore[arg-type]
    clip = make_clip(status=ClipStatus.APPROVED)
    await clips.add_clip(clip)

    saved = await clips.save_clip(clip, publications=[make_publication()])

    assert saved.version == 2
    assert broken.asked == [clip.id]
    assert await clips.get_clip(CREATOR, clip.id) == saved
    assert (await clips.list_clips(CREATOR)).items == (saved,)
    assert (await clips.list_clips_by_status(CREATOR, ClipStatus.APPROVED)).items == (saved,)
    assert (await clips.list_clips_by_score(CREATOR)).items == ()
    publication = await publications.get_publication(CREATOR, make_publication().id)
    await publications.note_progress(publication)
    assert len((await publications.list_publications(CREATOR)).items) == 1
    assert len(await publications.list_publications_of_clip(CREATOR, clip.id)) == 1
    assert OWNER.creator_id == CREATOR
