"""What the training stack raises when it cannot go on, and which of it means that memory was short. For worker processes."""

from safetensors import SafetensorError

# The libraries have no common base class; what is not among these ends the process, and its log says why.
BROKEN = (
    RuntimeError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    ImportError,
    MemoryError,
    SafetensorError,
)
MEMORY_SIGNS = ("out of memory", "not enough memory", "can't allocate", "cannot allocate")


def is_memory_short(error: BaseException) -> bool:
    return isinstance(error, MemoryError) or any(sign in str(error).lower() for sign in MEMORY_SIGNS)
