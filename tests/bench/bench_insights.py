"""What the method of insights finds, claims falsely and costs, on simulated histories.

Run it as `python -m tests.bench.bench_insights [HISTORIES]`; 100 of each take about a minute.
"""

from __future__ import annotations

import sys
import time

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.looking import look_at
from tests.history_generator import (
    EMPTY,
    HALF,
    QUARTER,
    Planted,
    make_history,
    post_everywhere,
)
from tests.learned_posts import QUESTIONS

CASES = (
    (30, Planted(views=2), Outcome.VIEWS),
    (120, Planted(views=3), Outcome.VIEWS),
    (120, Planted(views=3, trait=QUARTER), Outcome.VIEWS),
    (240, Planted(views=2.5), Outcome.VIEWS),
    (60, Planted(watched=2), Outcome.WATCHED),
    (60, Planted(watched=2, trait=QUARTER), Outcome.WATCHED),
)


def main(histories: int = 100) -> None:
    began, looks = time.process_time(), 0
    for count, planted, outcome in CASES:
        found = other = 0
        for seed in range(histories):
            claims = look_at(make_history(seed, count, planted), QUESTIONS).claims
            names = {claim.name for claim in claims}
            found += (planted.trait, outcome, True) in names
            other += bool(names - {(planted.trait, outcome, True)})
        looks += histories
        ratio = planted.views if outcome is Outcome.VIEWS else planted.watched
        on = "half" if planted.trait == HALF else "a quarter"
        sys.stdout.write(
            f"{count:4} posts, {ratio:g} times the {outcome} on {on}: found in {found} of "
            f"{histories}, something else in {other}\n"
        )
    for count in (30, 60, 120, 240):
        false = sum(
            bool(look_at(make_history(seed, count, EMPTY), QUESTIONS).claims)
            for seed in range(histories)
        )
        looks += histories
        sys.stdout.write(
            f"{count:4} posts, no effect: something claimed in {false} of {histories}\n"
        )
    for clips in (20, 40, 80):
        false = sum(
            bool(look_at(post_everywhere(seed, clips), QUESTIONS).claims)
            for seed in range(histories)
        )
        looks += histories
        sys.stdout.write(
            f"{clips:4} clips on three platforms, no effect: something claimed in {false} of "
            f"{histories}\n"
        )
    sys.stdout.write(
        f"{(time.process_time() - began) / looks * 1000:.0f} ms a history, making it included\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
