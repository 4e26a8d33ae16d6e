"""Ciphers: AES-256-GCM, each secret bound to its row, with a key in the home or in AWS KMS.

Each sealing uses a random 96-bit nonce and authenticates the row's `PK|SK`, so that a text moved to
another row or creator cannot be opened.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from core.adapters.aws_refusals import (
    explain_refusal,
    explain_silence,
    is_outage,
    name_code,
    quote,
)
from core.adapters.ordinary_files import read_ordinary
from core.domain.work import stages
from core.errors import ExternalFailure, InvalidInput
from core.ports.accounts import Cipher, SealBroken, Sealed

KEY_BYTES = 32
_FILE_BYTES_MAX = 1_000_000
NONCE_BYTES = 12
KEY_FILE = Path("secrets") / "token-keys"
_BROKEN_CODES = {"InvalidCiphertextException", "IncorrectKeyException"}


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by id, oldest first; the newest one seals, all of them open."""

    keys: dict[str, bytes]

    @property
    def current(self) -> str:
        return next(reversed(self.keys))


async def read_keys(home: Path) -> KeyRing:
    """Return the home's keys, creating the first (one file, mode 0600)."""
    return await asyncio.to_thread(_read_keys, home / KEY_FILE)


async def has_keys(home: Path) -> bool:
    """Return whether something may have been sealed in this home."""
    return await asyncio.to_thread((home / KEY_FILE).is_file)


async def add_key(home: Path) -> KeyRing:
    """Create a new key for sealing; older ones stay, to open what they sealed."""
    return await asyncio.to_thread(_add_key, home / KEY_FILE)


def _read_keys(path: Path) -> KeyRing:
    if not path.exists():
        with _hold(path.parent):
            # Somebody else may have made the first one meanwhile.
            return _read_ring(path) if path.exists() else _store_key(path, {})
    return _read_ring(path)


def _read_ring(path: Path) -> KeyRing:
    keys = {}
    for line in _read_lines(path):
        key_id, _, encoded = line.partition(" ")
        keys[key_id] = _decode(encoded)
    if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise InvalidInput(
            f"The key file {path} is damaged: bring it back from a backup, by "
            "`trussbot restore FOLDER` into an empty home."
        )
    return KeyRing(keys)


def _read_lines(path: Path) -> list[str]:
    try:
        return read_ordinary(path, bytes_max=_FILE_BYTES_MAX).decode("ascii").splitlines()
    except OSError as error:
        raise InvalidInput(
            f"The key file {path} cannot be read ({error.strerror}): bring it back from a "
            "backup, by `trussbot restore FOLDER` into an empty home."
        ) from None


def _add_key(path: Path) -> KeyRing:
    with _hold(path.parent):
        return _store_key(path, _read_ring(path).keys if path.exists() else {})


@contextmanager
def _hold(folder: Path) -> Iterator[None]:
    """Let others wait: of two who added a key at once, one would lose what the other sealed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _store_key(path: Path, known: Mapping[str, bytes]) -> KeyRing:
    """Store the keys with a new one; only for who holds the folder."""
    keys = {**known, secrets.token_hex(4): secrets.token_bytes(KEY_BYTES)}
    fresh = path.with_suffix(".part")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{key_id} {_encode(key)}\n" for key_id, key in keys.items())
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    return KeyRing(keys)


class LocalCipher:
    """Seals with the newest of the keys stored in the home.

    With the `home` the keys are read again whenever their file has changed, so that a key which
    another process adds is in use at once.
    """

    def __init__(self, ring: KeyRing, *, home: Path | None = None) -> None:
        self._ring = ring
        self._file = home / KEY_FILE if home else None
        self._read_ns = 0

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:
        await self._refresh()
        key_id = self._ring.current
        return Sealed(key_id=key_id, text=_encrypt(self._ring.keys[key_id], secret, pk, sk))

    async def _refresh(self) -> None:
        if self._file is not None:
            await asyncio.to_thread(self._read_again, self._file)

    def _read_again(self, file: Path) -> None:
        changed_ns = _changed_ns(file)
        if changed_ns in {0, self._read_ns}:
            return
        self._ring, self._read_ns = _read_keys(file), changed_ns

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:
        if sealed.key_id not in self._ring.keys:
            await self._refresh()
        key = self._ring.keys.get(sealed.key_id)
        if key is None:
            raise SealBroken(
                f"The key {sealed.key_id[:16]!r} is not in {KEY_FILE}: bring a backup that has "
                "it back by `trussbot restore FOLDER`, or link the account again."
            )
        return _decrypt(key, sealed.text, pk, sk)

    def is_current(self, sealed: Sealed) -> bool:
        return sealed.key_id == self._ring.current

    def knows(self, sealed: Sealed) -> bool:
        """Return whether it was sealed with one of these keys."""
        return sealed.key_id in self._ring.keys


def _changed_ns(file: Path) -> int:
    """Return when a file was last changed; 0 if there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


class KmsCipher:
    """Seals each secret with its own data key, which only KMS can open, for its row only.

    The text is the data key as KMS encrypted it, a dot, and the secret under the data key.
    """

    def __init__(self, client: Any, key_arn: str, threads: Executor) -> None:
        self._client = client
        self._key_arn = key_arn
        self._threads = threads

    @classmethod
    async def open(cls, client: Any, key_id: str, threads: Executor) -> KmsCipher:
        """Look the key up by id, alias or ARN; ExternalFailure if KMS does not return it."""
        found = await _call(threads, client.describe_key, KeyId=key_id)
        return cls(client, found["KeyMetadata"]["Arn"], threads)

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:
        made = await _call(
            self._threads,
            self._client.generate_data_key,
            KeyId=self._key_arn,
            KeySpec="AES_256",
            EncryptionContext={"PK": pk, "SK": sk},
        )
        text = f"{_encode(made['CiphertextBlob'])}.{_encrypt(made['Plaintext'], secret, pk, sk)}"
        return Sealed(key_id=self._key_arn, text=text)

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:
        wrapped, _, text = sealed.text.partition(".")
        opened = await _call(
            self._threads,
            self._client.decrypt,
            KeyId=sealed.key_id,
            CiphertextBlob=_decode(wrapped),
            EncryptionContext={"PK": pk, "SK": sk},
        )
        return _decrypt(opened["Plaintext"], text, pk, sk)

    def is_current(self, sealed: Sealed) -> bool:
        return sealed.key_id == self._key_arn


class MovedCipher:
    """Seals with KMS, and still opens what the home's keys sealed before the move."""

    def __init__(self, kms: Cipher, home: LocalCipher) -> None:
        self._kms = kms
        self._home = home

    async def seal(self, secret: str, *, pk: str, sk: str) -> Sealed:
        return await self._kms.seal(secret, pk=pk, sk=sk)

    async def unseal(self, sealed: Sealed, *, pk: str, sk: str) -> str:
        cipher = self._home if self._home.knows(sealed) else self._kms
        return await cipher.unseal(sealed, pk=pk, sk=sk)

    def is_current(self, sealed: Sealed) -> bool:
        return self._kms.is_current(sealed)


async def _call(threads: Executor, operation: Any, **request: Any) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(threads, partial(operation, **request))
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _BROKEN_CODES:
            raise _broken() from None
        if refused := explain_refusal(error, stage=stages.CIPHER):
            raise refused from error
        mend = "check TRUSS_KMS_KEY_ID and the role's permissions."
        raise ExternalFailure(
            f"KMS answered {name_code(error)}: {mend}",
            in_full=f"KMS answered {quote(error)}: {mend}",
            stage=stages.CIPHER,
            retryable="Throttl" in code or "Internal" in code or is_outage(error),
        ) from error
    except BotoCoreError as error:
        plain, in_full = explain_silence("KMS", error)
        raise ExternalFailure(
            plain, stage=stages.CIPHER, retryable=True, in_full=in_full
        ) from error


def _encrypt(key: bytes, secret: str, pk: str, sk: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    return _encode(nonce + AESGCM(key).encrypt(nonce, secret.encode(), _row(pk, sk)))


def _decrypt(key: bytes, text: str, pk: str, sk: str) -> str:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = _decode(text)
    try:
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _row(pk, sk)).decode()
    except (InvalidTag, ValueError):
        raise _broken() from None


def _row(pk: str, sk: str) -> bytes:
    return f"{pk}|{sk}".encode()


def _encode(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _broken() from None


def _broken() -> SealBroken:
    return SealBroken("A stored token was changed or does not belong here: link the account again.")
