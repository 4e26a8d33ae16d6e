from core.adapters.doctor.queues import CHECK, judge_queues
from core.domain.work.finding import Weight


def test_what_the_queues_lack_is_a_fault_with_its_mend():
    said = "There is no queue 'truss-work'; run `trussbot queues create`."

    (finding,) = judge_queues([said])

    assert (finding.check, finding.sentence, finding.weight) == (CHECK, said, Weight.FAULT)


def test_queues_that_are_as_they_should_be_are_no_finding():
    assert judge_queues([]) == []
