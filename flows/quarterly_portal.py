"""The flow of duties that come every quarter, except reports: submissions to the portal first of all."""

from flows.body import obligation_flow
from flows.kinds import QUARTERLY_PORTAL

quarterly_portal = obligation_flow(
    QUARTERLY_PORTAL, "Gửi tin, bài lên cổng thông tin điện tử và các nhiệm vụ khác phải làm hằng quý."
)
