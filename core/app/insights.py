"""Insights: what posts have taught, the tasks that follow, and who is told."""

from __future__ import annotations

from core.app.following import Following
from core.app.outside import Limits, Ports
from core.services.clips.framing_preferences import FramingPreferences
from core.services.learning.check_picture import CheckPicture
from core.services.learning.lesson_reading import LessonReading
from core.services.learning.task_list import TaskList


class Insights:
    """The services that learn from posts, and tell it."""

    def __init__(
        self, ports: Ports, limits: Limits, following: Following, framing: FramingPreferences
    ) -> None:
        stores = ports.stores
        self.digests, self.weighing = following.digests, following.weighing
        self.look, self.weeks, self.wants = self.digests.look, self.digests.weeks, following.wants
        self.lessons = LessonReading(lessons=stores.lessons, insights=stores.insights)
        self.tasks = TaskList(
            clock=ports.clock,
            tasks=stores.tasks,
            lessons=stores.lessons,
            slots=stores.slots,
            profiles=stores.profiles,
            framing=framing,
            writes_titles=ports.videos.analyst is not None,
        )
        self.picture = CheckPicture(painter=ports.chat.charts, scratch=limits.scratch)
