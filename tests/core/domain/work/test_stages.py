from core.domain.work import stages


def test_all_that_work_stands_on_has_a_name_of_its_own():
    names = {
        value for name, value in vars(stages).items() if isinstance(value, str) and name.isupper()
    }

    assert names == stages.BESIDE_TABLE | {stages.TABLE}
    assert len(names) == 5
