"""Computes formulas as the pages write them, in TeX, so that a wrong sign on a page can be noticed.

`chains` cuts a displayed formula into statements of things that are equal; `value` computes one side.
A name is whatever the caller gives a meaning, longest first: `z`, `y_k`, `a'`, `\\Phi^*`.
Letters of an index stand for arrays, and a sum runs over their last axis.
"""

import re
from collections.abc import Callable
from functools import reduce

import numpy as np
from scipy.integrate import quad

from pairings.report import VOCABULARY

LAYOUT = re.compile(
    r"\\[,;!]|\\(?:q?quad|displaystyle|textstyle|left|right|[bB]igg?[lr]?|mathrm)(?![a-zA-Z])"
)
TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d|[^\s\d\\]")
RELATION = re.compile(
    r"=:|=|<|>|\\le(?![a-z])|\\ge(?![a-z])|\\approx|\\to|\\in(?![a-z])|\\propto|:$"
)
# What the package knows of signs and names, by what stands in the TeX.
MEANING = {
    re.sub(r"\\operatorname\{(\w+)\}", r"\1", word.tex): word.meaning
    for word in VOCABULARY
    if word.meaning is not None
}
CONSTANTS = {tex: meaning for tex, meaning in MEANING.items() if isinstance(meaning, float)}
OPERATORS = {tex: MEANING[tex] for tex in ("<", ">", "=", r"\le", r"\ge")}
FUNCTIONS = {tex: f for tex, f in MEANING.items() if tex not in CONSTANTS | OPERATORS}
CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|", r"\langle": r"\rangle"}


def tokens(tex: str) -> tuple[str, ...]:
    tex = re.sub(r"\\[lr]vert(?![a-z])", "|", tex)
    return tuple(TOKEN.findall(LAYOUT.sub(" ", tex)))


def rows(tex: str) -> list[str]:
    """The lines of a display; one that begins behind its & without a relation belongs to the last."""
    tex = re.sub(r"\\(?:begin|end)\{aligned\}", "", tex)
    cases = []

    def hide(found):
        cases.append(found[0])
        return f"@{len(cases) - 1}@"

    tex = re.sub(r"\\begin\{cases\}.*?\\end\{cases\}", hide, tex, flags=re.S)
    lines = []
    for row in re.split(r"\\\\", tex):
        goes_on = re.match(r"\s*&(?!\s*(?:=|\\[lg]e|\\approx))", row) and lines
        row = row.replace("&", " ")
        lines[-1:] = [lines[-1] + row] if goes_on else [*lines[-1:], row]
    return [re.sub(r"@(\d+)@", lambda m: cases[int(m[1])], line) for line in lines]


def chains(tex: str) -> list[list[str]]:
    """Statements of a display: lists of sides that are equal. A row that begins with = goes on."""
    found = []
    for row in rows(tex):
        for piece in re.split(r"\\q?quad(?![a-z])", row):
            piece = piece.strip().rstrip(".,: \n")
            parts = split_at_relations(piece)
            if found and parts[0][0] == "" and len(parts) > 1:  # begins with a relation
                found[-1] += parts[1:]
            elif len(parts) > 1:
                found.append(parts)
            elif found and piece[:1] in ("+", "-"):  # more of the side before
                side, relation = found[-1][-1]
                found[-1][-1] = f"{side} {piece}", relation
    return [group for parts in found for group in equal(parts)]


def split_at_relations(piece: str) -> list[tuple[str, str]]:
    """(side, relation before it), cut at relations that stand in no bracket."""
    depth, start, sides, before, place = 0, 0, [], "", 0
    while place < len(piece):
        opened = re.match(r"\\begin\{cases\}|[({\[]|\\[lg]floor", piece[place:])
        closed = re.match(r"\\end\{cases\}|[)}\]]", piece[place:])
        relation = RELATION.match(piece[place:]) if depth == 0 else None
        if relation:
            sides.append((piece[start:place].strip(), before))
            before, place = relation[0], place + len(relation[0])
            start = place
            continue
        depth += bool(opened) - bool(closed)
        place += len((opened or closed)[0]) if opened or closed else 1
    return [*sides, (piece[start:].strip(), before)]


def equal(parts: list[tuple[str, str]]) -> list[list[str]]:
    groups = [[]]
    for side, relation in parts:
        if relation not in ("", "=", "=:"):
            groups.append([])
        groups[-1].append(side)
    return [group for group in groups if len(group) > 1]


class Reader:
    """One pass over the tokens of a side; each method reads as much as its name says."""

    def __init__(self, tex: str, names: dict):
        self.tokens, self.at, self.bars = tokens(tex), 0, 0  # bars: open |
        keys = {tokens(name): meaning for name, meaning in (CONSTANTS | names).items()}
        self.names = dict(sorted(keys.items(), key=lambda item: -len(item[0])))

    def peek(self, ahead: int = 0) -> str:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if expected and token != expected:
            raise ValueError(f"{expected!r} wanted at {' '.join(self.tokens[self.at :])!r}")
        self.at += 1
        return token

    def accept(self, *wanted: str) -> bool:
        if self.peek() in wanted:
            self.at += 1
            return True
        return False

    def total(self):
        """Terms with signs between them."""
        self.accept("+")
        result = -self.product() if self.accept("-") else self.product()
        while self.peek() in ("+", "-"):
            result = result + self.product() if self.take() == "+" else result - self.product()
        return result

    def product(self):
        result = self.power()
        while self.peek() not in STOP and not (self.peek() == "|" and self.bars):
            if self.accept("/"):
                result = result / self.power()
            else:
                self.accept(r"\cdot", r"\circ", r"\times")
                result = result * (-self.product() if self.accept("-") else self.power())
        return result

    def power(self):
        base = self.atom()
        while self.accept("^"):
            base = base ** self.argument()
        return base

    def argument(self):
        """What follows a ^, a fraction or a function: a group, or one thing."""
        if self.accept("{"):
            return self.closed("}")
        if self.peek().isdigit():
            return float(self.take())
        return self.atom()

    def closed(self, bracket: str):
        inside = self.total()
        self.take(bracket)
        return inside

    def arguments(self, bracket: str) -> list:
        found = [self.total()]
        while self.accept(",", ";"):
            found.append(self.total())
        self.take(bracket)
        return found

    def atom(self):
        for name, meaning in self.names.items():
            if self.tokens[self.at : self.at + len(name)] == name:
                self.at += len(name)
                return self.called(meaning) if isinstance(meaning, Callable) else meaning
        token = self.take()
        if token.isdigit():
            return self.number(token)
        if token in (r"\frac", r"\tfrac", r"\dfrac"):
            above = self.argument()
            return above / self.argument()
        if token in FUNCTIONS or token == r"\operatorname":
            return self.function(token)
        if token in ("(", "{"):
            return self.closed(CLOSING[token])
        if token == "[":
            return self.bracket()
        if token == "|":
            self.bars += 1
            inside = np.abs(self.closed("|"))
            self.bars -= 1
            return inside
        if token == r"\langle":
            left, right = self.arguments(r"\rangle")
            return (left * right).sum(axis=-1, keepdims=True)
        if token == r"\sum":
            return self.sum()
        if token == r"\int":
            return self.integral()
        if token == r"\begin":
            return self.cases()
        raise ValueError(f"no meaning for {token!r} before {' '.join(self.tokens[self.at :])!r}")

    def number(self, token: str) -> float:
        while self.peek().isdigit() or (self.peek() == "." and self.peek(1).isdigit()):
            token += self.take()
        return float(token)

    def function(self, token: str):
        if token == r"\operatorname":
            self.take("{")
            token = ""
            while not self.accept("}"):
                token += self.take()
        power = self.argument() if self.accept("^") else 1
        if self.accept("("):
            return FUNCTIONS[token](*self.arguments(")")) ** power
        return FUNCTIONS[token](self.power() if token != r"\sqrt" else self.argument()) ** power

    def called(self, meaning: Callable):
        self.take("(")
        return meaning(*self.arguments(")"))

    def condition(self):
        """a < b, l ≤ z ≤ h: true where all hold."""
        sides, signs = [self.total()], []
        while self.peek() in OPERATORS:
            signs.append(OPERATORS[self.take()])
            sides.append(self.total())
        return reduce(
            np.logical_and, [f(a, b) for f, a, b in zip(signs, sides, sides[1:], strict=False)]
        )

    def bracket(self):
        """[z > 0], which is 1 or 0, or a bracket like any other."""
        start = self.at
        inside = self.total()
        if self.peek() in OPERATORS:
            self.at = start
            inside = np.where(self.condition(), 1.0, 0.0)
        self.take("]")
        return inside

    def sum(self):
        if self.accept("_"):
            self.argument_skipped()
        terms = self.product()
        return np.sum(terms, axis=-1, keepdims=True)

    def argument_skipped(self):
        if self.accept("{"):
            while not self.accept("}"):
                self.take()
        else:
            self.take()

    def integral(self):
        limits = {}
        while self.peek() in ("_", "^"):
            end = self.take()
            limits[end] = float(np.squeeze(self.argument()))
        rest = self.tokens[self.at :]
        place = next(i for i in range(len(rest)) if rest[i] == "d" and rest[i + 1].isalpha())
        variable, depth = rest[place + 1], 0
        for end, token in enumerate(rest):  # up to dz, or past the fraction that holds it
            depth += (token == "{") - (token == "}")
            if end > place and depth == 0 and rest[end + 1 : end + 2] != ("{",):
                break
        body = [*rest[:place], "1", *rest[place + 2 : end + 1]]
        known = {" ".join(name): meaning for name, meaning in self.names.items()}

        def integrand(x):
            return float(np.squeeze(Reader(" ".join(body), known | {variable: x}).total()))

        self.at += end + 1
        return quad(integrand, limits["_"], limits["^"], limit=200)[0]

    def cases(self):
        for token in "{cases}":
            self.take(token)
        conditions, choices = [], []
        while True:
            choices.append(self.total())
            self.take("&")
            conditions.append(self.condition())
            self.accept(".")
            if self.accept("\\\\") and self.peek() != r"\end":
                continue
            break
        self.take(r"\end")
        for token in "{cases}":
            self.take(token)
        return choose(conditions, choices)


STOP = {"", "+", "-", ")", "]", "}", r"\rangle", ",", ";", "&", "\\\\", r"\end", ".", *OPERATORS}


def choose(conditions: list, choices: list):
    """The choice whose condition holds; NaN where none does."""
    everything = np.broadcast_arrays(*conditions, *choices)
    return np.select(everything[: len(choices)], everything[len(choices) :], np.nan)


def holds(tex: str, names: dict):
    """Where a condition such as `0 \\le z \\le 1` is true."""
    return Reader(tex, names).condition()


def value(tex: str, names: dict):
    """What a side is worth; ValueError for a name without a meaning and for what is left over."""
    reader = Reader(tex, names)
    result = reader.total()
    if reader.peek():
        raise ValueError(f"left over: {' '.join(reader.tokens[reader.at :])!r}")
    return result
