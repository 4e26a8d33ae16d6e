"""What commands answer with, in all the forms of its lines, is German; names in it stay."""

from dataclasses import replace
from itertools import product

import pytest

from cogs.analyses import describe_estimate
from cogs.discord.accounts import describe_offer, describe_unlinked
from cogs.discord.accounts import list_lines as list_accounts
from cogs.discord.live.status_lines import describe_status
from cogs.discord.streams import describe_delay, describe_spikes
from cogs.discord.streams import list_lines as list_streams
from cogs.figure_lines import describe_entered, describe_plan
from cogs.job_lines import name_job
from cogs.plan_lines import describe_conflict, describe_import, describe_post, list_board
from cogs.progress import describe_progress, translate_progress
from cogs.texts.sentences import translate
from core.domain.accounts.account_scopes import SCOPES
from core.domain.accounts.platform_token import AccountStatus
from core.domain.chat.chat_histogram import ChatRates
from core.domain.chat.delivery_delay import ChatDelay
from core.domain.chat.reaction import Reaction
from core.domain.clips.clip import ClipStatus
from core.domain.clips.tracked_job import Tracked
from core.domain.footage.live_moment import FootageStatus
from core.domain.learning.exports.import_plan import FigureImportPlan
from core.domain.learning.measured_post import note_post
from core.domain.plan.month_rows import RowError
from core.domain.plan.post import ClipWish, PostStatus, WholePost
from core.domain.plan.text_conflict import TextConflict
from core.domain.streams.coverage_gap import CoverageGap
from core.domain.work.job import JobKind, JobStatus
from core.domain.work.platform import Platform
from core.services.accounts.account_linking import LinkOffer
from core.services.chat.stream_reports import StreamReport
from core.services.plan.month_exchange import Import
from tests.builders import NOON, make_job, make_publication, make_spike, make_stream
from tests.cogs.discord.live.test_status_lines import DELAY, LIVE, OFF
from tests.cogs.discord.test_accounts import ALL, make_account
from tests.cogs.test_analyses import estimate
from tests.cogs.test_figure_lines import PLAN
from tests.cogs.test_progress import ANALYSE, FETCH, make_clips
from tests.contracts.moments import make_moment
from tests.english_left import is_english
from tests.plan_builders import make_draft, make_metric, make_post, make_variant

LOST = "the connection to Twitch was lost"


def say(text):
    return translate(text, "de")


def list_left(*texts):
    return [line for text in texts for line in say(text).split("\n") if is_english(line)]


def test_how_channels_are_heard():
    gaps = [CoverageGap(start_seconds=at, end_seconds=at + 90, reason=LOST) for at in (0, 200)]
    states = [OFF, replace(OFF, is_here=False), replace(LIVE, is_here=False)]
    states += [replace(LIVE, delay=None), replace(LIVE, silent_since=NOON, silent_reason=LOST)]
    states += [replace(LIVE, silent_since=NOON)]
    for alerts, calls, an_hour in product((1, 5), (0, 2), (None, 7.5)):
        states.append(replace(LIVE, alerts=alerts, calls=calls, alerts_an_hour=an_hour))
    for skew in (-40.0, 40.0):
        states.append(replace(LIVE, delay=replace(DELAY, skew_seconds=skew)))
    for count in (1, 2):
        stream = make_stream(gaps=tuple(gaps[:count]), title="Zeitlupe")
        states.append(replace(LIVE, stream=stream))

    assert list_left(*(describe_status((one,), say) for one in states)) == []


def test_streams_and_where_chat_erupted():
    live = make_stream(title="Zeitlupe", broadcaster_id="7")
    delays = [
        ChatDelay(skew_seconds=skew, late_seconds=late, held_seconds=0.0, lines=9)
        for skew, late in ((0.0, 0.0), (61.0, 0.0), (-61.0, 0.0), (0.0, 12.0), (61.0, 12.0))
    ]
    spikes = tuple(replace(make_spike(asked_by="Bo"), reaction=one) for one in Reaction)
    missing = [make_moment(footage=FootageStatus.MISSING, reason=LOST)] * 2
    reports = [
        StreamReport(
            stream=live, rates=ChatRates(), spikes=spikes[:count], moments=tuple(missing[:missed])
        )
        for count, missed in ((0, 0), (1, 0), (1, 1), (6, 2))
    ]

    told = [list_streams((live,), {"7": delay}.get) for delay in delays]
    assert list_left(*told) == []
    assert list_left(*(describe_spikes(one, say=say) for one in reports)) == []
    assert describe_delay(None) == ""


@pytest.mark.parametrize("status", AccountStatus)
@pytest.mark.parametrize("by", ["", "discord:7", "web"])
@pytest.mark.parametrize("scopes", [ALL, frozenset()])
def test_accounts(status, by, scopes):
    account = make_account(account_name="Ana", status=status, linked_by=by, scopes=scopes)

    assert list_left(list_accounts((account,))) == []


def test_linking_and_what_rights_are_for():
    rights = [scope.meaning for scopes in SCOPES.values() for scope in scopes]
    assert [right for right in rights if say(right) == right] == []
    account = make_account(account_name="Ana")
    offers = [
        LinkOffer(address="https://a.example", lasts_seconds=600.0, user_code=code, device_code="")
        for code in ("", "AB-CD")
    ]
    texts = [describe_offer(offer, Platform.TWITCH) for offer in offers]
    texts += [describe_unlinked(account, is_revoked=revoked) for revoked in (True, False)]

    assert list_left(*texts) == []


@pytest.mark.parametrize("kind", JobKind)
def test_each_kind_of_work_and_how_far_it_is(kind):
    jobs = [make_job(kind=kind, status=JobStatus.QUEUED)]
    jobs += [make_job(kind=kind, status=JobStatus.RUNNING, stage="download", progress=0.4)]
    jobs += [make_job(kind=kind, status=JobStatus.FAILED, reason="Twitch asked us to wait.")]

    for job in jobs:
        assert say(name_job(job)) != name_job(job)
    assert list_left(*map(name_job, jobs)) == []


@pytest.mark.parametrize("status", JobStatus)
@pytest.mark.parametrize("kind", [FETCH, ANALYSE])
def test_progress_of_work(kind, status):
    made = [(), make_clips(ClipStatus.IN_REVIEW, ClipStatus.FAILED)]
    made += [make_clips(*[ClipStatus.IN_REVIEW] * 2, *[ClipStatus.FAILED] * 2)]
    made += [make_clips(ClipStatus.APPROVED), make_clips(ClipStatus.RENDERING)]
    stages = ("", "download", "join parts", "check", "signals", "understand", "moments", "render")
    for clips, stage, reason in product(made, stages, ("", "Twitch asked us to wait.")):
        job = make_job(kind=kind, status=status, stage=stage, reason=reason)
        shown = translate_progress(
            describe_progress(Tracked(title="Zeitlupe", job=job, clips=tuple(clips))), say
        )
        assert list_left(shown.headline, shown.sentence) == [], (clips, stage)


def test_what_an_analysis_costs():
    told = [describe_estimate(estimate(), model=None)]
    for windows, left in product((1, 3), (0, 5_000_000)):
        told.append(describe_estimate(estimate(windows=windows, left=left), model="gemini"))

    assert list_left(*told) == []


def test_a_post_with_its_texts_and_drafts():
    whole = WholePost(
        post=make_post(title="Zeitlupe", wish=ClipWish()),
        variants=(make_variant(), make_variant(link="https://x.example/1")),
        drafts=(make_draft(), replace(make_draft(), number=2, made_from=1, lost_id="1f")),
    )
    posts = [replace(whole, post=replace(whole.post, status=status)) for status in PostStatus]
    told = [line for one in posts for line in describe_post(one)]
    told += list_board([whole.post])
    errors = (RowError(row=1, column="", problem="There are no posts in this file."),)
    told += [describe_import(Import(errors=errors), say), describe_import(Import(is_done=True))]
    conflict = TextConflict(theirs=make_post(title="Zeitlupe"), mine=make_draft(lost_id="1f"))
    told += [describe_conflict(conflict), str(conflict)]

    assert list_left(*told) == []


def test_figures_of_a_file_and_typed_ones():
    post = note_post(make_publication(), "Zeitlupe", None)
    read = post.read(make_metric(views=1204, likes=1, watched_share=0.45))
    plans = [PLAN, replace(PLAN, is_done=True, changed=1)]
    plans += [FigureImportPlan(file=PLAN.file, ambiguous=(Platform.X, Platform.LINKEDIN))]

    assert list_left(describe_entered(post), describe_entered(read)) == []
    assert list_left(*(line for plan in plans for line in describe_plan(plan, say))) == []
