"""The register comes back as it was saved, in its order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from obligations.errors import BadRegister
from obligations.model import Role
from obligations.units import Person, Post, Register, Unit
from storage import SqlDatabase
from tests.storage.samples import REGISTER, add_occurrence


def test_the_register_comes_back_as_it_was_saved(database: SqlDatabase) -> None:
    with database.begin() as store:
        assert store.register() == Register()
        store.save_register(REGISTER)
    with database.begin() as store:
        assert store.register() == REGISTER


def test_saving_twice_equals_saving_once(database: SqlDatabase) -> None:
    with database.begin() as store:
        store.save_register(REGISTER)
        store.save_register(REGISTER)
        assert store.register() == REGISTER


def test_the_last_register_replaces_the_one_before(database: SqlDatabase) -> None:
    turned = Register(
        units=(Unit("thanh-tra", "Thanh tra Sở", aliases=("TTS",)), Unit("moi", "Phòng Mới")),
        people=(Person("moi", "Người mới", ("json://localhost",)),),
        posts=(Post("moi", Role.HEAD, "moi"),),
    )
    with database.begin() as store:
        store.save_register(REGISTER)
        store.save_register(turned)
        assert store.register() == turned


def test_a_unit_that_occurrences_name_is_kept_but_gone(database: SqlDatabase) -> None:
    with database.begin() as store:
        number = add_occurrence(store)
        store.save_register(Register())
        assert store.register() == Register()
        assert [(o.id, o.value.unit) for o in store.occurrences()] == [(number, "van-phong")]
        store.save_register(REGISTER)
        assert store.register() == REGISTER


BAD = {
    "a member twice": replace(REGISTER, units=(Unit("a", "A", members=("b", "b")), Unit("b", "B")), posts=()),
    "an unknown member": replace(REGISTER, units=(Unit("a", "A", members=("b",)),), posts=()),
    "a person twice": Register(people=(Person("a", "A"), Person("a", "B"))),
    "a post twice": replace(REGISTER, posts=(REGISTER.posts[0], REGISTER.posts[0])),
    "an agency's post twice": replace(REGISTER, posts=(REGISTER.posts[1], REGISTER.posts[1])),
    "a post of an unknown unit": replace(REGISTER, posts=(Post("dau-moi", Role.HEAD, "khong-co"),)),
    "a post of an unknown person": replace(REGISTER, posts=(Post("khong-co", Role.LEADER),)),
    "a unit twice": Register(units=(Unit("a", "A"), Unit("a", "B"))),
}


@pytest.mark.parametrize("register", BAD.values(), ids=BAD.keys())
def test_a_register_that_contradicts_itself_is_refused_and_nothing_changes(
    database: SqlDatabase, register: Register
) -> None:
    with database.begin() as store:
        store.save_register(REGISTER)
    with pytest.raises(BadRegister, match="Danh bạ"), database.begin() as store:
        store.save_register(register)
    with database.begin() as store:
        assert store.register() == REGISTER
