from core.adapters.doctor.discord_rights import NEEDED, THREADS, count_rights, list_missing

VIEW, SEND = NEEDED["View Channel"], NEEDED["Send Messages"]
ALL = sum(NEEDED.values())


def make_guild(everyone=ALL, **roles):
    listed = [{"id": "1", "permissions": str(everyone)}]
    listed += [{"id": name, "permissions": str(bits)} for name, bits in roles.items()]
    return {"id": "1", "owner_id": "9", "roles": listed}


def overwrite(of, *, allow=0, deny=0):
    return {"id": of, "allow": str(allow), "deny": str(deny)}


def count(guild, *overwrites, roles=("bot",), user="5"):
    return count_rights(guild, {"permission_overwrites": list(overwrites)}, user, roles)


def test_roles_add_up():
    assert count(make_guild(VIEW, bot=SEND)) == VIEW | SEND


def test_a_channel_takes_from_everyone_and_gives_back_to_a_role():
    taken = overwrite("1", deny=SEND)

    assert list_missing(count(make_guild(), taken), NEEDED) == ["Send Messages"]
    assert list_missing(count(make_guild(), taken, overwrite("bot", allow=SEND)), NEEDED) == []


def test_what_a_channel_says_of_the_member_comes_last():
    said = (overwrite("bot", allow=SEND), overwrite("5", deny=SEND))

    assert "Send Messages" in list_missing(count(make_guild(), *said), NEEDED)


def test_owners_and_administrators_may_everything():
    assert list_missing(count(make_guild(0, bot=1 << 3)), NEEDED | THREADS) == []
    assert list_missing(count(make_guild(0), user="9"), NEEDED | THREADS) == []


def test_who_sees_nothing_lacks_that_first():
    assert list_missing(SEND, NEEDED) == ["View Channel"]


def test_numbers_that_are_none_give_nothing():
    assert count({"id": "1", "roles": [{"id": "1", "permissions": None}]}) == 0
