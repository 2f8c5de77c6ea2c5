"""Sealing, and everything that must not open."""

import math
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.records.encryption import DataKey, MasterKey, SealBrokenError, row_place

IDA = UUID(int=1)
ODD = UUID(int=2)
HERE = row_place("answers", IDA, "link/the-chain", "value")
WORDS = "De vil ikke ha meg med."


@pytest.fixture
def key() -> DataKey:
    return DataKey.new()


class TestSeal:
    @given(st.binary(max_size=300), st.text(max_size=50))
    def test_opens_in_its_own_place(self, plain: bytes, place: str) -> None:
        key = DataKey.new()

        assert key.open(key.seal(plain, bound_to=place), bound_to=place) == plain

    def test_shows_nothing_of_what_is_inside(self, key: DataKey) -> None:
        assert WORDS.encode() not in key.seal(WORDS.encode(), bound_to=HERE)

    def test_never_looks_the_same_twice(self, key: DataKey) -> None:
        assert key.seal(b"same", bound_to=HERE) != key.seal(b"same", bound_to=HERE)

    @pytest.mark.parametrize(
        "elsewhere",
        [
            row_place("answers", ODD, "link/the-chain", "value"),
            row_place("answers", IDA, "link/welcome", "value"),
            row_place("answers", IDA, "link/the-chain", "others"),
            row_place("entry", IDA, "link/the-chain", "value"),
        ],
        ids=["another patient", "another row", "another column", "another table"],
    )
    def test_does_not_open_elsewhere(self, key: DataKey, elsewhere: str) -> None:
        sealed = key.seal(WORDS.encode(), bound_to=HERE)

        with pytest.raises(SealBrokenError):
            key.open(sealed, bound_to=elsewhere)

    def test_does_not_open_with_any_byte_changed(self, key: DataKey) -> None:
        sealed = key.seal(b"abc", bound_to=HERE)

        for place in range(len(sealed)):
            changed = bytearray(sealed)
            changed[place] ^= 1
            with pytest.raises(SealBrokenError):
                key.open(bytes(changed), bound_to=HERE)

    def test_does_not_open_when_cut_short(self, key: DataKey) -> None:
        sealed = key.seal(b"abc", bound_to=HERE)

        for length in range(len(sealed)):
            with pytest.raises(SealBrokenError):
                key.open(sealed[:length], bound_to=HERE)

    def test_does_not_open_with_another_key(self, key: DataKey) -> None:
        with pytest.raises(SealBrokenError):
            DataKey.new().open(key.seal(b"abc", bound_to=HERE), bound_to=HERE)


class TestSealJson:
    @pytest.mark.parametrize("value", [None, 0, False, "", [], {"feelings": {"sad": 70}, "thought": WORDS}])
    def test_gives_the_value_back(self, key: DataKey, value: object) -> None:
        opened = key.open_json(key.seal_json(value, bound_to=HERE), bound_to=HERE)

        assert opened == value
        assert type(opened) is type(value)

    def test_refuses_what_is_no_number(self, key: DataKey) -> None:
        with pytest.raises(ValueError, match="JSON"):
            key.seal_json(math.nan, bound_to=HERE)


class TestKeys:
    @pytest.mark.parametrize("length", [0, 16, 31, 33])
    def test_have_the_right_length(self, length: int) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            DataKey(bytes(length))
        with pytest.raises(ValueError, match="32 bytes"):
            MasterKey(bytes(length))

    def test_do_not_show_themselves(self, master: MasterKey) -> None:
        secret = b"secretsecretsecretsecretsecretse"

        for shown in (repr(DataKey(secret)), repr(MasterKey(secret)), MasterKey(secret).id, repr(master)):
            assert "secret" not in shown
            assert secret.hex() not in shown


class TestMasterKey:
    def test_unwraps_what_it_wrapped(self, master: MasterKey, key: DataKey) -> None:
        unwrapped = master.unwrap(master.wrap(key, IDA), IDA)

        assert unwrapped.open(key.seal(b"abc", bound_to=HERE), bound_to=HERE) == b"abc"

    def test_does_not_unwrap_for_another_owner(self, master: MasterKey, key: DataKey) -> None:
        with pytest.raises(SealBrokenError):
            master.unwrap(master.wrap(key, IDA), ODD)

    def test_does_not_unwrap_what_another_wrapped(self, master: MasterKey, key: DataKey) -> None:
        with pytest.raises(SealBrokenError):
            MasterKey(bytes(32)).unwrap(master.wrap(key, IDA), IDA)

    def test_seals_a_second_factor(self, master: MasterKey) -> None:
        sealed = master.seal(b"totp", bound_to="person:1:totp_secret")

        assert master.open(sealed, bound_to="person:1:totp_secret") == b"totp"
        with pytest.raises(SealBrokenError):
            master.open(sealed, bound_to="person:2:totp_secret")

    def test_derives_another_secret_for_each_purpose(self, master: MasterKey) -> None:
        assert master.derive("access log") == master.derive("access log")
        assert master.derive("access log") != master.derive("rate limits")
        assert master.derive("access log") != MasterKey(bytes(32)).derive("access log")
        assert len(master.derive("access log")) == 32

    def test_has_a_name_of_its_own(self, master: MasterKey) -> None:
        assert master.id == MasterKey(bytes(range(32))).id
        assert master.id != MasterKey(bytes(32)).id
