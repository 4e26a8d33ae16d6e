from core.domain.clips.box import Box
from core.domain.clips.framing.face import Face


def test_a_face_is_a_box_and_how_sure_the_model_is():
    face = Face(box=Box(x=1, y=2, width=3, height=4), score=0.9)

    assert face == Face(box=Box(x=1, y=2, width=3, height=4), score=0.9)
