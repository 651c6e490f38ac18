"""A channel of an agency's own: the documented example is loaded and told apart what became of each message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from notifiers.address import check_address
from notifiers.clean import mask
from notifiers.delivery import sender
from notifiers.plugins import N_MGR, load_plugins
from obligations.errors import BadSettings
from obligations.ports import Delivered
from tests.notifiers.messages import PAYLOAD, message
from tests.servers import TelegramSink, telegram_sink

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
ADDRESS = "zns://${ZNS}@290123/84912345678"
ENVIRON = {"ZNS": "khoa-truy-cap-bi-mat"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramSink]:
    """Run a server that answers as Zalo does, and point the plugin at it."""
    load_plugins(EXAMPLES)
    with telegram_sink() as sink:
        plugin: Any = N_MGR["zns"]
        monkeypatch.setattr(plugin, "notify_url", f"http://127.0.0.1:{sink.port}/message/template")
        yield sink


@pytest.mark.parametrize(
    ("status", "answer", "expected", "said"),
    [
        (200, {"error": 0, "message": "Success"}, Delivered.SENT, "Success"),
        (200, {"error": -118, "message": "Zalo account not existed"}, Delivered.NEVER, "not existed"),
        (200, {"error": -32, "message": "API rate limit"}, Delivered.LATER, "rate limit"),
        (502, {"error": -1, "message": "gateway"}, Delivered.LATER, "gateway"),
    ],
)
def test_the_example_tells_what_became_of_a_message(
    server: TelegramSink, tmp_path: Path, status: int, answer: dict[str, Any], expected: Delivered, said: str
) -> None:
    server.answers = [(status, answer)]
    outcome = sender(mailbox_dir=tmp_path, timeout=5, environ=ENVIRON)(message(ADDRESS))
    assert outcome.result is expected
    assert said in (outcome.answer or outcome.why or "")
    assert ENVIRON["ZNS"] not in (outcome.answer or outcome.why or "")
    ((path, asked),) = server.asked
    assert path == "/message/template"
    assert (asked["phone"], asked["template_id"]) == ("84912345678", "290123")
    assert PAYLOAD.short in asked["template_data"]["noi_dung"]


def test_a_lost_answer_is_a_doubt(server: TelegramSink, tmp_path: Path) -> None:
    server.silent = True
    outcome = sender(mailbox_dir=tmp_path, timeout=0.5, environ=ENVIRON)(message(ADDRESS))
    assert outcome.result is Delivered.IN_DOUBT


def test_its_addresses_are_checked_and_masked_like_any_other(server: TelegramSink) -> None:
    assert check_address(ADDRESS, ENVIRON) is None
    assert check_address("zns://chi-co-khoa", {}) is not None
    assert mask("zns://khoa-truy-cap-bi-mat@290123/84912345678") == "zns://…"


def test_a_plugin_that_does_not_run_says_where_and_why(tmp_path: Path) -> None:
    (tmp_path / "hong.py").write_text("raise RuntimeError('thiếu khóa')", encoding="utf-8")
    with pytest.raises(BadSettings, match=r"hong\.py.*thiếu khóa"):
        load_plugins(tmp_path)
    with pytest.raises(BadSettings, match="không có thư mục"):
        load_plugins(tmp_path / "khong-co")
