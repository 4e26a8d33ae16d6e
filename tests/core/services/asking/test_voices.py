from core.domain.people.voice import Tone
from core.services.asking.voices import Voices
from core.services.people.personal_preferences import PersonalPreferences
from tests.builders import CREATOR, make_actor
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_preferences, make_profile


async def test_the_tone_is_the_creators_and_the_language_the_persons_where_they_chose_one():
    stores = FakeAllStores(FakeClock())
    await stores.profiles.save_profile(make_profile(tone=Tone.SARCASTIC, language="fr"))
    await stores.preferences.save_preferences(
        make_preferences(creator_id=CREATOR, person_id="discord:1", own_language="de")
    )
    wants = PersonalPreferences(profiles=stores.profiles, preferences=stores.preferences)
    voices = Voices(wants=wants)

    own = await voices.find(make_actor(person_id="discord:1"))
    other = await voices.find(make_actor(person_id="discord:2"))

    assert (own.tone, own.language) == (Tone.SARCASTIC, "de")
    assert other.language == "fr"
