"""Behind a proxy, below a path, with a password: the nginx example as an agency would use it, in a real browser."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from tests.flows.conftest import free_port
from tests.flows.launching import READY, launched

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "nginx.conf"
CHROMIUM, PASSWORD = Path("/usr/bin/chromium"), "mat-khau-thu-1"
WRAP = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/site.conf;
}}
"""

pytestmark = [
    pytest.mark.server,
    pytest.mark.browser,
    pytest.mark.xdist_group("proxy"),
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is missing: apt-get install nginx-light"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is missing: apt-get install chromium"),
]


@contextmanager
def proxy(folder: Path, listen: int, to: int) -> Iterator[str]:
    """Run nginx by the example, the two ports replaced; give its address."""
    site = EXAMPLE.read_text("utf-8").replace("127.0.0.1:8443", f"127.0.0.1:{listen}")
    (folder / "site.conf").write_text(site.replace("127.0.0.1:4200", f"127.0.0.1:{to}"), "utf-8")
    (folder / "nginx.conf").write_text(WRAP.format(folder=folder), "utf-8")
    process = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        _until_it_answers(f"http://127.0.0.1:{listen}/", process)
        yield f"http://127.0.0.1:{listen}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(address, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nginx does not answer: {process.stderr.read() if process.stderr else ''!r}")


def test_behind_nginx_a_person_logs_in_and_starts_a_run(tmp_path: Path) -> None:
    port, listen = free_port(), free_port()
    public = f"http://127.0.0.1:{listen}/prefect"
    (tmp_path / "dunghan.toml").write_text(
        f'prefect_port = {port}\nprefect_base_path = "/prefect"\npublic_url = "{public}"\n', "utf-8"
    )
    folder = tmp_path / "nginx"
    folder.mkdir()
    with (
        launched(tmp_path, "start", "--sample", environ={"DUNGHAN_PREFECT_PASSWORD": PASSWORD}) as office,
        proxy(folder, listen, port) as address,
    ):
        office.wait_for(READY)
        assert PASSWORD not in office.all
        assert httpx.get(f"{address}/prefect/api/admin/settings", trust_env=False).status_code == 401
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(address)
            page.locator("input[type=password]").fill(f"dunghan:{PASSWORD}")
            page.get_by_role("button", name="Login").click()
            page.get_by_text("Flow Runs", exact=False).first.wait_for()
            page.goto(f"{public}/v2/deployments")
            page.get_by_text("daily-sweep").first.click()
            page.get_by_role("button", name="Run", exact=True).click()
            with page.expect_response(lambda answer: answer.url.endswith("/create_flow_run")) as asked:
                page.get_by_role("menuitem", name="Quick run").click()
            assert asked.value.status == 201, "the browser's POST did not pass the CSRF check"
            assert asked.value.url.startswith(f"{public}/api/")
            browser.close()
        assert f"{public}/v2/dashboard" in office.all
