"""The commands of ``textmine``. Every command calls one function elsewhere; no logic lives here."""

from pathlib import Path
from typing import Annotated

import typer

from textmine import __version__
from textmine.cli.arguments import CorpusArgument, corpus_folder
from textmine.cli.console import Bars, friendly_errors, out
from textmine.cli.dutch import DutchCommand, DutchGroup, speak_dutch
from textmine.cli.merge import merge
from textmine.cli.points import points
from textmine.cli.register import register
from textmine.cli.review import review
from textmine.errors import ConfigError
from textmine.pipeline.table import STEP_NAMES

speak_dutch()
app = typer.Typer(
    cls=DutchGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Maakt van verslagen en zienswijzen een publicatie, op uw eigen computer.",
)
app.add_typer(review, name="review")
app.add_typer(register, name="register")
app.command(cls=DutchCommand)(merge)
app.add_typer(points, name="points")


@app.callback(invoke_without_command=True)
def _version(
    *, version: Annotated[bool, typer.Option("--version", help="Toont de versie en stopt.")] = False
) -> None:
    if version:
        typer.echo(f"textmine {__version__}")
        raise typer.Exit


@app.command(cls=DutchCommand)
def run(
    corpus: CorpusArgument,
    step: Annotated[
        str | None,
        typer.Argument(
            metavar="STAP", help=f"Voert alleen deze stap uit: {', '.join(STEP_NAMES)}. Zonder stap: alles."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Het aantal processen naast elkaar; 0 neemt er een per rekenkern.")
    ] = 0,
) -> None:
    """Leest de bestanden van een corpus en maakt er uitspraken, codes, tabellen en een rapport van."""
    with friendly_errors():
        if step is not None and step not in STEP_NAMES:
            raise ConfigError(f"stap '{step}' bestaat niet; kies uit {', '.join(STEP_NAMES)}")
        from textmine.pipeline.run import run as run_steps  # noqa: PLC0415
        from textmine.pipeline.status import double_coded  # noqa: PLC0415

        folder = corpus_folder(corpus)
        with Bars(lambda: double_coded(folder)) as bars:
            run_steps(folder, step, bars, workers)
        _show_results(folder, step)
        if step is None:
            from textmine.cli.show import show_set_apart  # noqa: PLC0415

            show_set_apart(folder, corpus)


@app.command(cls=DutchCommand)
def new(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="De naam van het nieuwe corpus.")],
    kind: Annotated[
        str, typer.Option("--soort", help="Wat het corpus bevat: 'verslagen' of 'reacties'.")
    ] = "verslagen",
) -> None:
    """Maakt een map voor een nieuw corpus, met een ingevuld begin van corpus.yaml en codebook.yaml."""
    with friendly_errors():
        from textmine.store.scaffold import create_corpus  # noqa: PLC0415

        folder = create_corpus(Path("corpora"), corpus, kind)
        out.print(f"Gemaakt: {folder}", markup=False)
        out.print(f"1. Zet uw bestanden in {folder / 'raw'}", markup=False)
        out.print(f"2. Lees en verbeter {folder / 'corpus.yaml'}", markup=False)
        out.print(f"3. Voer uit: textmine run {corpus}", markup=False)


@app.command(cls=DutchCommand)
def status(corpus: CorpusArgument) -> None:
    """Toont hoeveel er binnenkwam, wat er afviel en waarom, en welke bestanden iemand moet bekijken."""
    with friendly_errors():
        from textmine.cli.show import show_status  # noqa: PLC0415

        show_status(corpus_folder(corpus))


@app.command(cls=DutchCommand)
def explain(
    corpus: CorpusArgument,
    statement: Annotated[
        str,
        typer.Argument(metavar="UITSPRAAK", help="Het nummer van de uitspraak, zoals in het rapport."),
    ],
) -> None:
    """Toont waar een uitspraak vandaan komt, welke codes hij kreeg en waarom, en wie daarover besliste."""
    with friendly_errors():
        from textmine.cli.show import show_explanation  # noqa: PLC0415

        show_explanation(corpus_folder(corpus), statement)


@app.command(cls=DutchCommand)
def verify(
    corpus: CorpusArgument,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[BESTANDEN]", help="Gepubliceerde bestanden die elders staan; zonder: alle."),
    ] = None,
) -> None:
    """Leidt elk getal en elk citaat opnieuw af uit tabellen en bronnen, en noemt elk verschil."""
    with friendly_errors():
        from textmine.cli.show_verify import show_verify  # noqa: PLC0415

        show_verify(corpus_folder(corpus), files or [])


@app.command(cls=DutchCommand)
def accept(corpus: CorpusArgument) -> None:
    """Legt de cijfers van het rapport vast; het volgende rapport zegt wat er sindsdien is veranderd."""
    with friendly_errors():
        from textmine.pipeline.accept import accept as accept_figures  # noqa: PLC0415

        kept = accept_figures(corpus_folder(corpus))
        out.print(f"Vastgelegd: {kept}. Zet dit bestand ook in git.", markup=False, soft_wrap=True)


@app.command(cls=DutchCommand)
def dvc(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Schrijft niets, en faalt als dvc.yaml niet klopt.")
    ] = False,
) -> None:
    """Maakt dvc.yaml opnieuw uit de stappentabel, voor alle mappen in 'corpora'."""
    with friendly_errors():
        from textmine.pipeline.dvc import dvc_yaml  # noqa: PLC0415
        from textmine.store.atomic import write_text  # noqa: PLC0415
        from textmine.store.scaffold import add_peoples_files  # noqa: PLC0415

        path, wanted = Path("dvc.yaml"), dvc_yaml(Path.cwd())
        if check and (not path.exists() or path.read_text("utf-8") != wanted):
            raise ConfigError("dvc.yaml klopt niet met de stappentabel; voer 'textmine dvc' uit")
        if not check:
            for corpus in sorted(Path("corpora").glob("*/corpus.yaml")):
                for new_file in add_peoples_files(corpus.parent):
                    out.print(f"Gemaakt: {new_file}", markup=False, soft_wrap=True)
            write_text(path, wanted)
            out.print("dvc.yaml is bijgewerkt; voer 'dvc repro' uit om alles te maken.")


def _show_results(folder: Path, step: str | None) -> None:
    if step not in {None, STEP_NAMES[-1]}:
        out.print(
            "Alleen deze stap is gedaan; de stappen erna, ook het rapport, zijn nog van de vorige keer."
        )
        return
    for name in ("rapport.html", "rapport.docx", "analyse.xlsx"):
        path = folder / "derived" / name
        if path.exists():
            out.print(f"Klaar: {path}", markup=False, soft_wrap=True)


def main() -> None:
    """Start the program."""
    app()
