"""Keeps the dashboard's pages where they are: one artifact a key, changed in place, so that links to it stay good."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import ArtifactCollectionFilter, ArtifactCollectionFilterKey
from prefect.client.schemas.objects import ArtifactCollection

from flows.deployments import ours
from flows.links import START, rebased
from flows.names import PLAN_PAGE
from flows.overview import Overview, overview_page
from flows.pages.board import Board, Page, board_of
from flows.pages.delivery import delivery_page
from flows.pages.matrix import matrix_page
from flows.pages.plan import plan_pages
from flows.pages.start import start_page
from flows.pages.urgent import urgent_page
from flows.year import KEY as YEAR
from flows.year import year_page
from obligations.service import Office, SweepReport

PAGE = 200


async def places(client: PrefectClient) -> dict[tuple[str, str], UUID]:
    """Find the deployment of each obligation, by plan and code."""
    found = ((d.parameters.get("plan"), d.parameters.get("clause"), d.id) for d in await ours(client))
    return {(plan, code): where for plan, code, where in found if plan and code}


def pages_of(office: Office, board: Board, said: Overview) -> list[Page]:
    """Make every page but the start page."""
    headline, markdown = year_page(office, board.report.on)
    return [
        overview_page(said, board.updated),
        urgent_page(board),
        matrix_page(board),
        Page(YEAR, "Lịch năm", headline, markdown),
        delivery_page(board),
        *plan_pages(board),
    ]


async def pin_all(client: PrefectClient, office: Office, report: SweepReport, said: Overview, base: str) -> int:
    """Refresh every page and the start page that leads to them, links below `base`; pages of plans that are gone go.

    Return how many pages there are.
    """
    board = await asyncio.to_thread(board_of, office, report, await places(client))
    pages = [_rebased(page, base) for page in await asyncio.to_thread(pages_of, office, board, said)]
    there = await _pinned(client, [*(page.key for page in pages), START])
    where = [(page, await _pin(client, page, there)) for page in pages]
    await _pin(client, _rebased(start_page(where, board.updated), base), there)
    await _unpin(client, there, {page.key for page in pages})
    return len(pages) + 1


def _rebased(page: Page, base: str) -> Page:
    return replace(page, headline=rebased(page.headline, base), markdown=rebased(page.markdown, base))


async def _pinned(client: PrefectClient, keys: Sequence[str]) -> dict[str, ArtifactCollection]:
    """Find the pages there are: of these keys, and of every plan."""
    named = ArtifactCollectionFilterKey(any_=list(keys)), ArtifactCollectionFilterKey(like_=f"{PLAN_PAGE}%")
    found: dict[str, ArtifactCollection] = {}
    for key in named:
        mine, seen = ArtifactCollectionFilter(key=key), 0
        while page := await client.read_latest_artifacts(artifact_filter=mine, limit=PAGE, offset=seen):
            seen += len(page)
            found |= {one.key: one for one in page if one.flow_run_id is None}
    return found


async def _pin(client: PrefectClient, page: Page, there: dict[str, ArtifactCollection]) -> UUID:
    """Write a page, where its words are the same only its card; the client's own methods put all of it into events."""
    old = there.get(page.key)
    if old is None:
        body = {"key": page.key, "type": "markdown", "data": page.markdown, "description": page.headline}
        made = await client.request("POST", "/artifacts/", json=body)
        return UUID(made.json()["id"])
    changed = {"description": page.headline} | ({} if old.data == page.markdown else {"data": page.markdown})
    await client.request("PATCH", "/artifacts/{id}", path_params={"id": old.latest_id}, json=changed)
    return old.latest_id


async def _unpin(client: PrefectClient, there: dict[str, ArtifactCollection], keep: Iterable[str]) -> None:
    for key in {key for key in there if key.startswith(PLAN_PAGE)} - set(keep):
        await client.request("DELETE", "/artifacts/{id}", path_params={"id": there[key].latest_id})
