"""Conditions on items as data: what the stores ask for, and both engines read.

They read like boto3's conditions. They are our own because a home without AWS would otherwise wait
for boto3 at each start, and because what the engines do not agree on cannot be written at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Operator(StrEnum):
    """What a condition asks, in DynamoDB's words."""

    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    EXISTS = "attribute_exists"
    NOT_EXISTS = "attribute_not_exists"
    EQUALS = "="
    DIFFERS = "<>"
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="
    BETWEEN = "BETWEEN"
    BEGINS_WITH = "begins_with"


@dataclass(frozen=True, slots=True)
class Condition:
    """An operator with what it joins: conditions, or a name and its operands."""

    operator: Operator
    values: tuple[Any, ...]

    def __and__(self, other: Condition) -> Condition:
        return Condition(Operator.AND, (self, other))

    def __or__(self, other: Condition) -> Condition:
        return Condition(Operator.OR, (self, other))

    def __invert__(self) -> Condition:
        return Condition(Operator.NOT, (self,))


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that can be compared with operands."""

    name: str

    def eq(self, operand: object) -> Condition:
        return Condition(Operator.EQUALS, (self, operand))

    def lt(self, operand: object) -> Condition:
        return Condition(Operator.LESS, (self, operand))

    def lte(self, operand: object) -> Condition:
        return Condition(Operator.LESS_OR_EQUAL, (self, operand))

    def gt(self, operand: object) -> Condition:
        return Condition(Operator.GREATER, (self, operand))

    def gte(self, operand: object) -> Condition:
        return Condition(Operator.GREATER_OR_EQUAL, (self, operand))

    def between(self, low: object, high: object) -> Condition:
        return Condition(Operator.BETWEEN, (self, low, high))

    def begins_with(self, beginning: object) -> Condition:
        return Condition(Operator.BEGINS_WITH, (self, beginning))


class Key(_Name):
    """An attribute of a key, in the condition of a query."""

    __slots__ = ()


class Attr(_Name):
    """An attribute of an item, in the condition of a write."""

    __slots__ = ()

    def exists(self) -> Condition:
        return Condition(Operator.EXISTS, (self,))

    def not_exists(self) -> Condition:
        return Condition(Operator.NOT_EXISTS, (self,))

    def ne(self, operand: object) -> Condition:
        return Condition(Operator.DIFFERS, (self, operand))
