"""Addresses of Prefect's pages, without host and port: they lead wherever the page that bears them was opened."""

from __future__ import annotations

from uuid import UUID

START = "bat-dau"


def rebased(markdown: str, base: str) -> str:
    """Have the links of our pages lead below a path. What a plan says is escaped, so no link of it is touched."""
    return markdown.replace("](/v2/", f"]({base}/v2/")


def key_page(key: str) -> str:
    """Give the page of an artifact's key."""
    return f"/v2/artifacts/key/{key}"


def artifact_page(artifact: UUID) -> str:
    """Give the page that shows an artifact whole."""
    return f"/v2/artifacts/artifact/{artifact}"


def deployment_page(deployment: UUID | None) -> str | None:
    """Give the page of a deployment; None where there is none."""
    return f"/v2/deployments/deployment/{deployment}" if deployment else None


def run_page(run: UUID) -> str:
    """Give the page of a run."""
    return f"/v2/runs/flow-run/{run}"


def runs_tagged(*tags: str) -> str:
    """Give the list of runs that bear any of these tags; Prefect parts them by commas."""
    return f"/v2/runs?tags={','.join(tags)}"


# Stands under the description of every deployment: Prefect's own navigation does not lead to its artifacts.
PINNED = f"[Trang bắt đầu]({key_page(START)})"
