"""The register read from the YAML file an officer writes, and written back. The file is described in docs/units.md."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from obligations.channels import Channel
from obligations.errors import BadRegister
from obligations.model import Role
from obligations.text import fold
from obligations.units import Person, Post, Register, Succession, Unit, slug
from portal.register_entries import ChannelEntry, PersonEntry, RegisterEntry, UnitEntry

GUIDE = "Xem mẫu trong docs/units.md."
DEEPEST = 8  # the schema ends at five; an alias may lead to itself


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name, what it holds, and the lines its entries stand on."""

    name: str
    document: dict[str, object]
    lines: Mapping[tuple[str | int, ...], int]

    def fault(self, place: tuple[str | int, ...], what: str) -> BadRegister:
        """Word a fault: file, line, place, what is wrong and what to do."""
        words = _place_words(self.document, place)
        line = next((self.lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self.lines), None)
        where = f"{self.name}, dòng {line}" if line else self.name
        return BadRegister(f"{where}: {words}: {what}. {GUIDE}" if words else f"{where}: {what}. {GUIDE}")


def load_register(path: Path) -> Register:
    """Load the register. Raises BadRegister with the file, the line, the place and what to do."""
    text = _text(path)
    source = _parsed(path.name, text)
    try:
        entry = RegisterEntry.model_validate(source.document)
    except ValidationError as error:
        raise _worded(source, error) from error
    return _Builder(source, entry).register()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadRegister(f"{path.name}: tệp không phải văn bản UTF-8; hãy lưu lại với bảng mã UTF-8.") from error
    except OSError as error:
        raise BadRegister(f"{path}: không mở được tệp ({error.strerror}); kiểm tra đường dẫn và quyền đọc.") from error


class UniqueLoader(yaml.SafeLoader):
    """Loads YAML and refuses an entry written twice, which plain YAML would silently drop."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Construct a mapping. Raises yaml.constructor.ConstructorError on a repeated entry."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"mục «{key.value}» viết hai lần", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _parsed(name: str, text: str) -> Source:
    try:
        node = yaml.compose(text, Loader=UniqueLoader)
        document = yaml.load(text, Loader=UniqueLoader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = f", dòng {error.problem_mark.line + 1}" if error.problem_mark else ""
        what = error.problem if isinstance(error, yaml.constructor.ConstructorError) else "không đọc được như YAML"
        raise BadRegister(f"{name}{line}: {what}; kiểm tra dấu hai chấm, ngoặc và thụt đầu dòng. {GUIDE}") from error
    except yaml.YAMLError as error:
        raise BadRegister(f"{name}: có ký tự không dùng được trong YAML; hãy lưu lại dạng văn bản thuần.") from error
    if document is None:
        raise BadRegister(f"{name}: tệp trống; cần ít nhất mục units với một đơn vị. {GUIDE}")
    if not isinstance(document, dict):
        raise BadRegister(f"{name}: cần các mục agency, units, people, mỗi mục kết thúc bằng dấu hai chấm. {GUIDE}")
    return Source(name, document, dict(_lines(node, ())) if node else {})


def _lines(node: yaml.Node, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int]]:
    if len(place) > DEEPEST:
        return
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            yield from _lines(value, (*place, key.value))
    if isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            yield (*place, at), item.start_mark.line + 1
            yield from _lines(item, (*place, at))


FAULTS = {
    "extra_forbidden": "không có mục này; xóa đi hoặc sửa tên mục",
    "missing": "thiếu mục này; hãy thêm vào",
    "date_from_datetime_parsing": "cần ngày dạng 2025-03-01, không đặt trong dấu nháy",
    "string_type": "cần là chữ; nếu là số, hãy đặt trong dấu nháy",
    "list_type": "cần là một danh sách, mỗi dòng bắt đầu bằng dấu gạch ngang",
    "too_short": "đang trống; cần ít nhất một đơn vị",
    "model_type": "cần các mục con, như name và key",
    "model_attributes_type": "cần các mục con, như name và key",
    "dict_type": "cần các mục con, như name và key",
    "date_type": "cần ngày dạng 2025-03-01, không đặt trong dấu nháy",
}
ALTERNATIVES = frozenset({"str", "PersonEntry"})
MEMBERS = {"units": "đơn vị", "people": "người", "successions": "mục kế thừa", "channels": "kênh"}


def _worded(source: Source, error: ValidationError) -> BadRegister:
    """Word the first fault that pydantic found; of an entry that may be a key or a person, the person's."""
    faults = error.errors()
    fault = next(
        (f for f in faults if "PersonEntry" in f["loc"] and f["type"] not in ("model_type", "model_attributes_type")),
        faults[0],
    )
    place = tuple(part for part in fault["loc"] if part not in ALTERNATIVES)
    what = str(fault["ctx"]["error"]) if fault["type"] == "value_error" else FAULTS.get(fault["type"], fault["msg"])
    return source.fault(place, what)


def _place_words(document: object, place: tuple[str | int, ...]) -> str:
    """Write a place in words: `đơn vị «Phòng A» › head`."""
    words: list[str] = []
    at: Any = document
    for part in place:
        single, at = isinstance(part, int) and not isinstance(at, list), _below(at, part)
        named = at.get("name") if isinstance(at, dict) else None
        if single:
            continue
        if isinstance(part, int):
            kind = MEMBERS.get(words.pop(), "mục") if words and words[-1] in MEMBERS else "mục"
            words.append(f"{kind} «{named}»" if named else f"{kind} thứ {part + 1}")
        else:
            words.append(part)
    return " › ".join(words)


def _below(value: object, part: str | int) -> object:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return value


class _Builder:
    """Builds the register out of valid entries; raises BadRegister where they do not fit together."""

    def __init__(self, source: Source, entry: RegisterEntry) -> None:
        self.source, self.entry = source, entry
        self.keys = [unit.key or slug(unit.name) for unit in entry.units]
        self.people: dict[str, Person] = {}
        self.posts: list[Post] = []

    def register(self) -> Register:
        names = self._names()
        for at, person in enumerate(self.entry.people):
            self._add(person, ("people", at))
        units = tuple(self._unit(at, names) for at in range(len(self.entry.units)))
        self._refuse_cycles({unit.key: unit for unit in units})
        for role in (Role.OFFICE, Role.LEADER):
            self._appoint(getattr(self.entry.agency, role.value), role, None, ("agency", role.value))
        for at, unit in enumerate(self.entry.units):
            for role in Role:
                self._appoint(getattr(unit, role.value), role, self.keys[at], ("units", at, role.value))
        successions = tuple(self._successions(names))
        people, posts = tuple(self.people.values()), tuple(dict.fromkeys(self.posts))
        return Register(units, people, posts, successions, tuple(self._channels(names)))

    def _channels(self, names: Mapping[str, str]) -> Iterator[Channel]:
        keys: set[str] = set()
        for at, entry in enumerate(self.entry.channels):
            key = entry.key or slug(entry.name)
            if key in keys:
                raise self.source.fault(("channels", at), f"khóa «{key}» đã dùng cho kênh khác; hãy đặt key khác")
            keys.add(key)
            units = tuple(self._found(name, names, ("channels", at, "units")) for name in entry.units)
            yield _channel(key, entry, units)

    def _successions(self, names: Mapping[str, str]) -> Iterator[Succession]:
        passed: dict[str, tuple[str, ...]] = {}
        for at, entry in enumerate(self.entry.successions):
            new = tuple(self._found(key, names, ("successions", at, "to")) for key in entry.new)
            for name in entry.old:
                old = self._found(name, names, ("successions", at, "from"))
                if old in passed:
                    raise self.source.fault(
                        ("successions", at, "from"), f"«{name}» đã có đơn vị kế thừa; hãy bỏ một mục"
                    )
                passed[old] = new
                if _returns(passed, old, ()):
                    what = f"«{name}» trở lại thành chính nó; hãy sửa from, to"
                    raise self.source.fault(("successions", at, "to"), what)
                yield Succession(old, tuple(dict.fromkeys(new)), entry.on, entry.document)

    def _found(self, name: str, names: Mapping[str, str], place: tuple[str | int, ...]) -> str:
        key = names.get(name) or names.get(fold(name))
        if key is None:
            raise self.source.fault(place, f"«{name}» chưa được khai trong units; thêm đơn vị này hoặc sửa lại tên")
        return key

    def _names(self) -> dict[str, str]:
        """Collect every name, alias and key with the key of its unit."""
        owners: dict[str, str] = {}
        for at, unit in enumerate(self.entry.units):
            key = self.keys[at]
            if key in self.keys[:at]:
                other = self.entry.units[self.keys.index(key)].name
                raise self.source.fault(("units", at), f"khóa «{key}» đã dùng cho «{other}»; hãy đặt key khác")
            for place, name in _spellings(at, unit):
                owner = owners.setdefault(fold(name), key)
                if owner != key:
                    other = self.entry.units[self.keys.index(owner)].name
                    raise self.source.fault(place, f"tên «{name}» đã là của «{other}»; mỗi tên chỉ thuộc một đơn vị")
        return owners | {key: key for key in self.keys}

    def _unit(self, at: int, names: Mapping[str, str]) -> Unit:
        entry = self.entry.units[at]
        members: dict[str, None] = {}
        for nth, member in enumerate(entry.members):
            members[self._found(member, names, ("units", at, "members", nth))] = None
        return Unit(self.keys[at], entry.name, tuple(dict.fromkeys(entry.aliases)), tuple(members))

    def _refuse_cycles(self, units: Mapping[str, Unit]) -> None:
        for at, key in enumerate(self.keys):
            circle = _circle(units, key, ())
            if circle:
                names = " → ".join(units[k].name for k in circle)
                raise self.source.fault(
                    ("units", at, "members"), f"nhóm chứa chính nó ({names}); hãy bỏ một thành viên"
                )

    def _appoint(
        self, holders: Iterable[str | PersonEntry], role: Role, unit: str | None, place: tuple[str | int, ...]
    ) -> None:
        for nth, somebody in enumerate(holders):
            key = somebody if isinstance(somebody, str) else self._add(somebody, (*place, nth))
            if key not in self.people:
                what = f"«{key}» chưa được khai trong people; thêm người này vào people, hoặc ghi name ngay tại đây"
                raise self.source.fault((*place, nth), what)
            self.posts.append(Post(key, role, unit))

    def _add(self, entry: PersonEntry, place: tuple[str | int, ...]) -> str:
        key = entry.key or slug(entry.name)
        person = Person(key, entry.name, tuple(dict.fromkeys(entry.addresses)))
        if self.people.setdefault(key, person) != person:
            raise self.source.fault(place, f"khóa «{key}» đã là của người khác; hãy đặt key riêng cho từng người")
        return key


def _channel(key: str, entry: ChannelEntry, units: tuple[str, ...]) -> Channel:
    lists = (entry.domains, entry.aliases, entry.feeds, entry.sitemaps, entry.lists)
    domains, aliases, feeds, sitemaps, pages = (tuple(dict.fromkeys(values)) for values in lists)
    return Channel(key, entry.name, entry.kind, domains, aliases, feeds, sitemaps, pages, tuple(dict.fromkeys(units)))


def _spellings(at: int, unit: UnitEntry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("units", at, "name"), unit.name
    for nth, alias in enumerate(unit.aliases):
        yield ("units", at, "aliases", nth), alias


def _circle(units: Mapping[str, Unit], key: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
    if key in path:
        return (*path[path.index(key) :], key)
    return next((c for member in units[key].members if (c := _circle(units, member, (*path, key)))), None)


def _returns(passed: Mapping[str, tuple[str, ...]], key: str, path: tuple[str, ...]) -> bool:
    return key in path or any(_returns(passed, new, (*path, key)) for new in passed.get(key, ()))


def dump_register(register: Register) -> str:
    """Write a register as YAML that `load_register` reads back to the same register."""
    posts = register.posts
    units = [_unit_entry(unit, posts) for unit in register.units]
    people = [{"key": p.key, "name": p.name, **_filled(addresses=list(p.addresses))} for p in register.people]
    document = {"agency": _held(posts, None), "units": units, "people": people}
    if register.successions:
        document["successions"] = [_succession_entry(s) for s in register.successions]
    if register.channels:
        document["channels"] = [_channel_entry(c) for c in register.channels]
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def _unit_entry(unit: Unit, posts: Iterable[Post]) -> dict[str, object]:
    lists = _filled(aliases=list(unit.aliases), members=list(unit.members))
    return {"key": unit.key, "name": unit.name, **lists, **_held(posts, unit.key)}


def _succession_entry(succession: Succession) -> dict[str, object]:
    said = {"document": succession.document} if succession.document else {}
    return {"from": [succession.old], "to": list(succession.new), "date": succession.on, **said}


def _channel_entry(channel: Channel) -> dict[str, object]:
    names = ("aliases", "domains", "feeds", "sitemaps", "lists", "units")
    lists = _filled(**{name: list(getattr(channel, name)) for name in names})
    return {"key": channel.key, "name": channel.name, "kind": channel.kind.value, **lists}


def _held(posts: Iterable[Post], unit: str | None) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    for post in posts:
        if post.unit == unit:
            held.setdefault(post.role.value, []).append(post.person)
    return held


def _filled(**lists: list[str]) -> dict[str, list[str]]:
    return {name: values for name, values in lists.items() if values}
