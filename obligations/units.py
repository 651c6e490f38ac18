"""The register: who there is, who belongs to whom, and whom to tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from obligations.channels import Channel
from obligations.model import Role
from obligations.text import fold

# Likeness of folded names in percent: taken for the same, ahead of the next one, worth suggesting.
LIKE, MARGIN, SUGGESTED = 90.0, 4.0, 45.0
# A word this long may differ in one letter; in a shorter one a letter makes another name (xã Tân An, xã Tân Ân).
ROBUST_WORD = 4

AGENCY_ROLES = (
    (Role.OFFICE, "agency.office", "Chưa ai theo dõi kế hoạch: điền mục agency.office để có người nhận báo quá hạn."),
    (Role.LEADER, "agency.leader", "Chưa có lãnh đạo: điền mục agency.leader để có người nhận báo quá hạn kéo dài."),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, or a group of units where `members` is not empty.

    `key` is short, lower case and never changes; `name` is the canonical name; `aliases` are the other names
    (abbreviations too) under which plans call it; `members` holds the keys of a group's units or groups.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to tell. `addresses` are Apprise URLs, the preferred one first; the others are fallbacks."""

    key: str
    name: str
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """That a person holds a role for a unit; `unit` is None for the agency's own roles (OFFICE, LEADER)."""

    person: str
    role: Role
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """That a unit passes into others on a day: into one (also several into the same one), or split into several.

    `document` is what orders it. The old unit stays in the register, so that old evidence keeps its name.
    """

    old: str
    new: tuple[str, ...]
    on: date
    document: str | None = None


# Without slots: the look-ups are kept beside the fields, since a sweep asks them hundreds of thousands of times.
@dataclass(frozen=True)
class Register:
    """Every unit, person and post of one agency, what became of units that are no more, and where it publishes."""

    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    posts: tuple[Post, ...] = ()
    successions: tuple[Succession, ...] = ()
    channels: tuple[Channel, ...] = ()

    @cached_property
    def unit_by_key(self) -> Mapping[str, Unit]:
        """Give every unit by its key."""
        return {unit.key: unit for unit in self.units}

    @cached_property
    def units_called(self) -> Mapping[str, tuple[Unit, ...]]:
        """Give the units that bear a name or alias, by the folded name."""
        found: dict[str, dict[str, Unit]] = {}
        for unit in self.units:
            for name in _names(unit):
                found.setdefault(name, {}).setdefault(unit.key, unit)
        return {name: tuple(units.values()) for name, units in found.items()}

    @cached_property
    def held(self) -> Mapping[tuple[Role, str | None], tuple[Person, ...]]:
        """Give who holds a role for a unit (None: for the agency), in the order of the posts."""
        people = {person.key: person for person in self.people}
        found: dict[tuple[Role, str | None], dict[str, Person]] = {}
        for post in self.posts:
            place = found.setdefault((post.role, post.unit), {})
            if post.person in people:
                place[post.person] = people[post.person]
        return {place: tuple(holding.values()) for place, holding in found.items()}

    @cached_property
    def passing(self) -> frozenset[str]:
        """Give the keys of the units that pass into others some day."""
        return frozenset(succession.old for succession in self.successions)


@dataclass(frozen=True, slots=True)
class Expanded:
    """The units that names stand for, groups taken apart, and the names the register does not hold."""

    units: tuple[Unit, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What a person must mend before reminders can reach everybody: the place, what is wrong, nearest names."""

    place: str
    what: str
    suggestions: tuple[str, ...] = ()


def slug(name: str) -> str:
    """Write a name as a key: `Văn phòng Sở` gives `van-phong-so`."""
    return fold(name).replace(" ", "-")


def find(register: Register, name: str) -> Unit | None:
    """Find the unit a name stands for: by key, name or alias, then by likeness where only one is like it."""
    if (by_key := register.unit_by_key.get(name)) is not None:
        return by_key
    if exact := register.units_called.get(_folded(name), ()):
        return exact[0] if len(exact) == 1 else None
    ranked = _ranked(register, name)
    if not ranked or ranked[0][0] < LIKE or not any(_same_words(_folded(name), n) for n in _names(ranked[0][1])):
        return None
    return ranked[0][1] if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= MARGIN else None


_folded = lru_cache(maxsize=8192)(fold)


def _names(unit: Unit) -> tuple[str, ...]:
    return tuple(_folded(name) for name in (unit.name, *unit.aliases))


def _same_words(one: str, other: str) -> bool:
    """Tell whether two folded names differ at most by one letter in long words."""
    pairs = list(zip(one.split(), other.split(), strict=False))
    return len(one.split()) == len(other.split()) and all(
        a == b or (min(len(a), len(b)) >= ROBUST_WORD and Levenshtein.distance(a, b) <= 1) for a, b in pairs
    )


def _ranked(register: Register, name: str) -> list[tuple[float, Unit]]:
    """Rank units by the likeness of their best name, 0..100."""
    scored = [(max(fuzz.ratio(_folded(name), n) for n in _names(u)), u) for u in register.units]
    return sorted(scored, key=lambda pair: -pair[0])


def nearest(register: Register, name: str, limit: int = 3) -> tuple[str, ...]:
    """Suggest the names of the register nearest to one it does not hold."""
    return tuple(unit.name for score, unit in _ranked(register, name)[:limit] if score >= SUGGESTED)


def expand(register: Register, names: Iterable[str]) -> Expanded:
    """Take names to units, groups to their members and theirs; each unit once, in the order of first mention."""
    units: dict[str, Unit] = {}
    unknown: dict[str, None] = {}
    for name in names:
        unit = find(register, name)
        if unit is None:
            unknown.setdefault(name)
            continue
        units |= {leaf.key: leaf for leaf in _leaves(register.unit_by_key, unit, ()) if leaf.key not in units}
    return Expanded(tuple(units.values()), tuple(unknown))


def _leaves(by_key: Mapping[str, Unit], unit: Unit, above: tuple[str, ...]) -> Iterator[Unit]:
    if not unit.members:
        yield unit
        return
    for key in unit.members:
        if key in by_key and key not in (*above, unit.key):
            yield from _leaves(by_key, by_key[key], (*above, unit.key))


def successors(register: Register, key: str, day: date) -> tuple[str, ...]:
    """Give the units that stand for a unit on a day: itself, or those it has passed into by then, through any chain."""
    if key not in register.passing:
        return (key,)
    passed = {s.old: s.new for s in register.successions if s.on <= day}
    return tuple(dict.fromkeys(_ends(passed, key, ())))


def _ends(passed: Mapping[str, tuple[str, ...]], key: str, above: tuple[str, ...]) -> Iterator[str]:
    if key not in passed:
        yield key
        return
    for new in passed[key]:
        if new not in (*above, key):
            yield from _ends(passed, new, (*above, key))


def units_on(register: Register, names: Iterable[str], day: date) -> tuple[str, ...]:
    """Give the keys of the units that names stand for on a day, groups and successions resolved; each unit once."""
    leaves = expand(register, names).units
    return tuple(dict.fromkeys(end for leaf in leaves for end in successors(register, leaf.key, day)))


def holders(register: Register, role: Role, unit_key: str | None = None) -> tuple[Person, ...]:
    """List who holds a role: HEAD and FOCAL of that unit; OFFICE and LEADER of the unit, else of the agency."""
    own = register.held.get((role, unit_key))
    if own is None and role not in (Role.HEAD, Role.FOCAL):
        own = register.held.get((role, None))
    return own or ()


def implied(names: Iterable[str]) -> Register:
    """Make a register out of names alone: a unit for each, with placeholder people who have no address."""
    spelled: dict[str, str] = {}
    for name in names:
        spelled.setdefault(slug(name), name)
    units = tuple(Unit(key, name) for key, name in spelled.items())
    heads = tuple(Person(f"dung-dau-{u.key}", f"Người đứng đầu {u.name}") for u in units)
    focals = tuple(Person(f"dau-moi-{u.key}", f"Đầu mối {u.name}") for u in units)
    office, leader = Person("van-phong", "Văn phòng theo dõi kế hoạch"), Person("lanh-dao", "Lãnh đạo cơ quan")
    posts = (
        *(Post(person.key, Role.HEAD, unit.key) for person, unit in zip(heads, units, strict=True)),
        *(Post(person.key, Role.FOCAL, unit.key) for person, unit in zip(focals, units, strict=True)),
        Post(office.key, Role.OFFICE),
        Post(leader.key, Role.LEADER),
    )
    return Register(units, (*heads, *focals, office, leader), posts)


def problems(register: Register, obligations: Iterable[tuple[str, Iterable[str]]]) -> tuple[Problem, ...]:
    """List what keeps reminders from somebody: `obligations` are (code, names of the responsible units)."""
    return (
        *_unknown_units(register, obligations),
        *_headless(register),
        *_unreachable(register),
        *_vacant(register),
    )


def _unknown_units(register: Register, obligations: Iterable[tuple[str, Iterable[str]]]) -> Iterator[Problem]:
    for code, names in obligations:
        for name in expand(register, names).unknown:
            near = nearest(register, name)
            hint = f" Gần nhất: {'; '.join(near)}." if near else ""
            what = f"{code}: «{name}» chưa có trong danh bạ. Thêm đơn vị này, hoặc ghi tên này vào aliases của đơn vị."
            yield Problem(code, what + hint, near)


def _headless(register: Register) -> Iterator[Problem]:
    passed = {succession.old for succession in register.successions}
    for unit in register.units:
        if not unit.members and unit.key not in passed and not holders(register, Role.HEAD, unit.key):
            yield Problem(unit.name, f"{unit.name}: chưa có người đứng đầu để nhắc; điền mục head của đơn vị này.")


def _unreachable(register: Register) -> Iterator[Problem]:
    posted = {post.person for post in register.posts}
    for person in register.people:
        if person.key in posted and not person.addresses:
            what = f"{person.name}: chưa có địa chỉ, tin nhắn chỉ nằm trong hộp thư tại chỗ; điền mục addresses."
            yield Problem(person.name, what)


def _vacant(register: Register) -> Iterator[Problem]:
    for role, place, what in AGENCY_ROLES:
        if not any(post.role is role for post in register.posts):
            yield Problem(place, what)
