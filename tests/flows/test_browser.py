"""What a person sees of it in Prefect, in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId
from prefect.client.schemas.objects import FlowRun

from flows import automations, client
from flows.body import TRIED
from flows.links import START, deployment_page, key_page, runs_tagged
from flows.outcome import Word
from flows.server import root
from tests.flows.conftest import Running, ask, deployment
from tests.flows.seeds import PLAN

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]

Result = TypeVar("Result")
PATIENCE = 30_000


@pytest.fixture(scope="module")
def page(running: Running) -> Iterator[Page]:
    """Open a browser on the running Prefect; no page may break while it is looked at."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1400, "height": 900}, base_url=root(running.settings))
        opened.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        yield opened
        browser.close()
    assert faults == []


def aside(work: Callable[[], Result]) -> Result:
    """Work in a thread of its own: the browser's loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def shown(page: Page) -> Locator:
    """Find what an artifact's page shows; its source stands on the page too, hidden."""
    return page.get_by_test_id("markdown-display")


async def latest(prefect: PrefectClient, of: UUID) -> FlowRun:
    """Wait for the run that was asked for last."""
    mine = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[of]))
    asked = [run for run in await prefect.read_flow_runs(flow_run_filter=mine) if not run.auto_scheduled]
    return await client.finished(prefect, max(asked, key=lambda run: str(run.created)))


def test_one_click_leads_from_the_printed_address_to_overview_and_matrix(running: Running, page: Page) -> None:
    printed = next(line for line in running.said if key_page(START) in line)
    page.goto(printed.partition(": ")[2].strip())
    page.get_by_role("link", name="Tổng quan", exact=True).click()
    expect(page.get_by_role("heading", name="Tổng quan ngày")).to_be_visible()
    expect(page.get_by_role("cell", name="Văn phòng Sở").first).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Ma trận đơn vị × nhiệm vụ").click()
    expect(page.get_by_role("columnheader", name="Thanh tra Sở")).to_be_visible()
    expect(shown(page)).to_contain_text("✗ quá hạn · ! sắp đến hạn")
    page.get_by_role("link", name="III.3", exact=True).click()
    page.get_by_role("tab", name="Description").click()
    expect(page.get_by_text("mỗi quý gửi 01 tin, bài")).to_be_visible()
    page.get_by_role("link", name="Trang bắt đầu").click()
    expect(page).to_have_url(re.compile(f"{key_page(START)}$"))


def test_the_run_page_tells_clause_finding_and_what_was_sent(running: Running, page: Page) -> None:
    done = aside(lambda: client.rerun(running.settings, PLAN, "III.2", send=True, by="Nguyễn Văn Thử"))
    page.goto(done.url)
    expect(page.get_by_text("III.2 · Văn phòng Sở").first).to_be_visible()
    expect(page.get_by_text(str(Word.OVERDUE), exact=True).locator("visible=true").first).to_be_visible()
    expect(page.get_by_text("Căn cứ điều III.2: “mỗi quý gửi 01 tin, bài”")).to_be_visible()
    expect(page.get_by_text("Văn phòng Sở, ").first).to_contain_text("Quá hạn; minh chứng 0/1")
    page.get_by_role("tab", name="Artifacts").click()
    page.get_by_text("Biên bản · Quá hạn").click()
    expect(page.get_by_role("heading", name="Đã kiểm tra")).to_be_visible()
    expect(shown(page).get_by_role("blockquote")).to_contain_text("mỗi quý gửi 01 tin, bài")
    page.get_by_role("link", name="Kế hoạch 12/KH-STC").click()
    expect(page.get_by_text("nhiệm vụ đã duyệt").first).to_be_visible()


def test_the_custom_run_form_shows_first_and_sends_only_when_told(running: Running, page: Page) -> None:
    found = aside(lambda: ask(running, lambda prefect: deployment(prefect, "III.1")))
    with running.office.database.begin() as store:
        before = store.reminders()
    page.goto(str(deployment_page(found.id)))
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Custom run").click()
    expect(page.get_by_text("Tắt (mặc định) là chạy thử, cho xem sẽ gửi gì cho ai")).to_be_visible()
    expect(page.get_by_role("switch").first).not_to_be_checked()
    page.get_by_role("tab", name="str").first.click()
    page.get_by_role("textbox").nth(3).fill("Thanh tra Sở")
    page.get_by_role("button", name="Submit").click()
    expect(page).not_to_have_url(re.compile("/run"))
    done = aside(lambda: ask(running, lambda prefect: latest(prefect, found.id)))
    assert done.parameters["unit"] == "Thanh tra Sở"
    assert done.parameters["send"] is False
    page.goto(runs_tagged(TRIED))
    page.get_by_role("link", name=done.name).first.click()
    expect(page.get_by_text("Kiểm tra III.1 của kế hoạch")).to_be_visible()
    with running.office.database.begin() as store:
        assert store.reminders() == before


def test_the_run_list_filters_by_the_words_of_the_office(page: Page) -> None:
    page.goto(runs_tagged(str(Word.SWEPT)))
    expect(page.get_by_text("Lượt quét · ").first).to_be_visible()
    assert page.get_by_text("III.2 · Văn phòng Sở").count() == 0


def test_the_automations_are_listed_and_switched_on(page: Page) -> None:
    page.goto("/v2/automations")
    for entry in automations.declared():
        expect(page.get_by_role("link", name=entry["name"]).first).to_be_visible()
    switches = page.get_by_role("switch")
    assert [switches.nth(n).is_checked() for n in range(switches.count())] == [True] * len(automations.declared())
