from core.adapters.doctor.queues import CHECK, PLAIN, judge_queues
from core.domain.work.finding import Weight


def test_what_the_queues_lack_is_a_fault_with_its_mend():
    said = "There is no queue 'truss-work'; run `trussbot queues create`."

    (finding,) = judge_queues([said])

    assert (finding.check, finding.sentence, finding.weight) == (CHECK, said, Weight.FAULT)


def test_queues_that_are_as_they_should_be_are_no_finding():
    assert judge_queues([]) == []


def test_what_names_roles_is_for_whoever_runs_truss_alone():
    said = (
        "SQS refuses SendMessageBatch (AccessDenied, arn:aws:iam::1:role/truss); allow the role it."
    )

    (finding,) = judge_queues([said])

    assert finding.sentence == said
    assert finding.plain == PLAIN
    assert "arn:" not in finding.plain
