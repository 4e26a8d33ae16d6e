from cogs.asking_words import describe_basis, describe_taken_out
from core.domain.asking.answer import Answer


def test_an_answer_says_what_it_rests_on_and_what_it_cost():
    report = Answer(text="", basis="Report: clips", called=("list_clips", "list_clips"))
    model = Answer(text="", basis="Written by a model", cost_micro_dollars=2252)

    assert describe_basis(report) == "Report: clips · from list_clips"
    assert describe_basis(model) == "Written by a model · $0.0023"


def test_what_was_taken_out_is_said():
    assert describe_taken_out(Answer(text="", basis="")) == ""
    assert "1 figure or address" in describe_taken_out(Answer(text="", basis="", taken_out=1))
    assert "3 figures" in describe_taken_out(Answer(text="", basis="", taken_out=3))
