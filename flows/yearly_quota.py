"""The flow of duties that come once a year, except reports and 10-10: quotas first of all."""

from flows.body import obligation_flow
from flows.kinds import YEARLY_QUOTA

yearly_quota = obligation_flow(
    YEARLY_QUOTA, "Chỉ tiêu cả năm và các nhiệm vụ khác làm mỗi năm một lần; có theo dõi tiến độ."
)
