"""Two campaigns: one template letter sent by 70 people, and ten letters put together from building blocks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage

from forms import Kit
from letters import CREDENTIALS, Letter, plain, word
from mails import POLICY, fix_boundaries, headers
from office import word_bytes
from people import Person
from render import Rendered, joined, render
from stock import Line, Response, Section

TEMPLATE, BLOCKS = "zoutcavernes", "dorpswarmte"
HOME = "Hardersum"
IDENTICAL, SWAPPED = 35, 20
FORMS = ("docx", "txt", "eml")
DETAILS = {"eml": ("name", "email")}
VILLAGES = [
    "Westerdijk",
    "Lutjewierde",
    "Twickelerveen",
    "Boekelermarke",
    "Haarmolen",
    "Lutterveen",
    "Veldinge",
]
OPENINGS = [
    "Als bewoner van [plaats] reageer ik graag op het concept.",
    "Wij zijn met een groepje buren uit [plaats] bezig met warmte voor onze wijk.",
    "Hierbij mijn reactie op het programma.",
]
RECIPES = ["1237", "2146", "7134", "1562", "3425", "6271", "12345", "7235", "4163", "2756"]


def _letter(person: Person, body: Rendered, kit: Kit, number: int) -> Letter:
    return Letter(
        person=person,
        organisation="",
        role="",
        day=date(2026, 2, 20) + timedelta(days=number % 21),
        subject="Zienswijze Programma Duurzaam Gebruik Diepe Ondergrond",
        salutation="Geachte minister,",
        body=body,
        closing=kit.people.pick("slot.burger") if number > IDENTICAL else "Hoogachtend,",
        look=number if number > IDENTICAL else 2,
    )


def _mail(letter: Letter, number: int) -> bytes:
    message = EmailMessage(policy=POLICY)
    headers(message, letter.person, letter.subject, number, "campagne")
    body = [letter.salutation, "", *letter.body.lines(), "", letter.closing, letter.person.name]
    message.set_content("\n".join([*body, *letter.postscript]) + "\n", cte="quoted-printable")
    fix_boundaries(message, number)
    return message.as_bytes()


def _content(letter: Letter, form: str, number: int) -> bytes:
    if form == "eml":
        return _mail(letter, number)
    return plain(letter).encode("utf-8") if form == "txt" else word_bytes(word(letter))


def _write(name: str, letter: Letter, kit: Kit, number: int) -> tuple[str, bytes]:
    form = FORMS[number % 3]
    path = f"campagne/{name}-{number:03d}.{form}"
    kit.truth.person(path, "", letter.person, *DETAILS.get(form, CREDENTIALS))
    kit.truth.file(path)
    return path, _content(letter, form, number)


def _extended(base: Letter, own: Rendered, number: int) -> tuple[Letter, Rendered]:
    """Put the own addition at the front, before the closing, or under the signature; gives letter, text."""
    if number % 3 == 0:
        return replace(base, postscript=own.lines()), joined([base.body, own])
    parts = [own, base.body] if number % 3 == 1 else [base.body, own]
    body = joined(parts)
    return replace(base, body=body), body


def template_letters(template: Response, additions: Sequence[Response], kit: Kit) -> dict[str, bytes]:
    """Write the letters of the template campaign; gives path in raw/ -> content."""
    made: dict[str, bytes] = {}
    for number in range(1, IDENTICAL + SWAPPED + len(additions) + 1):
        place = HOME if number <= IDENTICAL else kit.people.choose(VILLAGES)
        person = kit.people.person(place=place)
        body = render(template.sections[0], place)
        letter, told, own_text, variant = _letter(person, body, kit, number), body, "", "identical"
        if number > IDENTICAL + SWAPPED:
            own = render(additions[number - IDENTICAL - SWAPPED - 1].sections[0], place)
            letter, told = _extended(letter, own, number)
            variant, own_text = "extended", own.cell().replace("\n", " ")
        elif number > IDENTICAL:
            variant = "swapped"
        path, content = _write("zienswijze-zoutcavernes", letter, kit, number)
        made[path] = content
        kit.truth.points(path, "", told)
        kit.truth.campaign(path, TEMPLATE, variant, own_text)
    return made


def block_letters(blocks: Sequence[Response], kit: Kit) -> dict[str, bytes]:
    """Write the letters of the building-block campaign: three to five blocks each, in another order."""
    made: dict[str, bytes] = {}
    for number, recipe in enumerate(RECIPES, start=1):
        place = kit.people.choose(VILLAGES)
        opening = Rendered(
            paragraphs=render(Section("", [[Line(OPENINGS[number % len(OPENINGS)])]]), place).paragraphs
        )
        chosen = [render(blocks[int(digit) - 1].sections[0], place) for digit in recipe]
        letter = _letter(kit.people.person(place=place), joined([opening, *chosen]), kit, IDENTICAL + number)
        path, content = _write("reactie-dorpswarmte", letter, kit, number)
        made[path] = content
        kit.truth.points(path, "", letter.body)
        kit.truth.campaign(path, BLOCKS, "blocks")
    return made
