"""A table with something of everything of two creators, and a whole look at it."""

from datetime import timedelta

from core.domain.chat.chat_message import ChatHistogram
from core.domain.chat.chat_spike import ChatLine
from core.domain.people.actor import Role
from core.domain.people.email_address import EmailAddress
from core.domain.people.member import Member
from core.domain.work.platform import Platform
from tests import builders, plan_builders
from tests.builders import NOON


def make_evidence():
    return builders.make_spike(
        strongest=(
            ChatLine(offset_seconds=1.0, chatter="Zelda_99", text="LETS GO"),
            ChatLine(offset_seconds=2.0, chatter="bob", text="@zelda_99 wow"),
            ChatLine(offset_seconds=3.0, chatter="zelda_991", text="another one"),
        ),
        asked_by="zelda_99",
        asked_title="mine",
    )


async def fill(stores, creator_id, *, number, user_id):
    """Store something of everything; `number` keeps the ids of two creators apart."""
    mine = {"creator_id": creator_id}
    stream, clip = builders.make_stream(**mine), builders.make_clip(**mine, spike=make_evidence())
    publication = builders.make_publication(**mine, id=builders.make_test_ulid(number))
    await stores.streams.add_stream(stream)
    await stores.assets.add_asset(builders.make_asset(**mine))
    await stores.spikes.add_spike(stream, make_evidence(), clip=clip, job=None)
    row = ChatHistogram(stream_id=stream.id, starts_at=NOON, messages=(1,) * 120, chatters=1)
    await stores.histograms.put_histogram(creator_id, row)
    await stores.clips.save_clip(clip, publications=[publication], jobs=[builders.make_job(**mine)])
    await _fill_people(stores, creator_id, number=number, user_id=user_id)
    await stores.daily_counts.take_upload(
        Platform.YOUTUBE, f"account-{number}", on=NOON.date(), name=f"{publication.id}.1", at_most=9
    )
    await stores.cards.add_card(builders.make_posted_card(clip, message_id=str(number)))
    await stores.bindings.add_binding(
        plan_builders.make_binding(**mine, broadcaster_id=f"44{number}")
    )
    await stores.plans.save_plan(plan_builders.make_plan(**mine, version=0))
    await stores.posts.add_post(plan_builders.make_post(**mine))
    await stores.tasks.add_task(plan_builders.make_task(**mine))
    await stores.uploads.add_upload(plan_builders.make_upload(**mine))
    await stores.intakes.add_intake(plan_builders.make_intake(**mine))


async def _fill_people(stores, creator_id, *, number, user_id):
    mine, person = {"creator_id": creator_id}, f"discord:{user_id}"
    theirs = mine | {"person_id": person}
    later = NOON + timedelta(minutes=5)
    await stores.guilds.add_guild(builders.make_binding(**mine, guild_id=f"10{number}"))
    await stores.members.add_member(
        Member(user_id=user_id, creator_id=creator_id, role=Role.OWNER, created_at=NOON)
    )
    await stores.tokens.link_account(
        plan_builders.make_token(**mine, account_id=f"account-{number}")
    )
    await stores.preferences.save_preferences(plan_builders.make_preferences(**theirs))
    await stores.links.add_magic_link(f"magic{number}", plan_builders.make_magic_link(**theirs))
    await stores.links.add_oauth_state(f"state{number}", plan_builders.make_oauth_state(**theirs))
    await stores.sessions.add_device_code(f"code{number}", plan_builders.make_device_code(**theirs))
    await stores.sessions.add_session(
        plan_builders.make_session(
            **theirs, digest=f"{number:064d}", expires_at=later, creator_ids=(creator_id,)
        )
    )
    await stores.emails.put_email(
        EmailAddress(
            address=f"{user_id}@a.invalid", person_id=person, creator_id=creator_id, created_at=NOON
        )
    )
