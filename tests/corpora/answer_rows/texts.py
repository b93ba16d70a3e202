"""The words of a model around an answer: the working before it, the place where it stands, and remarks that change nothing."""

from __future__ import annotations

from random import Random

from answer_rows.rows import Form, Question

BOXED = (
    r"Therefore, the final answer is $\boxed{X}$.",
    "Thus, the answer is:\n$$\\boxed{X}$$",
    "\\[\n\\boxed{X}\n\\]",
    r"So we get \boxed{X}",
    "**Final Answer**\n\n$\\boxed{X}$",
    "**Final Answer**\n\n\\[ \\boxed{X} \\]",
    r"Hence $\boxed{X}$ is the answer.",
    "### Final Answer\n\n$$\n\\boxed{X}\n$$",
    r"\boxed{X}",
    r"$\boxed{ X }$",
    "The answer is\n\\begin{align*}\n\\boxed{X}\n\\end{align*}",
    "\\begin{align}\n&\\boxed{X}\n\\end{align}",
    r"The result is $\displaystyle\boxed{X}$.",
    r"Answer: $\boxed{\displaystyle X}$",
    r"The final answer is: $\boxed{X}$",
    r"<answer>$\boxed{X}$</answer>",
    "Final answer below.\n\n$$ \\boxed{\\,X\\,} $$",
    "$$\n\\begin{aligned}\n&\\text{Final answer:}\\\\\n&\\boxed{X}\n\\end{aligned}\n$$",
)
MATHS = (
    r"The answer is $X$.",
    r"**Answer:** $X$",
    "**Final Answer**\n\n$X$",
    "Final Answer: The final answer is $X$. I hope it is correct.",
    r"Therefore, the answer is $X$.",
    "#### $X$",
    "<answer>X</answer>",
    "<answer>$X$</answer>",
    "The final answer is:\n\n$$X$$",
    "Answer:\n\\[\nX\n\\]",
    "So the answer is \\( X \\).",
)
PLAINS = (
    "#### X",
    "The answer is X.",
    "Answer: X",
    "**Answer:** X",
    "**Answer: X**",
    "**Final Answer**\nX",
    "So the final answer is **X**.",
    "<answer>X</answer>",
    "<answer>\nX\n</answer>",
    "Therefore, the answer is **X**.",
    "### Answer\n\nX",
    "Final answer: X",
    "X",
)
REMARKS = (
    "This matches the check ${a}+{b}={a_plus_b}$.",
    "Therefore the quantity asked for is as computed above.",
    "I checked the steps above twice and they agree.",
    "This completes the solution.",
    "\n\nVerification:\n- Substituting back, both sides agree.\n- The conditions of the problem are all satisfied.",
    "\n\n**Check:** a second method leads to the same result, so we are done.",
    "\n\nLet me know if you would like to see another method!",
    "\n\nI hope this helps!",
    "As a sanity check on the arithmetic, ${a}\\cdot {b}={a_times_b}$, as used in the first step.",
    "\n\n(The intermediate identity ${a_times_b}-{b}={a_times_b_less_b}$ was used once.)",
    "\n\n**Verification list**\n1. ${a}+{b}={a_plus_b}$ ✓\n2. ${a}\\cdot {b}={a_times_b}$ ✓\n3. All conditions hold ✓",
    "This is exactly what was asked for. $\\blacksquare$",
    "Q.E.D.",
)
SENTENCES = (
    "Let me set this up carefully.",
    "First, ${a}\\cdot {b}={a_times_b}$, and taking away ${b}$ leaves ${a_times_b_less_b}$.",
    "We have $\\frac{{a_times_c}}{{b_times_c}}=\\frac{{a}}{{b}}$ after cancelling the common factor ${c}$.",
    "In the auxiliary step the sum is ${a}+{b}={a_plus_b}$.",
    "A smaller case helps: with $k={c}$ the pattern is already visible.",
    "It would be tempting to use ${a_plus_b}$ here, but the condition excludes it.",
    "Write $S=\\sum_{j=1}^{{c}} j$ for the helper sum, which does not enter the end result directly.",
    "Using the identity $(u+v)^2=u^2+2uv+v^2$ we can regroup the terms.",
    "The discriminant of the helper equation $t^2-{a_plus_b}t+{a_times_b}=0$ is a perfect square, with $t={a}$ or $t={b}$.",
    "Suppose for a moment that $m={a}$; then $2m={twice_a}$, which is too small.",
    "Recall that $\\sqrt{{b_squared}}={b}$, so nothing is lost by squaring.",
    "Simplifying the left-hand side and collecting like terms does the rest.",
    "The boundary case has to be looked at on its own, and it causes no trouble.",
    "Substituting this back, the terms cancel.",
    "Only one of the ${c}$ cases survives.",
    "Of the ${a_times_b}$ pairs, ${b}$ are counted twice.",
    "By symmetry the other case is the same.",
    "Now combine the two results.",
)
THOUGHTS = (
    "Okay, so I need to work this out. Let me try $n={a}$ first: that gives ${a_times_b}$, no, too big.",
    "Hmm, maybe it is {a_plus_b}? Wait, no. Let me recompute: {a} * {b} = {a_times_b}.",
    "Is it \\boxed{{a_times_b}}? Let me not rush. Actually I dropped a sign there.",
    "Alternatively, could I use a table? With $k={c}$ it works, with $k={b}$ it does not.",
    "So either {a} or {b}... let me check both. The first one fails.",
    "Let me double check the last step. $\\frac{{a}}{{b}}$ would be the ratio, but that is not what is asked.",
    "OK so I am confident now. Let me write it up.",
    "Wait, I should read the question again. Right, that is what I have.",
)


def attempt(question: Question, form: Form, rng: Random) -> str:
    """A whole text that commits to the form, once, and to nothing else."""
    place, text = delivery(form, rng)
    before = working(question, rng, needed=place == "X")
    committed = before + place.replace("X", text)
    if "\\boxed" not in place or rng.random() > 0.35:
        return committed
    after = filled(rng.choice(REMARKS), rng)
    if after.startswith("\n"):
        return committed + after
    return committed + (" " if place.endswith(".") and rng.random() < 0.6 else "\n\n") + after


def delivery(form: Form, rng: Random) -> tuple[str, str]:
    """The place where the answer stands, with X for it, and how it is written there."""
    plain = form.tex if form.plain is None and not any(each in form.tex for each in ("\\", "{,}")) else form.plain
    chance = rng.random()
    if chance < 0.55 or (plain is None and "%" in form.tex.replace("\\%", "")):
        return rng.choice(BOXED), form.tex
    if plain is not None and chance < 0.85:
        # "The answer is false." may be read as a judgement on an answer.
        shunned = ["**"] * ("**" in plain) + [" is "] * (plain.strip("*.").lower() in ("true", "false"))
        place = rng.choice([each for each in PLAINS if not any(mark in each for mark in shunned)])
        return place, plain.rstrip(".") if "X." in place or "X**." in place else plain
    return rng.choice(MATHS), form.tex


def working(question: Question, rng: Random, *, needed: bool) -> str:
    chance = rng.random()
    if chance < 0.05 and not needed:
        return ""
    if question.work and chance < 0.6:
        start = rng.choice(("", "", "Let's think step by step. ", "**Solution.** ", "Sure! "))
        return thinking(rng, 0.15) + start + question.work + rng.choice(("\n\n", "\n"))
    if chance < 0.75:
        steps = [f"{n}. {sentence}" for n, sentence in enumerate(some(SENTENCES, rng, 2, 4), 1)]
        return thinking(rng, 0.2) + "\n".join(steps) + "\n\n"
    return thinking(rng, 0.35) + " ".join(some(SENTENCES, rng, 2, 5)) + "\n\n"


def thinking(rng: Random, chance: float) -> str:
    return f"<think>\n{' '.join(some(THOUGHTS, rng, 1, 4))}\n</think>\n\n" if rng.random() < chance else ""


def some(pool: tuple[str, ...], rng: Random, least: int, most: int) -> list[str]:
    return [filled(sentence, rng) for sentence in rng.sample(pool, rng.randint(least, most))]


def filled(sentence: str, rng: Random) -> str:
    """The sentence with numbers of which its claims are true; braces of LaTeX stay as they are."""
    a, b, c = rng.randint(11, 48), rng.randint(6, 29), rng.randint(3, 9)
    if a == b:
        a += 1
    numbers = {
        "a_times_b_less_b": a * b - b,
        "a_times_b": a * b,
        "a_times_c": a * c,
        "b_times_c": b * c,
        "a_plus_b": a + b,
        "twice_a": 2 * a,
        "b_squared": b * b,
        "a": a,
        "b": b,
        "c": c,
    }
    for name, number in numbers.items():
        sentence = sentence.replace(f"{{{{{name}}}}}", f"{{{number}}}").replace(f"{{{name}}}", str(number))
    return sentence
