"""The key is made once, kept to its owner, and told apart; addresses are shown without what is secret in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from obligations.errors import BadSettings, StorageUnreachable
from storage.secrets import load_key, masked_url, new_key, seal, unseal
from tests.storage.samples import KEY


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUNGHAN_SECRET_KEY", raising=False)


def test_a_key_is_made_on_first_use_and_kept_to_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    key = load_key(folder)
    assert load_key(folder) == key
    assert [p.name for p in folder.iterdir()] == ["secret.key"]
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
    assert load_key(tmp_path / "other") != key


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUNGHAN_SECRET_KEY", KEY.decode())
    assert load_key(tmp_path) == load_key(None) == KEY
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bad", ["ngan", "x" * 44, "á" * 44, "AAAA"])
def test_a_malformed_key_is_told_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    (tmp_path / "secret.key").write_text(bad, "utf-8")
    with pytest.raises(BadSettings, match=r"secret\.key"):
        load_key(tmp_path)
    monkeypatch.setenv("DUNGHAN_SECRET_KEY", bad)
    with pytest.raises(BadSettings, match="biến môi trường DUNGHAN_SECRET_KEY"):
        load_key(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StorageUnreachable, match="tệp khóa"):
        load_key(tmp_path / "file" / "data")


def test_what_is_sealed_opens_with_the_same_key_only() -> None:
    token = seal(KEY, "tgram://bí-mật/1")
    assert "mật" not in token
    assert seal(KEY, "tgram://bí-mật/1") != token
    assert unseal(KEY, token) == "tgram://bí-mật/1"
    with pytest.raises(StorageUnreachable, match=r"secret\.key"):
        unseal(new_key(), token)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////var/lib/dunghan.db", "sqlite:////var/lib/dunghan.db"),
        ("postgresql://may/ten", "postgresql://may/ten"),
        ("postgresql://ai:mat-khau@may:5432/ten", "postgresql://ai:***@may:5432/ten"),
        ("postgresql://ai:m@t/kh?u#1@may/ten", "postgresql://ai:***@may/ten"),
        ("postgresql://may/ten?sslmode=require&password=mat-khau", "postgresql://may/ten?sslmode=require&password=***"),
        ("postgresql:///ten?host=/run/postgresql", "postgresql:///ten?host=/run/postgresql"),
        ("https://:khoa@may/api", "https://:***@may/api"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert masked_url(url) == shown
