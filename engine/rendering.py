"""From a prompt to the tokens a policy sees. Used by sampler and learner alike, so that training sees what sampling saw.

Pure functions; the tokenizer is handed in (a `transformers` one), so that nothing here imports the library.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Some templates write today's date unless one is given; a run resumed tomorrow would see other prompts.
TEMPLATE_DATE = "26 Jul 2024"
MARK = "\u2603veriloop\u2603"


def prompt_text(tokenizer: Any, prompt: Mapping[str, Any]) -> str:
    """`prompt` holds the fields of `engine.values.Prompt`. Raises ValueError when a chat is asked of a policy without template."""
    if not prompt["chat"]:
        return str(prompt["user"]) + str(prompt["prefix"])
    return render(tokenizer, messages(prompt), add_generation_prompt=True) + str(prompt["prefix"])


def prompt_ids(tokenizer: Any, prompt: Mapping[str, Any]) -> list[int]:
    # A chat template writes the special tokens itself; raw text gets those that the tokenizer adds (a begin token, or none).
    text = prompt_text(tokenizer, prompt)
    return list(tokenizer(text, add_special_tokens=not prompt["chat"])["input_ids"])


def completion_ids(tokenizer: Any, prompt: Mapping[str, Any], completion: str, ended: bool) -> list[int]:
    """The tokens that follow `prompt_ids`, with the end token when the text ended by itself."""
    ids = list(tokenizer(completion, add_special_tokens=False)["input_ids"])
    return [*ids, end_id(tokenizer, chat=bool(prompt["chat"]))] if ended else ids


def end_id(tokenizer: Any, chat: bool) -> int:
    """The token that ends a turn. In a chat it is what the template writes after the assistant's words.

    Some tokenizers name the end of a document as their end token, which a chat model never writes.
    """
    if chat:
        turns = [{"role": "user", "content": "?"}, {"role": "assistant", "content": MARK}]
        after = render(tokenizer, turns, add_generation_prompt=False).rpartition(MARK)[2]
        ids = tokenizer(after, add_special_tokens=False)["input_ids"]
        if ids and ids[0] in tokenizer.all_special_ids:
            return int(ids[0])
    if tokenizer.eos_token_id is None:
        raise ValueError("the policy's tokenizer has no end token (eos_token); add one to its tokenizer_config.json")
    return int(tokenizer.eos_token_id)


def messages(prompt: Mapping[str, Any]) -> list[dict[str, str]]:
    system = [{"role": "system", "content": str(prompt["system"])}] if prompt["system"] else []
    return [*system, {"role": "user", "content": str(prompt["user"])}]


def render(tokenizer: Any, turns: list[dict[str, str]], add_generation_prompt: bool) -> str:
    if not tokenizer.chat_template:
        raise ValueError("the policy has no chat template; set chat = false, or use weights with a template")
    return str(
        tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=add_generation_prompt, date_string=TEMPLATE_DATE
        )
    )
