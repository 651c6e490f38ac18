"""The register: who there is, who belongs to whom, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass

from obligations.model import Role


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
class Register:
    """Every unit, person and post of one agency."""

    units: tuple[Unit, ...] = ()
    people: tuple[Person, ...] = ()
    posts: tuple[Post, ...] = ()
