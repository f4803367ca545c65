"""Layers of a PDF: what belongs to one that is off, no viewer shows."""

from collections.abc import Iterator
from typing import Any


def resolved(one: Any) -> Any:
    """What a reference stands for."""
    from pdfminer.pdftypes import resolve1

    return resolve1(one)


def layers_off(document: Any) -> frozenset[int]:
    """The numbers of the layers that a viewer does not show (PDF 1.7, 8.11.4)."""
    every = resolved(document.catalog.get("OCProperties"))
    usual = resolved(every.get("D")) if isinstance(every, dict) else None
    if not isinstance(usual, dict):
        return frozenset()
    off = set(numbers(usual.get("OFF")))
    if getattr(resolved(usual.get("BaseState")), "name", "") == "OFF":
        off |= set(numbers(every.get("OCGs"))) - set(numbers(usual.get("ON")))
    return frozenset(off)


def numbers(references: Any) -> Iterator[int]:
    """The numbers of the objects in a list of references."""
    found = resolved(references)
    every = found if isinstance(found, list) else ()
    yield from (one.objid for one in every if hasattr(one, "objid"))


def layer(resources: Any, name: Any) -> Any:
    """What a page calls by a name to mark what belongs to a layer."""
    known = resolved(resources.get("Properties")) if isinstance(resources, dict) else None
    return known.get(getattr(name, "name", "")) if isinstance(known, dict) else None


def is_off(reference: Any, off: frozenset[int]) -> bool:
    """Whether a layer is off; a set of layers is if all in it are."""
    if getattr(reference, "objid", None) in off:
        return True
    group = resolved(reference)
    members = group.get("OCGs") if isinstance(group, dict) else None
    several = [members] if hasattr(resolved(members), "get") else resolved(members)
    known = list(numbers(several)) if isinstance(several, list) else []
    return bool(known) and set(known) <= off
