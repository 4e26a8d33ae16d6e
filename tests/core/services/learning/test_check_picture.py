from core.domain.learning.checking.score_check import ScoreCheck
from core.domain.learning.evidence.compared_post import Outcome
from core.services.learning.check_picture import CheckPicture
from tests.fakes.charts import FakePainter


async def test_a_picture_is_painted_and_leaves_nothing_behind(tmp_path):
    painter = FakePainter()
    check = ScoreCheck(
        outcome=Outcome.VIEWS, platform="", posts=20, agreement=0.1, low=-0.3, high=0.5
    )

    png = await CheckPicture(painter=painter, scratch=tmp_path).paint(check)

    assert png == painter.content
    assert painter.checks == [check]
    assert list(tmp_path.iterdir()) == []
