"""Values as JSON and back, by their types: dataclasses, tuples, lists, mappings, bytes, paths.

A dataclass becomes the list of its fields' values in their order. Text may hold lone surrogates,
as the names of files do.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Builder = Callable[[Any], Any]
"""Makes a value of what JSON holds; raises ValueError if that does not fit."""


def encode(value: object) -> bytes:
    """The value as JSON, in ASCII."""
    return json.dumps(value, default=to_json, separators=(",", ":")).encode()


def decode(data: bytes, kind: Any) -> Any:
    """The value of type `kind` that `encode` wrote. Raises ValueError if it is none."""
    try:
        return builder_of(kind)(json.loads(data))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def to_json(value: Any) -> object:
    """What is in JSON for a value that JSON does not know. Raises TypeError."""
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


@cache
def builder_of(kind: Any) -> Builder:
    """A function that makes values of a type. Raises TypeError: the type has no form in JSON."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if is_dataclass(kind):
        return dataclass_builder(kind)
    return generic_builder(kind, get_origin(kind), get_args(kind))


def generic_builder(kind: Any, origin: Any, inner: tuple[Any, ...]) -> Builder:
    """As `builder_of`, for `T | None`, tuples, lists and mappings from text."""
    if origin in (Union, UnionType) and len(set(inner) - {NoneType}) == 1:
        make = builder_of(next(item for item in inner if item is not NoneType))
        return lambda value: None if value is None else make(value)
    if origin is tuple and inner[-1] is not Ellipsis:
        parts = tuple(map(builder_of, inner))
        return lambda value: tuple(build_each(parts, require_type(value, list)))
    if origin in (tuple, list):
        make = builder_of(inner[0])
        return lambda value: origin(map(make, require_type(value, list)))
    if isinstance(origin, type) and issubclass(origin, Mapping) and inner[0] is str:
        make = builder_of(inner[1])
        return lambda value: {key: make(item) for key, item in require_type(value, dict).items()}
    raise TypeError(f"{kind} has no form in JSON")


def dataclass_builder(kind: Any) -> Builder:
    hints = get_type_hints(kind)
    parts = tuple(builder_of(hints[field.name]) for field in fields(kind))
    return lambda value: kind(*build_each(parts, require_type(value, list)))


def build_each(parts: tuple[Builder, ...], values: list[Any]) -> list[Any]:
    return [make(value) for make, value in zip(parts, values, strict=True)]


def require_type(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"{type(value).__name__} is not {kind}")
    return value


SIMPLE: dict[Any, Builder] = {
    Any: lambda value: value,
    str: lambda value: require_type(value, str),
    int: lambda value: require_type(value, int),
    float: lambda value: require_type(value, (int, float)),
    bool: lambda value: require_type(value, bool),
    bytes: lambda value: b64decode(require_type(value, str), validate=True),
    Path: lambda value: Path(require_type(value, str)),
}
