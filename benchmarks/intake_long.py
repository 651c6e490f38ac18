"""Plans of any length, as text: no clause like another, about one in three a duty, the same for the same length."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle, islice

from obligations.reading.levels import ROMANS

LETTERS_A_PAGE = 2200  # real plans, printed: 15,163 on 7 pages and 23,662 on 11
SECTIONS = 18
CLAUSES = 9
LETTERS = "abcdđeghiklmnopqrstu"
HEAD = (
    "ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "TỈNH LẠNG SƠN                         Độc lập - Tự do - Hạnh phúc\n\n"
    "Số: 27/KH-UBND                       Lạng Sơn, ngày 16 tháng 01 năm 2026\n\n"
    "KẾ HOẠCH\nCải cách hành chính và chuyển đổi số năm 2026\n\n"
)
FOOT = "Trên đây là Kế hoạch cải cách hành chính và chuyển đổi số năm 2026.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
TOPICS = (
    "cải cách thể chế", "thủ tục hành chính", "chế độ công vụ", "chính quyền số", "tài chính công", "hạ tầng số",
    "đào tạo, bồi dưỡng", "kiểm tra công vụ", "dịch vụ công trực tuyến", "an toàn thông tin", "số hóa hồ sơ",
    "tuyên truyền", "đo lường sự hài lòng", "tổ chức bộ máy", "phân cấp, ủy quyền", "dữ liệu dùng chung",
    "kinh tế số", "xã hội số",
)  # fmt: skip
UNITS = (
    "Sở Nội vụ", "Sở Tài chính", "Sở Tư pháp", "Sở Xây dựng", "Sở Y tế", "Sở Công Thương", "Sở Giáo dục và Đào tạo",
    "Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh", "Thanh tra tỉnh", "Công an tỉnh",
    "Sở Văn hóa, Thể thao và Du lịch", "UBND các xã, phường", "Các sở, ban, ngành", "Bảo hiểm xã hội tỉnh",
)  # fmt: skip
DUTIES = (
    "Báo cáo kết quả {topic} hằng quý về {other} trước ngày {day} của tháng cuối quý.",
    "Hằng tháng đăng tải ít nhất {count:02} tin, bài về {topic} trên Cổng Thông tin điện tử tỉnh.",
    "Tổ chức {count:02} hội nghị tập huấn về {topic} cho cán bộ, công chức, viên chức trong năm 2026.",
    "Hoàn thành rà soát các quy định về {topic}, trình UBND tỉnh trước ngày {day:02}/{month:02}/2026.",
    "Chủ trì, phối hợp với {other} xây dựng kế hoạch {topic} năm 2026, chậm nhất ngày {day:02} tháng {month:02}.",
    "Định kỳ 6 tháng, năm tổng hợp tình hình {topic}, báo cáo UBND tỉnh theo quy định.",
)
PLAIN = (
    "Tiếp tục quán triệt, triển khai đầy đủ các văn bản của Trung ương và của tỉnh về {topic}; xác định đây là nhiệm "
    "vụ chính trị quan trọng của người đứng đầu cơ quan, đơn vị, gắn với phong trào thi đua số {serial}.",
    "Nâng cao nhận thức, trách nhiệm của đội ngũ cán bộ, công chức, viên chức trong công tác {topic}; kịp thời biểu "
    "dương những tập thể, cá nhân điển hình, nhân rộng cách làm hay của {other} và các mô hình thuộc nhóm {serial}.",
    "Theo Quyết định số {serial}/QĐ-TTg ngày {day}/{month}/2021 của Thủ tướng Chính phủ, công tác {topic} phải bảo đảm "
    "công khai, minh bạch, tiết kiệm, hiệu quả; lấy người dân, doanh nghiệp làm trung tâm phục vụ.",
    "Ứng dụng mạnh mẽ công nghệ thông tin trong {topic}, kết nối với các cơ sở dữ liệu của {other}; bảo đảm hạ tầng, "
    "thiết bị và nhân lực đáp ứng yêu cầu của giai đoạn 2026 - 2030 theo Đề án {serial}.",
)


def long_plan(pages: int) -> str:
    """Write a plan of so many pages of 2,200 letters."""
    draw = random.Random(pages)  # noqa: S311 - the same plan every time
    wanted = pages * LETTERS_A_PAGE - len(HEAD) - len(FOOT)
    a_section = wanted // min(SECTIONS, max(2, pages))
    body = [_section(number, a_section, draw) for number in range(min(SECTIONS, max(2, pages)))]
    return "".join([HEAD, *body, FOOT])


def _section(number: int, letters: int, draw: random.Random) -> str:
    parts = [f"{ROMANS[number]}. NHIỆM VỤ VỀ {TOPICS[number].upper()}\n\n"]
    size = len(parts[0])
    for ordinal, unit in enumerate(cycle(UNITS), start=1):
        for line in (f"{ordinal}. {unit}\n\n", *islice(_clauses(TOPICS[number], draw), CLAUSES)):
            if size >= letters:
                return "".join(parts)
            parts.append(line)
            size += len(line)
    raise AssertionError


def _clauses(topic: str, draw: random.Random) -> Iterator[str]:
    for letter in LETTERS:
        words = draw.choice(DUTIES if draw.random() < 0.35 else PLAIN)
        filled = words.format(
            topic=topic,
            other=draw.choice(UNITS[:6]),
            day=draw.randrange(10, 28),
            month=draw.randrange(2, 13),
            count=draw.randrange(2, 25),
            serial=draw.randrange(100, 99_999),
        )
        yield f"{letter}) {filled}\n\n"
