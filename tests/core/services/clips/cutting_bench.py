"""A cutting service on fakes, for the tests of cutting and of framing."""

from core.domain.clips.box import Box
from core.services.clips.cut_order import CutOrder
from core.services.clips.video_cutting import VideoCutting
from tests.builders import make_facts
from tests.fakes.media import FakeRenderer
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker

BOX = Box(x=16, y=376, width=320, height=180)


class Bench:
    """A cutting service on fakes, and what it asked of them."""

    def __init__(self, folder, **instead):
        self.renderer = instead.get("renderer", FakeRenderer())
        self.facecams = instead.get("facecams", FakeFacecamFinder())
        self.out = folder / "clip.mp4"
        self.video_cutting = VideoCutting(
            renderer=self.renderer,
            facecams=self.facecams,
            tracker=instead.get("tracker", FakeSubjectTracker()),
        )

    async def cut(self, facts=None, *, before=None, **order):
        values = {"start_seconds": 35.0, "end_seconds": 45.0} | order
        return await self.video_cutting.cut(
            self.out.with_name("video.mp4"),
            facts or make_facts(),
            CutOrder(**values),
            self.out,
            on_progress=lambda _: None,
            before=before,
        )
