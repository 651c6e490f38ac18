"""The flow of duties that come every month: posts first of all, also monthly reports and tasks."""

from flows.body import obligation_flow
from flows.kinds import MONTHLY_POSTS

monthly_posts = obligation_flow(MONTHLY_POSTS, "Tin, bài và các nhiệm vụ khác phải làm hằng tháng.")
