"""The flow that tells the operator: automations ask for it, `dunghan start` carries it out itself."""

import asyncio
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.kinds import TELL_OPERATOR
from flows.office import open_office
from flows.operator import Trouble, tell
from storage.settings import load_settings


@flow(name=TELL_OPERATOR, description="Báo cho người vận hành qua Apprise.", retries=0)
async def tell_operator(what: Trouble, about: str = "", plan: str | None = None) -> State[Any]:
    """Báo cho người vận hành (thiết lập alarm_address), mỗi loại việc không quá một lần trong một giờ.

    Args:
        what: Việc cần báo.
        about: Chi tiết, ví dụ tên lượt chạy.
        plan: Kế hoạch có liên quan.
    """
    settings = load_settings()
    said = await asyncio.to_thread(lambda: tell(settings, open_office(settings), what, about, plan))
    return Completed(name="Đã báo", message=said)
