"""Term vectors and weights → how well questions find their passages, alone and together with BM25."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy.stats import spearmanr

from index.embedding.bags import Bag, counts
from index.embedding.corpora import Questions, SimilarPairs
from index.fusion import fuse
from index.lexical import K1, B
from index.types import FloatArray


@dataclass(frozen=True, slots=True)
class Figures:
    """Share of questions whose passage is in the first 1, 3, 10, and nDCG@10 (one right passage each)."""

    recall_1: float
    recall_3: float
    recall_10: float
    ndcg_10: float

    def row(self) -> str:
        """Return the four figures as cells of a Markdown table."""
        figures = (self.recall_1, self.recall_3, self.recall_10, self.ndcg_10)
        return " | ".join(f"{figure:.3f}" for figure in figures)


def retrieval(questions: Questions, asking: FloatArray, answering: FloatArray) -> dict[str, Figures]:
    """Return the figures of BM25, of the vectors (weights already in them), and of both, fused.

    `asking` and `answering` are the terms' vectors in questions and in passages, mostly the same.
    """
    lexical, potential = _bm25(questions.questions, questions.passages, len(asking))
    asked = unit(counts(questions.questions, len(asking)) @ asking)
    held = unit(counts(questions.passages, len(answering)) @ answering)
    cosine = asked @ held.T
    both = np.stack([fuse(*scores) for scores in zip(lexical, cosine, potential, strict=True)])
    scores = {"BM25": lexical, "model": cosine, "both": both}
    return {method: figures(score, questions.answers) for method, score in scores.items()}


def similarity(pairs: SimilarPairs, vectors: FloatArray) -> float:
    """Return Spearman's correlation of the cosine with people's scores."""
    left, right = (unit(counts(side, len(vectors)) @ vectors) for side in (pairs.left, pairs.right))
    return float(spearmanr((left * right).sum(axis=1), pairs.scores)[0])


def unit(vectors: FloatArray) -> FloatArray:
    """Return the rows at norm 1; a zero row stays."""
    scaled: FloatArray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return scaled


def figures(scores: FloatArray, answers: npt.NDArray[np.int64]) -> Figures:
    """Return the figures of scores, of shape (questions, passages); `answers` are rows of passages."""
    own = scores[np.arange(len(answers)), answers][:, None]
    # Passages that tie with the right one count half: their order says nothing of the method.
    rank = 1 + (scores > own).sum(axis=1) + ((scores == own).sum(axis=1) - 1) / 2
    gain = np.where(rank <= 10, 1 / np.log2(1 + rank), 0)
    first, three, ten = (float((rank <= k).mean()) for k in (1, 3, 10))
    return Figures(first, three, ten, float(gain.mean()))


def _bm25(asked: Sequence[Bag], held: Sequence[Bag], size: int) -> tuple[FloatArray, FloatArray]:
    """Return BM25 of each (question, passage) and what a passage with every word could reach.

    Lucene's variant, as in `index.lexical`, over one field (Kamphuis et al., ECIR 2020).
    """
    questions = counts(asked, size).sign()
    postings, idf = bm25_weights(held, size)
    return (questions @ postings.T).toarray(), questions @ idf


def bm25_weights(held: Sequence[Bag], size: int) -> tuple[sparse.csr_matrix, npt.NDArray[np.float64]]:
    """Return what each term adds to each passage, of shape (passages, size), and the most it could add."""
    passages = counts(held, size)
    lengths = np.asarray(passages.sum(axis=1)).ravel()
    frequency = np.asarray(passages.sign().sum(axis=0)).ravel()
    idf = np.log(1 + (len(held) - frequency + 0.5) / (frequency + 0.5))
    cells = passages.tocoo()
    norm = K1 * (1 - B + B * lengths[cells.row] / lengths.mean())
    weights = (idf[cells.col] * cells.data / (cells.data + norm)).astype(np.float32)
    return sparse.csr_matrix((weights, (cells.row, cells.col)), passages.shape), idf
