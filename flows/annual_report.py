"""The flow of yearly reports."""

from flows.body import obligation_flow
from flows.kinds import ANNUAL_REPORT

annual_report = obligation_flow(ANNUAL_REPORT, "Báo cáo hằng năm.")
