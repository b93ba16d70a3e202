"""What the checker processes said, as verdicts. The elaborating one can only refuse; the replaying one alone accepts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from verifiers.lean.process import Stopped
from verifiers.lean.program import Role
from verifiers.lean.task import Task
from verifiers.verdict import Verdict

KILLED = ("status -9", "status 137")  # by nobody here: most likely the machine ran out of memory
STACK = ("stack overflow", "maximum call stack", "deep recursion")
MEMORY = ("out of memory", "cannot enlarge memory", "memory allocation", "aborted(oom)", "bad_alloc")


@dataclass(frozen=True, slots=True)
class Elaborated:
    """What the elaborating process exported: plain data that nobody vouches for."""

    root: int
    entries: list[Any]


def elaborated(answer: Mapping[str, Any], task: Task, offset: int) -> Elaborated | Verdict:
    """`offset`: lines of the attempt before its Lean."""
    if answer.get("code") == "header_invalid":
        return refused_header(answer)
    if "failed" in answer:
        return Verdict.reject("elaboration_error", f"Lean gave up: {text(answer['failed'], 500)}")
    messages = [moved(each, offset) for each in items(answer.get("messages")) if isinstance(each, Mapping)]
    errors = [each for each in messages if each["severity"] == "error"]
    used = {"memory_mb": answer.get("memory_mb")}
    if errors:
        first = errors[0]
        reason = f"line {first['line']}, column {first['column']}: {text(first['text'], 400)}"
        return Verdict.reject("elaboration_error", reason, messages=messages, **used)
    kind = text(answer.get("kind"), 40)
    if kind == "nothing":
        return Verdict.reject(
            "missing_declaration", f"the attempt declares no {task.name!r}", messages=messages, **used
        )
    if kind not in ("theorem", "axiom"):
        reason = f"{task.name!r} is declared as {article(kind)}, not as a theorem"
        return Verdict.reject("missing_declaration", reason, messages=messages, **used)
    if "unreadable" in answer:
        reason = f"what {task.name!r} rests on cannot be exported: {text(answer['unreadable'], 300)}"
        return Verdict.reject("kernel_rejected", reason, **used)
    root, entries = answer.get("root"), answer.get("entries")
    if not isinstance(root, int) or not isinstance(entries, list):
        return Verdict.reject("kernel_rejected", "the elaborating process sent no export", **used)
    return Elaborated(root, entries)


def decision(answer: Mapping[str, Any], task: Task) -> Verdict:
    """What the replaying process decided. Only its word "proved" accepts."""
    code = answer.get("code")
    axioms = [text(each, 200) for each in items(answer.get("axioms"))]
    match code:
        case "proved":
            reason = f"the kernel accepts {task.name!r} as a proof of the trusted statement, from allowed axioms"
            return Verdict.accept("proved", reason, declarations=answer.get("declarations"))
        case "statement_changed":
            trusted, proved = text(answer.get("trusted"), 4000), text(answer.get("proved"), 4000)
            evidence = {key: answer.get(key) for key in ("trusted", "proved", "trusted_universes", "proved_universes")}
            note = (
                " (they print alike: a name or an instance in them means something else)" if trusted == proved else ""
            )
            return Verdict.reject("statement_changed", f"proved: {proved}; wanted: {trusted}{note}", **evidence)
        case "sorry":
            return Verdict.reject("sorry", f"{task.name!r} rests on sorry", axioms=axioms)
        case "forbidden_axiom":
            return Verdict.reject("forbidden_axiom", f"{task.name!r} rests on {', '.join(axioms)}", axioms=axioms)
        case "missing_declaration":
            return Verdict.reject("missing_declaration", f"{task.name!r} was not exported as a theorem")
        case "kernel_rejected" | "malformed":
            why = text(answer.get("why"), 500)
            return Verdict.reject("kernel_rejected", f"the kernel does not accept the proof: {why}", why=why)
        case "header_invalid":
            return refused_header(answer)
        case "statement_invalid":
            return Verdict.abstain("invalid_problem", f"Lean refuses the problem's statement: {first_error(answer)}")
        case _:
            return Verdict.errored("checker_failed", f"the replaying process said {text(answer, 500)}")


def refused_header(answer: Mapping[str, Any]) -> Verdict:
    return Verdict.abstain("invalid_problem", f"Lean refuses the problem's header: {first_error(answer)}")


def stopped_verdict(role: Role, stopped: Stopped) -> Verdict:
    """A process that ended without an answer, twice if it died by itself."""
    doing = "elaborating" if role == "elaborate" else "replaying"
    detail = stopped.detail
    match stopped.code:
        case "timeout":
            return Verdict.reject("timeout", f"{doing}: {detail}")
        case "memory":
            return Verdict.reject("memory", f"{doing}: {detail}")
        case "output":
            return Verdict.reject(
                "elaboration_error" if role == "elaborate" else "kernel_rejected", f"{doing}: {text(detail, 400)}"
            )
    if detail.startswith(KILLED):
        reason = (
            f"{doing}: the process was killed from outside, twice; is the machine short of memory? {text(detail, 300)}"
        )
        return Verdict.errored("checker_killed", reason)
    said = detail.lower()
    if any(word in said for word in STACK):
        return Verdict.reject("memory", f"{doing}: Lean's stack overflowed, twice", said=detail)
    if any(word in said for word in MEMORY):
        return Verdict.reject("memory", f"{doing}: Lean ran out of memory, twice", said=detail)
    code = "elaboration_error" if role == "elaborate" else "kernel_rejected"
    return Verdict.reject(code, f"{doing}: Lean ended without an answer, twice", said=detail)


def moved(message: Mapping[str, Any], offset: int) -> dict[str, Any]:
    """A message of Lean's with its line counted in the attempt."""
    line = message.get("line")
    return {
        "severity": text(message.get("severity"), 20),
        "line": line + offset if isinstance(line, int) else None,
        "column": message.get("column") if isinstance(message.get("column"), int) else None,
        "text": text(message.get("text"), 2000),
    }


def first_error(answer: Mapping[str, Any]) -> str:
    for message in items(answer.get("messages")):
        if isinstance(message, Mapping) and message.get("severity") == "error":
            return text(message.get("text"), 400)
    return "it declares no theorem of that name"


def items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def text(value: object, most: int) -> str:
    said = value if isinstance(value, str) else repr(value)
    return said if len(said) <= most else f"{said[:most]} [...]"


def article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"
