from core.domain.clips.edit_plan import EditPlan, Layout


def test_a_clip_is_upright_full_hd_unless_told_otherwise():
    plan = EditPlan(
        source_width=1920,
        source_height=1080,
        start_seconds=0,
        duration_seconds=5,
        layout=Layout.CENTRE,
        frame_rate=30,
        has_audio=False,
    )

    assert (plan.width, plan.height) == (1080, 1920)
    assert plan.gain_db is None
