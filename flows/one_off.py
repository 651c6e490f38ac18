"""The flow of duties with a date of their own."""

from flows.body import obligation_flow
from flows.kinds import ONE_OFF

one_off = obligation_flow(ONE_OFF, "Nhiệm vụ làm một lần, có thời hạn riêng.")
