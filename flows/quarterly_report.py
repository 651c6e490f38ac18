"""The flow of quarterly reports."""

from flows.body import obligation_flow
from flows.kinds import QUARTERLY_REPORT

quarterly_report = obligation_flow(
    QUARTERLY_REPORT, "Báo cáo hằng quý (6 tháng thay cho quý II, cả năm thay cho quý IV)."
)
