"""The flow of the event of 10-10."""

from flows.body import obligation_flow
from flows.kinds import DIGITAL_TRANSFORMATION_DAY

digital_transformation_day = obligation_flow(
    DIGITAL_TRANSFORMATION_DAY,
    "Ngày Chuyển đổi số quốc gia 10/10: chuẩn bị từ trước 60 ngày, tổ chức, nộp minh chứng trong 15 ngày sau.",
)
