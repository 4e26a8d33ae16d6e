"""Keys of the plan, of posts, and of what was measured and learned from them."""

from __future__ import annotations

from datetime import date, datetime

from core.adapters.table.keys.parts import LAST, creator_pk, name_part, time_part
from core.domain.people.creator_profile import check_month
from core.domain.work.ids import ClipId, CreatorId

TASK_PREFIX = "TASK#"
INSIGHT_PREFIX = "INSIGHT#"
LESSONS = "LESSONS"
FIGURES_PREFIX = "FIGURES#"


def plan_sk(month: str) -> str:
    return f"PLAN#{check_month(month)}"


def post_sk(post_id: str) -> str:
    return f"POST#{name_part(post_id)}"


def post_range(post_id: str) -> tuple[str, str]:
    """Both ends of a post with its variants and drafts."""
    return post_sk(post_id), f"{post_sk(post_id)}#{LAST}"


def variant_sk(post_id: str, platform: str) -> str:
    return f"{post_sk(post_id)}#VARIANT#{name_part(platform)}"


def draft_sk(post_id: str, number: int, *, platform: str = "", lost_id: str = "") -> str:
    """`POST#<postId>#DRAFT#<0001>`; a variant's after its own key, a lost one with `#<lostId>`."""
    whose = variant_sk(post_id, platform) if platform else post_sk(post_id)
    draft = f"{whose}#DRAFT#{number:04d}"
    return f"{draft}#{name_part(lost_id)}" if lost_id else draft


def clip_post_sk(clip_id: ClipId) -> str:
    """The row that finds the post a clip fills."""
    return f"CLIPPOST#{name_part(clip_id)}"


def platform_gsi2pk(creator_id: CreatorId, platform: str) -> str:
    """GSI2: a creator's variants for one platform."""
    return f"{creator_pk(creator_id)}#PLATFORM#{name_part(platform)}"


def platform_gsi2sk(status: str, planned_at: datetime, post_id: str) -> str:
    return f"{status}#{time_part(planned_at)}#{name_part(post_id)}"


def insight_sk(month: str, insight_id: str) -> str:
    return f"{INSIGHT_PREFIX}{check_month(month)}#{name_part(insight_id)}"


def task_sk(task_id: str) -> str:
    return f"{TASK_PREFIX}{name_part(task_id)}"


def analytics_sk(on: date, worker_id: str = "") -> str:
    """`ANALYTICS#DAILY#<date>` of what was fetched; a worker's own events add `#<workerId>`."""
    day = f"ANALYTICS#DAILY#{on.isoformat()}"
    return f"{day}#{name_part(worker_id)}" if worker_id else day


def analytics_range(first: date, last: date) -> tuple[str, str]:
    """Both ends of the days from `first` to `last`, the workers' rows included."""
    return analytics_sk(first), analytics_sk(last) + LAST


def metric_sk(platform: str, on: date, post_id: str) -> str:
    return f"METRIC#{name_part(platform)}#{on.isoformat()}#{name_part(post_id)}"


def metric_range(platform: str, first: date, last: date) -> tuple[str, str]:
    """Both ends of a platform's days from `first` to `last`."""
    prefix = f"METRIC#{name_part(platform)}#"
    return f"{prefix}{first.isoformat()}", f"{prefix}{last.isoformat()}{LAST}"


def figures_sk(made_on: date, post_id: str) -> str:
    """`FIGURES#<date>#<publicationId>`, under the UTC day on which its publication was made."""
    return f"{FIGURES_PREFIX}{made_on.isoformat()}#{name_part(post_id)}"


def figure_file_sk(digest: str) -> str:
    """`FIGUREFILE#<sha256>`: an export that somebody brought."""
    return f"FIGUREFILE#{name_part(digest)}"


def figures_range(first: date, last: date) -> tuple[str, str]:
    """Both ends of the posts that were made from `first` to `last`."""
    return f"{FIGURES_PREFIX}{first.isoformat()}", f"{FIGURES_PREFIX}{last.isoformat()}#{LAST}"
