"""The settings: `dunghan.toml` and, over it, `DUNGHAN_*`; every field says what it is for."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError
from pydantic_settings import TomlConfigSettingsSource as TomlSource
from typing_extensions import override

from obligations.errors import BadSettings
from obligations.ladders import steps_of
from obligations.model import Kind
from obligations.policy import TIERS, DayOff, Level, Policy, Regime, Tier
from obligations.timing.hours import USUAL, Hours
from obligations.timing.regimes import REGIMES, with_regime
from obligations.timing.workdays import Calendar
from storage.calendars import public_calendar
from storage.secrets import VARIABLE as SECRET_KEY
from storage.secrets import masked_url
from storage.setting_types import BasePath, Clock, Day, Host, Ladder, Password, PostgresAddress, WebAddress

PREFIX, FILE = "DUNGHAN_", "dunghan.toml"
CONFIG = f"{PREFIX}CONFIG"
# Read elsewhere: the place of the file, the key, who is at the keyboard, the agency's own phrases.
NOT_FIELDS = {CONFIG, SECRET_KEY, f"{PREFIX}BY", f"{PREFIX}LEXICON"}

DEFAULTS = Policy()
FAULTS = {
    "int_type": "cần một số nguyên",
    "int_parsing": "cần một số nguyên",
    "int_from_float": "cần một số nguyên",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than_equal": "không quá {le}",
    "literal_error": "cần một trong: {expected}",
    "enum": "cần một trong: {expected}",
    "string_type": "cần một chuỗi chữ trong ngoặc kép",
    "string_too_short": "không được để trống",
    "dict_type": "cần một bảng",
    "path_type": "cần một đường dẫn trong ngoặc kép",
    "model_type": "cần một bảng",
    "date_from_datetime_parsing": "cần ngày như 2026-10-15",
    "bool_type": "cần true hoặc false",
    "bool_parsing": "cần true hoặc false",
    "date_type": "cần ngày như 2026-10-15",
    "date_parsing": "cần ngày như 2026-10-15",
    "tuple_type": "cần một danh sách trong ngoặc vuông",
    "time_parsing": "cần giờ như 07:30",
    "time_type": "cần giờ như 07:30",
    "value_error": "{error}",
}

_file: ContextVar[Path | None] = ContextVar("file", default=None)


def _beside(text: str) -> Callable[[dict[str, Any]], str]:
    return lambda values: text.format(values.get("data_dir", Path("data")))


class ReportDueDays(BaseModel):
    """Ngày trong tháng cuối kỳ phải nộp báo cáo khi kế hoạch không ghi ngày; luôn được nêu là giả định."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    department: Day = Field(TIERS[0].day, description="nơi nhận là sở (báo cáo gửi Sở Nội vụ)")
    province: Day = Field(TIERS[1].day, description="nơi nhận là UBND tỉnh")
    ministry: Day = Field(TIERS[2].day, description="nơi nhận là bộ")
    other: Day = Field(DEFAULTS.other_day, description="nơi nhận khác hoặc không nêu")


class RegimeEntry(BaseModel):
    """Một chế độ báo cáo của riêng cơ quan, kèm căn cứ."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(min_length=1, description="căn cứ: số, ký hiệu văn bản")
    cut_off: int = Field(14, ge=1, le=31, description="ngày chốt số liệu trong tháng cuối kỳ; 31 là cuối tháng")
    days: dict[Level, Day] = Field({}, description="ngày gửi theo nơi nhận: department, province, ministry, other")
    four_a_year: bool = Field(True, description="báo cáo 6 tháng thay quý II, báo cáo năm thay quý IV")


class Settings(BaseSettings):
    """Everything an agency sets. Times are always those of Asia/Ho_Chi_Minh (rule 8), which is not a setting."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    data_dir: Path = Field(Path("data"), description="thư mục dữ liệu, tính từ nơi đặt dunghan.toml")
    database_url: str = Field(
        default_factory=_beside("sqlite:///{}/dunghan.db"),
        description="cơ sở dữ liệu: sqlite:///đường/dẫn.db hoặc postgresql://tài-khoản:mật-khẩu@máy/tên",
    )
    mailbox_dir: Path = Field(
        default_factory=lambda values: Path(_beside("{}/hom-thu")(values)),
        description="hòm thư trên đĩa, nơi để thư của người chưa có địa chỉ",
    )
    language: Literal["vi", "en"] = Field("vi", description="ngôn ngữ của dòng lệnh và trang web")
    prefect_port: int = Field(4200, ge=1, le=65535, description="cổng của máy chủ Prefect chạy kèm")
    prefect_api_url: WebAddress | None = Field(None, description="máy chủ Prefect có sẵn; để trống thì chạy kèm")
    prefect_host: Host = Field(
        "127.0.0.1", description="địa chỉ máy chủ Prefect chạy kèm lắng nghe; khác 127.0.0.1 thì phải có mật khẩu"
    )
    prefect_password: Password | None = Field(
        None, description="mật khẩu của trang Prefect, tài khoản dunghan; nên đặt qua biến môi trường"
    )
    prefect_base_path: BasePath = Field("", description="đường dẫn gốc khi đứng sau máy chủ trung gian, ví dụ /prefect")
    prefect_database_url: PostgresAddress | None = Field(
        None, description="cơ sở dữ liệu PostgreSQL của Prefect; để trống thì SQLite trong data_dir"
    )
    public_url: WebAddress | None = Field(
        None, description="địa chỉ mà người dùng gõ để mở trang Prefect, ghi trong các liên kết"
    )
    retention_days: int = Field(90, ge=7, le=3650, description="số ngày giữ các lượt chạy đã xong trong Prefect")
    runs_at_once: int = Field(
        1, ge=1, le=64, description="số lượt mỗi tiến trình chạy cùng lúc; trên SQLite chỉ nên là 1"
    )
    agency_name: str = Field("Cơ quan", min_length=1, description="tên cơ quan, ghi trong thư nhắc")
    answer_hint: str = Field(
        "liên hệ bộ phận theo dõi kế hoạch của cơ quan.",
        min_length=1,
        description="cách các đơn vị trả lời, ghi trong thư nhắc: một địa chỉ thư hoặc số điện thoại",
    )
    answer_url: WebAddress | None = Field(
        None, description="trang web để trả lời; mã trả lời được ghi sau dấu / cuối, để trống thì thư chỉ ghi mã"
    )
    templates_dir: Path | None = Field(
        None, description="thư mục mẫu thư riêng của cơ quan; tệp nào có ở đó thay cho mẫu gốc cùng tên"
    )
    morning_summary: bool = Field(True, description="gửi bản tổng hợp mỗi sáng cho người theo dõi kế hoạch")
    answer_days: int = Field(30, ge=1, le=365, description="mỗi mã trả lời dùng được bao nhiêu ngày")
    report_due_days: ReportDueDays = Field(
        ReportDueDays(), description="ngày nộp báo cáo khi kế hoạch không ghi: department, province, ministry, other"
    )
    report_regime: str = Field("nd09-2019", description="chế độ báo cáo: nd09-2019, bnv-581 … hoặc một mục của regimes")
    regimes: dict[str, RegimeEntry] = Field({}, description="chế độ báo cáo riêng: source, cut_off, days, four_a_year")
    day_off_rule: DayOff = Field(DayOff.BEFORE, description="hạn nội bộ khi trúng ngày nghỉ: keep, before hoặc after")
    days_off: tuple[date, ...] = Field((), description="ngày nghỉ riêng của cơ quan, như [2026-10-15]")
    days_worked: tuple[date, ...] = Field((), description="ngày làm việc riêng của cơ quan, như thứ Bảy làm bù")
    due_soon_days: int = Field(
        DEFAULTS.due_soon_days, ge=0, le=90, description="số ngày làm việc trước hạn nội bộ thì gọi là sắp đến hạn"
    )
    weekly_repeats: int = Field(
        DEFAULTS.weekly_repeats, ge=0, le=52, description="số lần nhắc lại hằng tuần sau bậc cuối"
    )
    ladder: dict[Kind | Literal["default"], Ladder] = Field(
        {}, description="thang nhắc: default, hoặc riêng cho một loại (post, report, event …)"
    )
    deployments_max: int = Field(300, ge=1, description="quá số này thì mỗi loại dùng chung một deployment")
    agency_parent: str = Field("", description="cơ quan chủ quản, ghi trên báo cáo: UBND TỈNH …")
    agency_symbol: str = Field("", description="chữ viết tắt tên cơ quan trong số, ký hiệu văn bản, ví dụ SXD")
    agency_place: str = Field("", description="địa danh ghi trên văn bản")
    signer_title: str = Field("", description="quyền hạn, chức vụ người ký báo cáo, ví dụ GIÁM ĐỐC")
    par_index_rules: Path | None = Field(None, description="bộ tiêu chí tự chấm điểm riêng (TOML)")
    accept_automatically: bool = Field(True, description="tự chấp nhận trang đủ mọi điều kiện; false thì chờ người xem")
    social_by_address: bool = Field(
        False, description="bài trên Zalo, Facebook, YouTube không đọc được bằng máy thì tính theo địa chỉ và ngày khai"
    )
    subjects: dict[str, tuple[str, ...]] = Field(
        {}, description="chủ đề riêng của cơ quan và các từ cho thấy chủ đề ấy"
    )
    fetch_timeout_seconds: int = Field(20, ge=1, le=120, description="thời gian tối đa để mở một trang")
    fetch_pause_seconds: int = Field(3, ge=1, le=60, description="nghỉ giữa hai lần hỏi cùng một máy chủ")
    fetch_contact: str = Field("", description="nơi liên hệ ghi trong User-Agent khi mở trang, chữ không dấu")
    fetch_certificates: Path | None = Field(
        None, description="tệp PEM chứng thư tin cậy thêm, như chứng thư trung gian"
    )
    internal_hosts: tuple[str, ...] = Field(
        (), description="máy chủ nội bộ được phép mở, như cong.noibo.vn hoặc cong.noibo.vn:8080"
    )
    follow_hours: int = Field(6, ge=1, le=168, description="số giờ ít nhất giữa hai lần theo dõi một nguồn tin")
    looks_per_run: int = Field(60, ge=1, le=1000, description="số trang mới nhiều nhất được mở trong một lượt tìm")
    recheck_days: int = Field(7, ge=1, le=90, description="số ngày giữa hai lần xem lại một đường dẫn đã chấp nhận")
    evidence_file_mb: int = Field(50, ge=1, le=2000, description="cỡ lớn nhất của một tệp minh chứng, tính bằng MB")
    send_timeout_seconds: int = Field(20, ge=1, le=120, description="thời gian tối đa cho một lần gửi")
    send_from: Clock = Field(USUAL.first, description="giờ bắt đầu gửi trong ngày làm việc, như 07:00")
    send_until: Clock = Field(USUAL.last, description="giờ ngừng gửi trong ngày, như 18:00")
    send_on_days_off: bool = Field(USUAL.days_off, description="gửi cả ngày nghỉ: true hoặc false")
    alarm_address: SecretStr | None = Field(
        None, description="địa chỉ Apprise của người vận hành, nhận cảnh báo chậm gửi"
    )
    alarm_after_minutes: int = Field(
        120, ge=10, le=2880, description="số phút trong giờ gửi mà thư chưa đi thì cảnh báo người vận hành"
    )
    plugin_dir: Path | None = Field(None, description="thư mục kênh gửi riêng của cơ quan (plugin Apprise)")

    @override
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment over the file, and nothing else."""
        return env_settings, TomlSource(settings_cls, toml_file=_file.get())


def load_settings() -> Settings:
    """Read the settings; paths come back absolute, counted from the folder of the file.

    Raises BadSettings naming the place (file or variable), the field and what it takes.
    """
    path = _config_file()
    place = str(path) if path else f"{PREFIX}*"
    _refuse_unknown_variables()
    token = _file.set(path)
    try:
        settings = Settings()
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{place} không phải TOML hợp lệ: {error}. Hãy sửa dòng đó.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"Không đọc được {place}: {error}. Hãy kiểm tra quyền và mã chữ (UTF-8).") from error
    except SettingsError as error:
        raise BadSettings(f"Một biến {PREFIX}* không phải JSON hợp lệ: {error}.") from error
    except ValidationError as error:
        raise BadSettings("\n".join(_faults(error, place))) from error
    finally:
        _file.reset(token)
    return _anchored(settings, (path.parent if path else Path()).resolve())


def _config_file() -> Path | None:
    if given := os.environ.get(CONFIG):
        if not Path(given).is_file():
            raise BadSettings(f"{CONFIG} trỏ tới {given}, nhưng không có tệp ấy; hãy sửa hoặc bỏ biến này.")
        return Path(given)
    return Path(FILE) if Path(FILE).is_file() else None


def _refuse_unknown_variables() -> None:
    known = NOT_FIELDS | {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    if unknown := sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known):
        raise BadSettings(
            f"Không có thiết lập {', '.join(unknown)}; hãy bỏ biến này hoặc sửa tên. Có: {', '.join(sorted(known))}."
        )


def _faults(error: ValidationError, place: str) -> Iterator[str]:
    for fault in error.errors(include_url=False, include_input=False):
        field = ".".join(map(str, fault["loc"]))
        variable = f"{PREFIX}{str(fault['loc'][0]).upper()}"
        where = f"biến {variable}" if variable in os.environ else place
        if fault["type"] == "extra_forbidden":
            yield f"{where}: không có thiết lập “{field}”; có: {', '.join(Settings.model_fields)}."
        else:
            why = FAULTS.get(fault["type"], fault["msg"]).format(**fault.get("ctx", {}))
            about = Settings.model_fields[str(fault["loc"][0])].description
            yield f"{where}: “{field}” không hợp lệ, {why} ({about})."


def _anchored(settings: Settings, folder: Path) -> Settings:
    url = settings.database_url
    head = "sqlite:///"
    if url.startswith(head) and not url.startswith((f"{head}/", f"{head}:memory:")) and url != head:
        url = f"{head}{folder / url.removeprefix(head)}"
    return settings.model_copy(
        update={
            "data_dir": folder / settings.data_dir,
            "fetch_certificates": settings.fetch_certificates and folder / settings.fetch_certificates,
            "mailbox_dir": folder / settings.mailbox_dir,
            "templates_dir": settings.templates_dir and folder / settings.templates_dir,
            "plugin_dir": settings.plugin_dir and folder / settings.plugin_dir,
            "database_url": url,
            "par_index_rules": settings.par_index_rules and folder / settings.par_index_rules,
        }
    )


def policy_of(settings: Settings) -> Policy:
    """Give the rules of time and reminding that these settings make."""
    days = settings.report_due_days
    named = zip(TIERS, (days.department, days.province, days.ministry), strict=True)
    own = tuple(_regime(name, entry) for name, entry in settings.regimes.items())
    policy = Policy(
        tiers=tuple(Tier(tier.name, tier.pattern, day) for tier, day in named),
        other_day=days.other,
        regimes=own,
        day_off=settings.day_off_rule,
        due_soon_days=settings.due_soon_days,
        weekly_repeats=settings.weekly_repeats,
        summary=settings.morning_summary,
        **_ladders(settings),
    )
    known = {**REGIMES, **{regime.name: regime for regime in own}}
    if (regime := known.get(settings.report_regime)) is None:
        raise BadSettings(f"report_regime: không có chế độ “{settings.report_regime}”; có: {', '.join(known)}.")
    return with_regime(policy, regime)


def _ladders(settings: Settings) -> dict[str, Any]:
    """Give the steps that the agency sets, for all kinds and for single ones."""
    own = {kind: steps_of(text) for kind, text in settings.ladder.items() if isinstance(kind, Kind)}
    general = settings.ladder.get("default")
    return {
        "steps": steps_of(general) if general else DEFAULTS.steps,
        "own_steps": tuple({**dict(DEFAULTS.own_steps), **own}.items()),
    }


def _regime(name: str, entry: RegimeEntry) -> Regime:
    return Regime(name, entry.source, entry.cut_off, tuple(entry.days.items()), entry.four_a_year)


def hours_of(settings: Settings) -> Hours:
    """Give the hours in which messages may leave. Raises BadSettings where they end before they begin."""
    if settings.send_until <= settings.send_from:
        raise BadSettings(
            f"send_until ({settings.send_until:%H:%M}) phải sau send_from ({settings.send_from:%H:%M});"
            " muốn gửi cả ngày thì đặt 00:00 và 23:59."
        )
    return Hours(settings.send_from, settings.send_until, settings.send_on_days_off)


def calendar_of(settings: Settings) -> Calendar:
    """Give the working calendar: the public sector's, with the agency's own days."""
    return public_calendar(settings.days_off, settings.days_worked)


def masked(settings: Settings) -> dict[str, str]:
    """Give every setting as text, passwords in addresses masked."""
    return {name: _shown(value) for name, value in settings}


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, BaseModel):
        return ", ".join(f"{name}={day}" for name, day in value)
    if isinstance(value, dict):
        return ", ".join(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return masked_url(value) if isinstance(value, str) and "://" in value else str(value)
