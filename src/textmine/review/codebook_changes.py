"""What changed between two versions of the codebook: everything that makes it another version."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textmine.codebook import Code, Codebook, Dimension, Example

Lines = tuple[str, ...]

KINDS: dict[str, str] = {
    "name": "het codeboek heet anders",
    "dimension_added": "nieuwe vraag",
    "dimension_removed": "vraag vervallen",
    "dimension_order": "de vragen staan in een andere volgorde",
    "dimension_name": "de vraag heet anders",
    "multiple": "een ander aantal codes per uitspraak",
    "outside": "een andere restcode",
    "code_added": "nieuwe code",
    "code_removed": "code vervallen",
    "code_replaced": "vervangen door een andere code",
    "code_split": "gesplitst",
    "code_order": "de codes staan in een andere volgorde",
    "code_name": "heet anders",
    "definition": "andere definitie",
    "include": "wat erbij hoort, is gewijzigd",
    "exclude": "wat er niet bij hoort, is gewijzigd",
    "cues": "andere kenmerkende woorden",
    "parent": "een andere hoofdcode",
    "valid_from": "geldt vanaf een andere dag",
    "replaces": "vervangt andere codes",
    "examples_added": "voorbeelden erbij",
    "examples_removed": "voorbeelden weg",
    "example_codes": "een voorbeeld heeft andere codes",
    "example_order": "de voorbeelden staan in een andere volgorde",
}
"""Kind of change: how a log names it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; ``kind`` is a key of ``KINDS``.

    ``dimension`` and ``code`` are ids of the newer version, or of the older one for what is gone; empty for
    a change of the codebook, or of a dimension, as a whole. ``name`` is how people know what changed.
    ``before`` and ``after`` are what went and what came; both are empty when only the order changed.
    """

    kind: str
    dimension: str = ""
    code: str = ""
    name: str = ""
    before: Lines = ()
    after: Lines = ()


def compare(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """Return all that changed from ``old`` to ``new``: nothing exactly when they are the same version.

    In order of the newer codebook, after what is gone; what changed in the examples comes last.
    """
    return tuple(_codebook(old, new))


def successors(code: str, old: Dimension, new: Dimension) -> tuple[str, ...]:
    """Return which codes of ``new`` stand for what ``code`` stood for in ``old``.

    None: it is gone. One: it is still there, or one code replaced it. More: it was split; it may itself be
    among them.
    """
    if code not in new.by_code:
        return tuple(each.code for each in new.codes if code in each.replaces)
    already = {each.code for each in old.codes if code in each.replaces}
    takers = [each.code for each in new.codes if code in each.replaces and each.code not in already]
    return (code, *(name for name in takers if name != code))


def changed_meaning(old: Code, new: Code) -> tuple[str, ...]:
    """Return what changed in words: ``definition``, ``include``, ``exclude``.

    Spaces, and the order of lines, have no meaning.
    """
    pairs = (
        ("definition", {_plain(old.definition)}, {_plain(new.definition)}),
        ("include", set(map(_plain, old.include)), set(map(_plain, new.include))),
        ("exclude", set(map(_plain, old.exclude)), set(map(_plain, new.exclude))),
    )
    return tuple(kind for kind, before, after in pairs if before != after)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _codebook(old: Codebook, new: Codebook) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("name", name=new.name, before=(old.name,), after=(new.name,))
    for gone in old.dimensions:
        if gone.id not in new.by_id:
            yield Change("dimension_removed", gone.id, name=gone.name, before=(gone.name,))
    for dimension in new.dimensions:
        if dimension.id in old.by_id:
            yield from _dimension(old.by_id[dimension.id], dimension)
        else:
            codes = tuple(code.name for code in dimension.codes)
            yield Change("dimension_added", dimension.id, name=dimension.name, after=codes)
    if _order_changed([d.id for d in old.dimensions], [d.id for d in new.dimensions]):
        yield Change("dimension_order")
    yield from _examples(old, new)


def _dimension(old: Dimension, new: Dimension) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("dimension_name", new.id, name=new.name, before=(old.name,), after=(new.name,))
    if old.multiple != new.multiple:
        said = {True: ("meer dan één",), False: ("precies één",)}
        yield Change("multiple", new.id, name=new.name, before=said[old.multiple], after=said[new.multiple])
    if old.outside != new.outside:
        before, after = old.by_code[old.outside].name, new.by_code[new.outside].name
        yield Change("outside", new.id, name=new.name, before=(before,), after=(after,))
    of_old = {code.code: successors(code.code, old, new) for code in old.codes}
    for code in old.codes:
        yield from _gone_or_split(code, of_old[code.code], new)
    was = {names[0]: code for code, names in reversed(of_old.items()) if len(names) == 1}
    was |= {code: code for code in old.by_code}
    for code in new.codes:
        if code.code in was:
            yield from _code(old, new, was[code.code], code.code)
        else:
            yield Change("code_added", new.id, code.code, code.name, after=(code.definition,))
    if _order_changed([c.code for c in old.codes], [c.code for c in new.codes]):
        yield Change("code_order", new.id, name=new.name)


def _gone_or_split(code: Code, names: Sequence[str], new: Dimension) -> Iterator[Change]:
    if not names:
        yield Change("code_removed", new.id, code.code, code.name, before=(code.definition,))
    elif len(names) > 1:
        after = tuple(new.by_code[name].name for name in names)
        yield Change("code_split", new.id, code.code, code.name, before=(code.name,), after=after)
    elif names[0] != code.code:
        after = (new.by_code[names[0]].name,)
        yield Change("code_replaced", new.id, code.code, code.name, before=(code.name,), after=after)


def _code(old_dimension: Dimension, new_dimension: Dimension, before: str, after: str) -> Iterator[Change]:
    """Compare a code with itself, or with the one code that replaced it."""
    old, new = old_dimension.by_code[before], new_dimension.by_code[after]
    where = (new_dimension.id, new.code, new.name)
    if old.name != new.name:
        yield Change("code_name", *where, before=(old.name,), after=(new.name,))
    if old.definition != new.definition:
        yield Change("definition", *where, before=(old.definition,), after=(new.definition,))
    for kind, ours, theirs in (
        ("include", old.include, new.include),
        ("exclude", old.exclude, new.exclude),
        ("cues", old.cues, new.cues),
        ("replaces", old.replaces, new.replaces),
    ):
        if ours != theirs and (kind != "replaces" or before == after):
            yield Change(kind, *where, *_apart(ours, theirs))
    if old.parent != new.parent:
        yield Change("parent", *where, _main(old, old_dimension), _main(new, new_dimension))
    if old.valid_from != new.valid_from:
        yield Change("valid_from", *where, _day(old), _day(new))


def _main(code: Code, dimension: Dimension) -> Lines:
    return () if code.parent is None else (dimension.by_code[code.parent].name,)


def _day(code: Code) -> Lines:
    return () if code.valid_from is None else (code.valid_from.isoformat(),)


def _apart(old: Lines, new: Lines) -> tuple[Lines, Lines]:
    """Return which lines went and which came."""
    before, after = Counter(old), Counter(new)
    return tuple((before - after).elements()), tuple((after - before).elements())


def _order_changed(old: Sequence[str], new: Sequence[str]) -> bool:
    both = set(old) & set(new)
    return [name for name in old if name in both] != [name for name in new if name in both]


def _examples(old: Codebook, new: Codebook) -> Iterator[Change]:
    before, after = [_key(each) for each in old.examples], [_key(each) for each in new.examples]
    if before != after and Counter(before) == Counter(after):
        yield Change("example_order")
        return
    went, came = Counter(before) - Counter(after), Counter(after) - Counter(before)
    recoded = {text for text, _ in went} & {text for text, _ in came}
    for text in dict.fromkeys(text for text, _ in after if text in recoded):
        was = tuple(line for key in went if key[0] == text for line in _said(key, old))
        now = tuple(line for key in came if key[0] == text for line in _said(key, new))
        yield Change("example_codes", name=text, before=was, after=now)
    if gone := tuple(text for text, _ in went.elements() if text not in recoded):
        yield Change("examples_removed", before=gone)
    if fresh := tuple(text for text, _ in came.elements() if text not in recoded):
        yield Change("examples_added", after=fresh)


_Coded = tuple[str, tuple[tuple[str, Lines], ...]]


def _key(example: Example) -> _Coded:
    return example.text, tuple(sorted(example.codes.items()))


def _said(key: _Coded, codebook: Codebook) -> Iterator[str]:
    """Say per dimension which codes an example has."""
    for name, codes in key[1]:
        dimension = codebook.by_id[name]
        yield f"{dimension.name}: {', '.join(dimension.by_code[code].name for code in codes)}"
