"""Makes README's pictures in a real browser: `python -m benchmarks.pictures`; needs chromium."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.ops_rest import started
from benchmarks.timing_reconcile import settings_in
from flows import client
from flows.links import START, key_page
from flows.office import open_office
from flows.server import root
from obligations import service
from obligations.reading.reader import read
from obligations.service import Office
from obligations.service.filing import accept, add, link
from portal.options import vocabulary
from portal.sample import plan_text, sample_register

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
WIDTH, HEIGHT, COLOURS = 1240, 720, 64
AGO = timedelta(days=33)


def fill(office: Office) -> None:
    """Store the sample plan as if it had been approved a month ago, with some evidence in."""
    text = plan_text(office.today() - AGO)
    with office.database.begin() as store:
        store.save_register(sample_register())
        reading = read(text, sha256(text.encode()).hexdigest(), vocabulary(store.register()))
        plan = service.ingest(
            store, reading, source="ke-hoach-mau.txt", at=office.clock(), by="mẫu", sample=True, name="ke-hoach-mau"
        ).plan
        service.approve(office, store, plan, by="mẫu", partial=True)
        obligation = service.one_obligation(store, plan, "II.1.b")
        for n, one in enumerate(store.occurrences(plan.name, "II.1.b")[:3]):
            on = min(office.today(), one.value.due.window.last)
            piece = link(f"https://cong.example.vn/tin-{n}", on, "Tin mẫu")
            filed = add(
                office, store, plan, obligation, piece, unit=one.value.unit, period=one.value.due.period, by="mẫu"
            )
            if filed.doubt is None:
                accept(office, store, filed.evidence.id, by="mẫu")


def shoot(page: Page, name: str) -> None:
    """Keep what the page shows, in few colours, so that the file stays small."""
    page.wait_for_timeout(1500)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    picture.save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}.png: {(FOLDER / f'{name}.png').stat().st_size / 1024:.0f} KB")


def walk(page: Page, run: str) -> None:
    """Go where an operator goes on a morning."""
    page.goto(key_page(START))
    page.get_by_role("link", name="Tổng quan", exact=True).click()
    shoot(page, "tong-quan")
    page.goto(key_page(START))
    page.get_by_role("link", name="Ma trận đơn vị × nhiệm vụ").click()
    shoot(page, "ma-tran")
    page.goto(run)
    page.get_by_text("Căn cứ điều").wait_for()
    shoot(page, "luot-chay")


def main() -> None:
    """Start everything on the sample, walk through it, and keep the pictures."""
    with tempfile.TemporaryDirectory() as place:
        fill(open_office(settings_in(Path(place))))
        with started(Path(place)) as (_, running, _said):
            run = client.rerun(running, "ke-hoach-mau", "II.2", send=True)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                walk(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=root(running)), run.url)
                browser.close()


if __name__ == "__main__":
    main()
