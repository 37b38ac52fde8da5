"""What a model is trained by: every number that the trials vary, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Recipe:
    """The default is what the shipped model was made by; `trials.py` measures the others."""

    # 384 finds hardly more, at half as many bytes again.
    dimension: int = 256
    # Published vectors stand beside those of the raw text at this scale; 0 leaves them out.
    published_share: float = 2.0
    # Higher rates fit the training domains better and forget the everyday words.
    vector_rate: float = 3e-3
    weight_rate: float = 1e-2
    # What all terms share, and what a character brings to every word it is in, learn beside each term's own.
    axes_rate: float = 1e-3
    character_rate: float = 3e-3
    # How often each kind of pair is gone through; JSTS and the everyday questions are few, captions are many
    # and all of one register.
    passes: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                "JaQuAD question": 2,
                "JSTS": 4,
                "synonyms": 2,
                "everyday question": 4,
                "everyday heading": 4,
                "law caption": 0.7,
            }
        )
    )
    # Questions and passages get vectors of their own.
    sides_apart: bool = False
    # Pairs that are told from each other at once, and how sharply.
    batch: int = 1024
    temperature: float = 0.05
    # Beside each right paragraph, the best of the wrong ones by BM25.
    hard_negatives: bool = False
    # Further lengths at which the first numbers alone have to do (Kusupati et al., NeurIPS 2022).
    cuts: tuple[int, ...] = ()
