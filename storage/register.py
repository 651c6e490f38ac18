"""The register of units, people and posts: replaced as a whole, addresses sealed."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import fields

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from obligations.channels import Channel
from obligations.errors import BadRegister
from obligations.units import Person, Post, Register, Succession, Unit
from storage.secrets import seal, unseal
from storage.shelf import Shelf
from storage.tables import ChannelRow, MembershipRow, OccurrenceRow, PersonRow, PostRow, SuccessionRow, UnitRow

BAD = (
    "Danh bạ ghi hai lần một đơn vị, người, thành viên, kế thừa hoặc chức vụ, hoặc trỏ tới đơn vị,"
    " người không có trong danh bạ; hãy sửa tệp đơn vị rồi nạp lại."
)

CHANNEL = tuple(field.name for field in fields(Channel))


class RegisterShelf(Shelf):
    """The part of the store that holds the register."""

    def save_register(self, register: Register) -> None:
        """Make the stored register equal to this one. Units that occurrences name are kept, marked as gone.

        Raises BadRegister where a key is missing or stands twice.
        """
        if len({unit.key for unit in register.units}) < len(register.units):
            raise BadRegister(BAD)
        for row in (PostRow, PersonRow, MembershipRow, SuccessionRow, ChannelRow):
            self._change(delete(row))
        self._save_units(register.units)
        try:
            with self._session.begin_nested():
                self._insert_links(register)
        except IntegrityError as error:
            raise BadRegister(BAD) from error

    def _save_units(self, units: tuple[Unit, ...]) -> None:
        self._change(update(UnitRow).values(gone=True))
        for position, unit in enumerate(units):
            fields = {"name": unit.name, "aliases": unit.aliases, "position": position, "gone": False}
            if not self._change(update(UnitRow).where(UnitRow.key == unit.key).values(**fields)):
                self._add(UnitRow, [{"key": unit.key, **fields}])
        named = select(OccurrenceRow.unit_key)
        self._change(delete(UnitRow).where(UnitRow.gone, UnitRow.key.not_in(named)))

    def _insert_links(self, register: Register) -> None:
        session = self._session
        session.add_all(MembershipRow(group_key=u.key, member_key=m) for u in register.units for m in u.members)
        session.add_all(
            PersonRow(key=p.key, name=p.name, addresses=seal(self._key, json.dumps(p.addresses)))
            for p in register.people
        )
        session.flush()
        session.add_all(
            SuccessionRow(old_key=s.old, new_key=new, on_day=s.on, document=s.document)
            for s in register.successions
            for new in s.new
        )
        session.add_all(ChannelRow(**{name: getattr(c, name) for name in CHANNEL}) for c in register.channels)
        session.add_all(PostRow(person_key=p.person, role=p.role, unit_key=p.unit) for p in register.posts)
        session.flush()
        session.expunge_all()

    def register(self) -> Register:
        """Give the register as it was last saved."""
        members = defaultdict(list)
        for link in self._all(select(MembershipRow).order_by(MembershipRow.id)):
            members[link.group_key].append(link.member_key)
        units = self._all(select(UnitRow).where(~UnitRow.gone).order_by(UnitRow.position))
        people = self._all(select(PersonRow).order_by(PersonRow.id))
        posts = self._all(select(PostRow).order_by(PostRow.id))
        return Register(
            tuple(Unit(u.key, u.name, u.aliases, tuple(members[u.key])) for u in units),
            tuple(Person(p.key, p.name, self._addresses(p)) for p in people),
            tuple(Post(p.person_key, p.role, p.unit_key) for p in posts),
            self._successions(),
            self._channels(),
        )

    def readdress(self, person: str, old: str, new: str) -> bool:
        """Replace one of a person's addresses by the one it moved to; False where they do not have it."""
        row = self._one(select(PersonRow).where(PersonRow.key == person).with_for_update())
        if row is None or old not in (known := self._addresses(row)):
            return False
        moved = json.dumps([new if address == old else address for address in known])
        statement = update(PersonRow).where(PersonRow.key == person)
        return self._change(statement.values(addresses=seal(self._key, moved))) == 1

    def _channels(self) -> tuple[Channel, ...]:
        rows = self._all(select(ChannelRow).order_by(ChannelRow.id))
        return tuple(Channel(**{name: getattr(row, name) for name in CHANNEL}) for row in rows)

    def _successions(self) -> tuple[Succession, ...]:
        found: dict[str, Succession] = {}
        for row in self._all(select(SuccessionRow).order_by(SuccessionRow.id)):
            before = found.get(row.old_key)
            new = (*(before.new if before else ()), row.new_key)
            found[row.old_key] = Succession(row.old_key, new, row.on_day, row.document)
        return tuple(found.values())

    def _addresses(self, row: PersonRow) -> tuple[str, ...]:
        return tuple(json.loads(unseal(self._key, row.addresses)))
