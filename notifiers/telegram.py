"""Yields Telegram messages by Apprise's own plugin, with an honest account of what the Bot API answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
from apprise import NotifyFormat

from notifiers.flight import Flight, TooLate
from notifiers.lines import Lines
from notifiers.plugins import TelegramPlugin
from notifiers.secrets import REDACTOR
from obligations.ports import Delivered, Outcome

RESTING = "Telegram yêu cầu tạm nghỉ hoặc không kết nối được; gửi tiếp khi hết thời gian nghỉ"
MOVED = "nhóm Telegram đã đổi số thành"
LONGEST_PAUSE = 24 * 3600


class TellingTelegram(TelegramPlugin):  # type: ignore[misc]  # untyped, see notifiers.plugins
    """Apprise's Telegram plugin, addresses and settings as they are; only the sending is ours: theirs gives a bool."""

    def __init__(self, flight: Flight, lines: Lines, **settings: Any) -> None:
        super().__init__(**settings)
        self.flight, self.lines = flight, lines
        self.notify_format = NotifyFormat.TEXT  # plain text needs no escaping and cannot be broken markup
        self.server = f"telegram {self.bot_token}"

    def send(self, body: str, title: str = "", **_: Any) -> bool:  # noqa: ARG002  # the title stands in the body
        """Send the one message and land the outcome; a group that became a supergroup is followed once."""
        if (left := self.lines.rests.left(self.server)) is not None:
            return self.flight.land(Outcome(Delivered.LATER, RESTING, left))
        try:
            return self.flight.land(self._post(self.lines.web(bool(self.verify_certificate)), body))
        except (httpx.HTTPError, TooLate) as fault:
            if self.flight.handing_over:
                return self.flight.land(Outcome(Delivered.IN_DOUBT, _reason("mất kết nối sau khi đã gửi", fault)))
            self.lines.rests.rest(self.server)
            return self.flight.land(Outcome(Delivered.LATER, _reason("không kết nối được Telegram", fault)))

    def _post(self, client: httpx.Client, body: str) -> Outcome:
        chat, topic = self.targets[0]
        answer = self._call(client, body, chat, topic)
        moved = _parameters(answer).get("migrate_to_chat_id")
        if moved is not None:
            outcome = _judged(self._call(client, body, moved, topic))
            return replace(outcome, why=outcome.why or f"{MOVED} {moved}", moved_to=str(moved))
        outcome = _judged(answer)
        if outcome.retry_after is not None:
            self.lines.rests.rest(self.server, outcome.retry_after)
        return outcome

    def _call(self, client: httpx.Client, body: str, chat: object, topic: object) -> httpx.Response:
        asked = {
            "chat_id": chat,
            "text": body,
            "disable_notification": self.silent,
            "disable_web_page_preview": not self.preview,
        }
        return client.post(
            f"{self.notify_url}{self.bot_token}/sendMessage",
            json=asked | ({"message_thread_id": topic} if topic else {}),
            headers={"User-Agent": self.app_id},
            timeout=httpx.Timeout(self.socket_read_timeout, connect=self.socket_connect_timeout),
            extensions={"trace": self._trace},
        )

    def _trace(self, event: str, _: object) -> None:
        """Mark the moment from which the request may have been heard (httpcore's trace, told after connecting)."""
        if event == "http11.send_request_headers.started":
            self.flight.hand_over()


def _judged(answer: httpx.Response) -> Outcome:
    code = answer.status_code
    if answer.is_success:
        return Outcome(Delivered.SENT, answer=f"{code} {_message_number(answer)}".strip())
    why = REDACTOR.clean(f"Telegram trả lời {code} {_content(answer).get('description', '')}".strip()[:250])
    if code == httpx.codes.TOO_MANY_REQUESTS:
        pause = _parameters(answer).get("retry_after")
        return Outcome(Delivered.LATER, why, _seconds(pause) if isinstance(pause, int) else None)
    return Outcome(Delivered.LATER if code >= 500 or code < 400 else Delivered.NEVER, why)


def _seconds(pause: int) -> timedelta:
    return timedelta(seconds=min(max(pause, 1), LONGEST_PAUSE))


def _message_number(answer: httpx.Response) -> str:
    result = _content(answer).get("result")
    return f"message_id={result['message_id']}" if isinstance(result, dict) and "message_id" in result else ""


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _parameters(answer: httpx.Response) -> dict[str, Any]:
    found = _content(answer).get("parameters")
    return found if isinstance(found, dict) else {}


def _reason(what: str, fault: Exception) -> str:
    return REDACTOR.clean(f"{what}: {'quá thời gian chờ' if isinstance(fault, TooLate) else type(fault).__name__}")
