"""Yields answer codes: what a reader of one message may answer to one occurrence, signed and expiring."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from obligations.answers import Grant, Verb
from obligations.errors import BadCode, ExpiredCode

# Codes are for answers only: nothing else that is signed with this key passes for one.
PURPOSE = "dunghan answer"
LETTERS = {Verb.ACK: "a", Verb.SNOOZE: "s", Verb.HAND_OVER: "h", Verb.DONE: "d", Verb.CONTINUES: "c"}
VERBS = {letter: verb for verb, letter in LETTERS.items()}


class _Signer(TimestampSigner):
    """Itsdangerous asks the host's clock; ours is an argument."""

    def __init__(self, *args: Any, clock: Callable[[], datetime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clock = clock

    def get_timestamp(self) -> int:
        """Give the seconds since 1970."""
        return int(self._clock().timestamp())


class SignedCodes:
    """Codes signed with the installation's key, good for some days (`obligations.ports.Codes`)."""

    def __init__(self, key: bytes, clock: Callable[[], datetime], days: int) -> None:
        how = {"key_derivation": "hmac", "digest_method": hashlib.sha256, "clock": clock}
        self._serializer = URLSafeTimedSerializer(key, salt=PURPOSE, signer=_Signer, signer_kwargs=how)
        self._days = days

    def give(self, grant: Grant) -> str:
        """Write a grant as a code."""
        verbs = "".join(LETTERS[verb] for verb in grant.verbs)
        code = self._serializer.dumps([grant.occurrence, grant.person, grant.on.toordinal(), verbs])
        return code if isinstance(code, str) else code.decode()

    def read(self, code: str) -> tuple[Grant, datetime]:
        """Give what a code grants and when it was made; a whole link is taken for the code at its end.

        Raises BadCode, ExpiredCode.
        """
        bare = "".join(code.split()).rstrip("/").rpartition("/")[2]
        age = int(timedelta(days=self._days).total_seconds())
        try:
            said, made = self._serializer.loads(bare, max_age=age, return_timestamp=True)
        except SignatureExpired as error:
            raise ExpiredCode(
                f"Mã trả lời đã hết hạn (mỗi mã dùng được {self._days} ngày). Hãy dùng mã trong thư nhắc gần nhất."
            ) from error
        except BadData as error:
            raise BadCode(
                "Mã trả lời không đúng: thiếu ký tự, đã bị sửa, hoặc là mã của hệ thống khác. Hãy chép lại nguyên vẹn"
                " từ thư nhắc."
            ) from error
        occurrence, person, on, verbs = said
        return Grant(occurrence, person, date.fromordinal(on), tuple(VERBS[letter] for letter in verbs)), made
