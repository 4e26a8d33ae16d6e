from core.domain.asking.answer import Answer, Deed, Proposal


def test_an_answer_says_what_it_rests_on_and_does_nothing_by_itself():
    proposal = Proposal(deed=Deed.PUBLISH, subject_id="1", name="Publish it now")
    answer = Answer(text="A", basis="Report: clips", proposals=(proposal,))

    assert (answer.called, answer.taken_out, answer.cost_micro_dollars) == ((), 0, 0)
    assert answer.proposals[0].at is None
