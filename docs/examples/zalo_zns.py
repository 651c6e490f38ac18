"""An Apprise plugin for Zalo ZNS (template messages of an Official Account): an example of a channel of one's own.

Address: `zns://${ZNS_TOKEN}@TEMPLATE_ID/84912345678`. The template has one parameter for the text, `noi_dung`.
"""

from __future__ import annotations

from typing import Any

import requests
from apprise import NotifyType
from apprise.plugins import N_MGR
from apprise.plugins.base import NotifyBase

from obligations.ports import Delivered, Outcome

BUSY = (-32, -126, -153)
"""Answers that ask to try again: quota of the minute used up, wallet empty, system busy."""


class NotifyZaloZns(NotifyBase):  # type: ignore[misc]  # Apprise ships no types
    """One template message to one telephone number."""

    service_name = "Zalo ZNS"
    service_url = "https://developers.zalo.me"
    secure_protocol = "zns"
    notify_url = "https://business.openapi.zalo.me/message/template"
    title_maxlen = 0  # no title: the subject would be a line of the text
    body_maxlen = 400
    templates = ("{schema}://{token}@{template}/{phone}",)
    template_tokens = {  # noqa: RUF012  # Apprise's own way
        "token": {"name": "Access token", "type": "string", "private": True, "required": True},
        "template": {"name": "Template", "type": "string", "required": True},
        "phone": {"name": "Telephone", "type": "string", "required": True},
    }

    flight: Any = None
    """Set by Đúng Hạn before each message: `hand_over()` and `land(outcome)` say what a bool cannot."""

    def __init__(self, token: str, template: str, phone: str, **settings: Any) -> None:
        super().__init__(**settings)
        self.token, self.template, self.phone = token, template, phone

    def send(self, body: str, title: str = "", notify_type: Any = NotifyType.INFO, **_: Any) -> bool:  # noqa: ARG002
        """Send one message and say what became of it."""
        asked = {"phone": self.phone, "template_id": self.template, "template_data": {"noi_dung": body}}
        try:
            self.flight.hand_over()
            answer = requests.post(self.notify_url, json=asked, headers={"access_token": self.token}, timeout=10)
            said = answer.json()
        except requests.ConnectTimeout:
            return self.land(Delivered.LATER, "không kết nối được Zalo")
        except (requests.RequestException, ValueError) as fault:
            return self.land(Delivered.IN_DOUBT, f"mất câu trả lời của Zalo: {type(fault).__name__}")
        error, words = said.get("error", 0), f"Zalo trả lời {said.get('error', 0)} {said.get('message', '')}".strip()
        if error == 0:
            return self.land(Delivered.SENT, words)
        return self.land(Delivered.LATER if error in BUSY or answer.status_code >= 500 else Delivered.NEVER, words)

    def land(self, result: Delivered, words: str) -> bool:
        """Tell Đúng Hạn; True only where it was sent, as Apprise wants to know."""
        sent = result is Delivered.SENT
        self.flight.land(Outcome(result, answer=words) if sent else Outcome(result, words))
        return sent

    def url(self, privacy: bool = False, *args: Any, **options: Any) -> str:  # noqa: ARG002  # Apprise's signature
        """Give the address; with `privacy` without the token."""
        token = self.pprint(self.token, privacy, safe="")
        return f"zns://{token}@{self.template}/{self.phone}"

    @staticmethod
    def parse_url(url: str) -> dict[str, Any] | None:
        """Read an address into the arguments of the plugin; None where it lacks something."""
        read: dict[str, Any] | None = NotifyBase.parse_url(url, verify_host=False)
        if not read or not read.get("user") or not read.get("fullpath"):
            return None
        return {
            **read,
            "token": NotifyBase.unquote(read["user"]),
            "template": NotifyBase.unquote(read["host"]),
            "phone": NotifyBase.split_path(read["fullpath"])[0],
        }


N_MGR.add(NotifyZaloZns, schemas="zns")
