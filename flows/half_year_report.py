"""The flow of duties that come every half year: reports first of all."""

from flows.body import obligation_flow
from flows.kinds import HALF_YEAR_REPORT

half_year_report = obligation_flow(HALF_YEAR_REPORT, "Báo cáo và các nhiệm vụ khác phải làm 6 tháng một lần.")
