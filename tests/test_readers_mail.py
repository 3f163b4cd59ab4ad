from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from source_files import compound_file, lines, msg, pdf, zipped

from textmine.errors import SourceError
from textmine.readers import registry
from textmine.readers.blocks import Block, Reading
from textmine.readers.html_text import blocks_of
from textmine.readers.limits import Limits
from textmine.readers.plain_text import lines as text_lines
from textmine.readers.quotes import address_of, mark_quoted

LIMITS = Limits()
OWN = (
    "Wij vragen de minister om eerst de gevolgen voor het drinkwater in beeld te brengen, "
    "en pas daarna te kiezen waar er geboord wordt."
)


def mail(body: str, subject: str = "Zienswijze", **headers: str) -> EmailMessage:
    """Build a message with a plain body."""
    message = EmailMessage()
    message["From"] = headers.get("sender", "Jo Voorbeeld <Jo@Voorbeeld.test>")
    message["To"] = "loket@voorbeeld.test"
    message["Subject"] = subject
    message["Date"] = "Tue, 03 Mar 2026 00:30:00 +0100"
    message.set_content(body)
    return message


def read(message: EmailMessage) -> Reading:
    """Read a message as the registry does."""
    return registry.read("bericht.eml", message.as_bytes(), LIMITS)


def kinds(body: str, subject: str = "Zienswijze") -> list[tuple[str, str]]:
    """Return kind and text of the blocks of a plain body that hold text."""
    marked, _ = mark_quoted(text_lines(body), subject)
    return [(block.kind, block.text) for block in marked if block.text]


def test_body_and_metadata() -> None:
    """The plain body is read by line; sender, day (in the sender's own time) and subject are known."""
    reading = read(mail("Geachte minister,\n\nIk maak mij zorgen.\n"))
    assert [b.text for b in reading.parts[0].blocks] == ["Geachte minister,", "", "Ik maak mij zorgen."]
    assert reading.metadata == {
        "received": "2026-03-03",
        "respondent": "jo@voorbeeld.test",
        "title": "Zienswijze",
    }


def test_html_is_read_when_there_is_no_plain_text() -> None:
    """Of two versions the plain one is read; an empty one gives way to HTML."""
    both = mail("platte tekst")
    both.add_alternative("<p>opgemaakte tekst</p>", subtype="html")
    assert [b.text for b in read(both).parts[0].blocks] == ["platte tekst"]
    rich = mail("  ")
    rich.add_alternative("<p>opgemaakte <b>tekst</b></p>", subtype="html")
    assert [b.text for b in read(rich).parts[0].blocks] == ["opgemaakte tekst"]


def test_attachments_are_parts_with_names() -> None:
    """Attachments are read recursively; equal names are told apart; an unreadable one says why."""
    message = mail("Zie bijlagen.")
    for text in ("eerste", "tweede"):
        message.add_attachment(text.encode(), maintype="text", subtype="plain", filename="brief.txt")
    message.add_attachment(
        pdf([lines(["Brief in PDF."])]), maintype="application", subtype="pdf", filename="b.pdf"
    )
    message.add_attachment(zipped({"a": "b"}), maintype="application", subtype="zip", filename="foto's.zip")
    inner = mail("Een bericht in een bericht.")
    inner.add_attachment(b"diep", maintype="text", subtype="plain", filename="diep.txt")
    message.add_attachment(inner)
    parts = read(message).parts
    assert [
        (p.member, p.blocks[0].text if p.blocks else p.problem[0] if p.problem else None) for p in parts
    ] == [
        (None, "Zie bijlagen."),
        ("brief.txt", "eerste"),
        ("brief.txt (2)", "tweede"),
        ("b.pdf", "Brief in PDF."),
        ("foto's.zip", "unsupported"),
        ("Zienswijze.eml", "Een bericht in een bericht."),
        ("Zienswijze.eml/diep.txt", "diep"),
    ]


def test_nesting_has_a_limit() -> None:
    """Messages in messages are read to the limit, and beyond it they are listed."""
    message = mail("nul")
    for depth in ("een", "twee", "drie"):
        outer = mail(depth)
        outer.add_attachment(message)
        message = outer
    parts = registry.read("a.eml", message.as_bytes(), Limits(max_depth=2)).parts
    assert [part.problem[0] if part.problem else "read" for part in parts] == [
        "read",
        "read",
        "read",
        "too_large",
    ]


def test_small_inline_images_are_logos() -> None:
    """A small picture the text refers to is furniture; a large one is something for people to look at."""
    message = mail("tekst")
    message.add_alternative("<p>tekst<img src='cid:logo'></p>", subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    html.add_related(b"\x89PNG" + b"x" * 100, "image", "png", cid="<logo>", filename="logo.png")  # type: ignore[union-attr]
    html.add_related(b"\xff\xd8\xff" + b"x" * 90_000, "image", "jpeg", cid="<scan>", filename="brief.jpg")  # type: ignore[union-attr]
    parts = read(message).parts
    assert [(p.member, p.problem[0]) for p in parts if p.problem] == [
        ("logo.png", "furniture"),
        ("brief.jpg", "scanned"),
    ]


@pytest.mark.parametrize(
    "introduction",
    [
        "Op di 3 mrt 2026 om 10:12 schreef Loket <loket@voorbeeld.test>:",
        "Op 3 maart 2026 om 10:12 heeft Loket <loket@voorbeeld.test> het volgende geschreven:",
        "On Tue, Mar 3, 2026 at 10:12 AM Loket\n<loket@voorbeeld.test> wrote:",
        "-----Oorspronkelijk bericht-----\nVan: Loket\nVerzonden: 3 maart 2026",
        "Van: Loket <loket@voorbeeld.test>\nVerzonden: dinsdag 3 maart 2026 10:12\nAan: Jo\nOnderwerp: vraag",
        "________________________________\nFrom: Loket\nSent: Tuesday\nTo: Jo\nSubject: vraag",
    ],
)
def test_the_original_below_a_reply_is_quoted(introduction: str) -> None:
    """What a mail program puts below a reply is quoted, introduction included; the reply itself is not."""
    found = kinds(f"{OWN}\n\n{introduction}\n\nEerder bericht van het loket.\n", "RE: vraag")
    assert found[0] == ("line", OWN)
    assert {kind for kind, _ in found[1:]} == {"quoted"}


def test_answers_between_quoted_lines_are_not_quoted() -> None:
    """With marked lines only those are quoted: people answer between and below them."""
    found = kinds(f"Op 3 maart 2026 schreef Loket:\n> Wat vindt u?\n{OWN}\n> En verder?\nNiets.\n")
    assert [kind for kind, _ in found] == ["quoted", "quoted", "line", "quoted", "line"]


@pytest.mark.parametrize(
    ("introduction", "subject"),
    [
        (
            "---------- Forwarded message ---------\nVan: Ria <ria@voorbeeld.test>\nDate: 2 maart\nTo: Jo",
            "Fwd: x",
        ),
        ("Begin doorgestuurd bericht:\n\nVan: Ria <ria@voorbeeld.test>\nDatum: 2 maart 2026\nAan: Jo", "x"),
        ("-----Oorspronkelijk bericht-----\nVan: Ria <ria@voorbeeld.test>\nVerzonden: 2 maart", "FW: x"),
        (
            "Van: Ria <ria@voorbeeld.test>\nVerzonden: maandag 2 maart 2026\nAan: Jo\nOnderwerp: x",
            "Doorst: x",
        ),
    ],
)
def test_a_forwarded_message_is_content(introduction: str, subject: str) -> None:
    """A message passed on with a short note is what was meant to be read; its sender is the respondent."""
    body = f"Ter info.\n\n{introduction}\n\n{OWN}\n\nVan: Loket\nVerzonden: 1 maart\n\nouder bericht\n"
    marked, sender = mark_quoted(text_lines(body), subject)
    found = [(block.kind, block.text) for block in marked if block.text]
    assert ("line", OWN) in found
    assert found[-1] == ("quoted", "ouder bericht")
    assert all(kind == "header" for kind, text in found if "Ria" in text)
    assert sender is not None
    assert address_of(sender) == "ria@voorbeeld.test"


def test_forwarding_marks_are_taken_off() -> None:
    """Programs that indent or mark a forwarded message do not make a quotation of it."""
    marked = "Begin doorgestuurd bericht:\n\n> Van: Ria\n> Datum: 2 maart\n>\n> Eigen zin.\n> > ouder\n"
    assert kinds(marked)[-2:] == [("line", "Eigen zin."), ("quoted", "> ouder")]
    head = "<p>Begin doorgestuurd bericht:</p>"
    page = f"{head}<blockquote><p>Van: Ria<br>Datum: 2 maart</p><p>Eigen zin.</p></blockquote>"
    found, _ = mark_quoted(blocks_of(page))
    assert [(block.kind, block.text) for block in found][-1] == ("paragraph", "Eigen zin.")


MARKS = [
    "-----Oorspronkelijk bericht-----",
    "---------- Forwarded message ---------",
    "> Van: X",
    "> Datum: nu",
]
HEADERS = ["Op 1 mei schreef X:", "Van: X", "Datum: nu", "Verzonden: nu", "Aan: Y", "______"]
LINES = st.sampled_from(["", OWN, "> aangehaald", *HEADERS, *MARKS])


@given(st.lists(LINES, max_size=14), st.sampled_from(["x", "RE: x", "FW: x"]))
def test_quoting_loses_no_line(texts: list[str], subject: str) -> None:
    """Whatever a message looks like, every line stays; only kinds and forwarding marks change."""
    before: list[Block] = text_lines("\n".join(texts))
    marked, _ = mark_quoted(before, subject)
    assert [b.paragraph for b in marked] == [b.paragraph for b in before]
    assert [b.text.removeprefix("> ") for b in marked] == [b.text.removeprefix("> ") for b in before]
    assert {b.kind for b in marked} <= {"line", "quoted", "header"}


def test_encrypted_and_headless_messages_are_refused() -> None:
    """A message that is encrypted, or no message at all, says so."""
    secret = b"From: a@b.test\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nxxxx"
    for data, reason in ((secret, "encrypted"), (b"\n\nalleen tekst", "damaged")):
        with pytest.raises(SourceError) as caught:
            registry.read("a.eml", data, LIMITS)
        assert caught.value.reason == reason


def test_broken_headers_do_not_stop_the_reading() -> None:
    """A date or sender that no rule allows is left out; the text is read."""
    data = b"From: =?x?q?=41?= <<a>>\nDate: morgen\nSubject: =?utf-8?q?caf=C3=A9?=\n\nTekst \xe9\xe9n.\n"
    reading = registry.read("a.eml", data, LIMITS)
    assert reading.parts[0].blocks[0].text == "Tekst één."
    assert reading.metadata["title"] == "café"
    assert "received" not in reading.metadata


def outlook() -> bytes:
    """Build an Outlook message with a text, a logo, a file and an embedded message."""
    embedded = msg({0x0037: "Binnenste", 0x1000: "Tekst van binnen."}, header=24)
    file = msg({0x3707: "brief.txt", 0x3701: "Bijgevoegde brief.".encode("utf-16")}, header=8)
    logo = msg({0x3707: "logo.png", 0x3701: b"\x89PNG", 0x370E: "image/png", 0x3712: "logo@1"}, header=8)
    inner = {**msg({0x3001: "Binnenste"}, header=8), "__substg1.0_3701000D": embedded}
    values: dict[int, str | bytes] = {
        0x0037: "FW: zienswijze",
        0x0C1A: "Jo Voorbeeld",
        0x5D01: "jo@voorbeeld.test",
        0x007D: "Date: Mon, 2 Mar 2026 23:30:00 +0100\r\n\r\n",
        0x1000: OWN + "\r\n" + "De rest van een lange brief. " * 200,
    }
    return compound_file(msg(values, [file, logo, inner]))


def test_outlook_messages() -> None:
    """An Outlook message gives body, metadata and attachments like any e-mail, embedded messages too."""
    reading = registry.read("zonder achtervoegsel", outlook(), LIMITS)
    assert reading.metadata == {
        "title": "FW: zienswijze",
        "respondent": "jo@voorbeeld.test",
        "received": "2026-03-02",
    }
    assert [(p.member, p.problem[0] if p.problem else p.blocks[0].text) for p in reading.parts] == [
        (None, OWN),
        ("brief.txt", "Bijgevoegde brief."),
        ("logo.png", "furniture"),
        ("Binnenste", "Tekst van binnen."),
    ]


def test_outlook_html_body() -> None:
    """Without a plain body the HTML one is read."""
    data = compound_file(msg({0x0037: "x", 0x1013: b"<p>opgemaakt</p>"}))
    assert registry.read("a.msg", data, LIMITS).parts[0].blocks[0].text == "opgemaakt"


def test_damaged_outlook_message() -> None:
    """Half an Outlook message is damaged, with the cause kept."""
    with pytest.raises(SourceError) as caught:
        registry.read("a.msg", outlook()[:4000], LIMITS)
    assert caught.value.reason == "damaged"
    assert caught.value.__cause__ is not None
