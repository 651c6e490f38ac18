"""`dunghan export`: the evidence pack, the report in the form of Nghị định 30/2020/NĐ-CP, the PAR Index points."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from obligations import service
from obligations.packs import Pack
from obligations.par_index import comma, most, score, total
from obligations.service import packing
from portal.desk import office, settings
from portal.language import tr
from portal.options import AS_OF, JSON, parse_day
from portal.output import print_json, say

PLAN = typer.Option("--plan", help=tr("Kế hoạch: tên, số hoặc tên tệp.", "The plan: name, number or file name."))
PERIOD = typer.Option("--period", help=tr("Kỳ, ví dụ 2024, Q2/2024.", "Period, e.g. 2024, Q2/2024."))
UNIT = typer.Option("--unit", help=tr("Chỉ của đơn vị này.", "This unit's alone."))
OUT = typer.Option("--out", help=tr("Nơi ghi; nếu không nêu là thư mục xuat.", "Where to write; else the folder xuat."))
RULES = typer.Option("--rules", help=tr("Bộ tiêu chí riêng (TOML).", "The agency's own criteria (TOML)."))


def attach(app: typer.Typer) -> None:
    """Put the commands on the line."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    group.command("evidence", help=tr("Bộ minh chứng: thư mục và .zip.", "The evidence pack."))(_evidence)
    group.command("report", help=tr("Báo cáo .docx theo Nghị định 30/2020.", "A report as .docx."))(_report)
    group.command("par-index", help=tr("Tự chấm điểm tuyên truyền CCHC.", "PAR Index points."))(_par_index)
    app.add_typer(group, name="export", help=tr("Xuất minh chứng, báo cáo, điểm.", "Packs, reports, points."))


def _gathered(plan: str, period: str, unit: str | None, as_of: str | None) -> Pack:
    desk = office()
    with desk.database.begin() as store:
        found = service.find_plan(store, plan)
        return packing.pack(desk, store, found, period, unit=unit, on=parse_day(as_of))


def _target(pack: Pack, out: Path | None, ending: str = "") -> Path:
    from portal.pack_names import pack_name

    name = pack_name(pack.plan.name, pack.period.key, pack.unit)
    return out or settings().data_dir / "xuat" / f"{name}{ending}"


def _evidence(
    plan: Annotated[str, PLAN],
    period: Annotated[str, PERIOD],
    unit: Annotated[str | None, UNIT] = None,
    out: Annotated[Path | None, OUT] = None,
    as_of: Annotated[str | None, AS_OF] = None,
) -> None:
    from portal.pack import write_pack  # the spreadsheet library is wanted by nobody else
    from portal.par_rules import load_rules

    pack = _gathered(plan, period, unit, as_of)
    rules = load_rules(settings().par_index_rules) if unit is None else None
    written = write_pack(pack, settings().data_dir / "minh-chung", _target(pack, out), rules)
    lacking = sum(row.lacking for row in pack.own)
    say(
        tr(
            f"Đã xuất {written.files} tệp vào {written.folder} và {written.archive}.",
            f"Wrote {written.files} files to {written.folder} and {written.archive}.",
        )
    )
    if lacking:
        say(
            tr(
                f"⚠ {lacking} việc chưa đủ minh chứng: xem trang “Còn thiếu” của index.xlsx, có chỗ ghi giải trình.",
                f"⚠ {lacking} duties lack evidence: see the sheet “Còn thiếu” of index.xlsx.",
            )
        )
    for fault in written.faults:
        say(f"⚠ {fault}")


def _report(
    plan: Annotated[str, PLAN],
    period: Annotated[str, PERIOD],
    unit: Annotated[str | None, UNIT] = None,
    out: Annotated[Path | None, OUT] = None,
    as_of: Annotated[str | None, AS_OF] = None,
) -> None:
    from portal.report import write_report  # the library of .docx is wanted by nobody else

    pack = _gathered(plan, period, unit, as_of)
    target = write_report(pack, settings(), _target(pack, out, ".docx"))
    say(
        tr(
            f"Đã ghi dự thảo báo cáo vào {target}; hãy điền số, người ký và đọc lại trước khi trình.",
            f"Wrote the draft report to {target}; number, signer and a last reading are yours.",
        )
    )


def _par_index(
    plan: Annotated[str, PLAN],
    period: Annotated[str, PERIOD],
    unit: Annotated[str | None, UNIT] = None,
    rules: Annotated[Path | None, RULES] = None,
    out: Annotated[Path | None, OUT] = None,
    json: Annotated[bool, JSON] = False,
    as_of: Annotated[str | None, AS_OF] = None,
) -> None:
    from portal.pack_index import points_lines, points_sheet
    from portal.par_rules import load_rules

    pack = _gathered(plan, period, unit, as_of)
    asked = load_rules(rules or settings().par_index_rules)
    scores = score(pack, asked)
    if out is not None:
        from portal.pack import write_file
        from portal.sheet import write_book

        write_file(out, write_book([points_sheet(pack, asked, scores)]))
    if json:
        print_json(
            [
                {
                    "code": s.criterion.code,
                    "points": None if s.points is None else float(s.points),
                    "most": float(s.criterion.points),
                    "grounds": list(s.grounds),
                    "evidence": list(s.pieces),
                }
                for s in scores
            ]
        )
        return
    say(f"{asked.name}\n{tr('Căn cứ', 'Source')}: {asked.source}\n{asked.note}")
    say(tr(f"Kỳ {pack.period_label}, số liệu đến {pack.on:%d/%m/%Y}.", f"{pack.period.key}, as of {pack.on}."))
    for line in points_lines(scores):
        say(line)
    given, there = comma(total(scores)), comma(most(scores))
    say(tr(f"Tổng cộng: {given}/{there} điểm (tạm tính).", f"Total: {given}/{there} (provisional)."))
