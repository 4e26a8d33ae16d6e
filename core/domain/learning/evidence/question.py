"""Questions: what is asked of a creator's posts, fixed before anybody has seen an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

QUESTIONS_MAX: Final = 8
"""Each further question makes every other one harder to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A yes or no about a post, by the name of its trait; `posts` and `others` name both sides."""

    trait: str
    posts: str
    others: str
    advice: str = ""
    against: str = ""


USUAL_QUESTIONS: Final = (
    Question(
        trait="short",
        posts="clips of at most 30 seconds",
        others="longer clips",
        advice="Keep clips to 30 seconds",
        against="Let clips run longer than 30 seconds",
    ),
    Question(
        trait="evening",
        posts="posts between 17:00 and 22:00",
        others="posts at other hours",
        advice="Post between 17:00 and 22:00",
        against="Post outside of 17:00 to 22:00",
    ),
    Question(
        trait="weekend",
        posts="posts on Saturday and Sunday",
        others="posts on other days",
        advice="Post on Saturday and Sunday",
        against="Post from Monday to Friday",
    ),
    Question(
        trait="stacked",
        posts="clips with the camera above the game",
        others="clips in another layout",
        advice="Stack the camera above the game",
        against="Choose another layout than the stack",
    ),
    Question(
        trait="captioned",
        posts="clips with captions",
        others="clips without",
        advice="Write captions into clips",
        against="Leave captions out",
    ),
    Question(
        trait="laughter",
        posts="clips at which chat laughed",
        others="clips with another reaction",
        advice="Choose moments at which chat laughs",
        against="Choose other moments than those at which chat laughs",
    ),
    Question(
        trait="title asks",
        posts="titles that ask something",
        others="titles that ask nothing",
        advice="Ask something in the title",
        against="Do not ask anything in the title",
    ),
    Question(
        trait="called",
        posts="clips that viewers asked for",
        others="clips found by chat's pace",
        advice="Choose the clips that viewers ask for",
        against="Choose clips by chat's pace instead",
    ),
)


def find_question(trait: str) -> Question | None:
    """Return the usual question about a trait."""
    return next((one for one in USUAL_QUESTIONS if one.trait == trait), None)
