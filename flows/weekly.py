"""The flow of duties that come every week."""

from flows.body import obligation_flow
from flows.kinds import WEEKLY

weekly = obligation_flow(WEEKLY, "Nhiệm vụ phải làm hằng tuần.")
