"""Judged questions → their risk–coverage curve, a picture in SVG."""

from collections.abc import Sequence
from pathlib import Path

from assistant.evaluation.calibration import Array, risk_coverage
from assistant.evaluation.figures import Judged, confidences
from corpus.errors import GuideError

_WIDTH, _HEIGHT = 640, 400
_LEFT, _TOP, _RIGHT, _BOTTOM = 72, 48, 36, 56
_TICKS = 5
_TITLE = "確信度の低い質問に答えないと、誤りはどれだけ減るか（リスク・カバレッジ曲線）"


def draw_curve(judged: Sequence[Judged], path: Path) -> None:
    """Write the curve of the answers' confidence. Raises GuideError if there is none, or no way to write."""
    p, right = confidences(judged)
    if not len(p):
        raise GuideError("最初の引用の正誤が分かる質問がなく、曲線を描けません。")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(curve_svg(*risk_coverage(p, right)), encoding="utf-8")
    except OSError:
        raise GuideError(
            f"「{path}」に書き込めません。空き容量と、書き込みの許可を確かめてください。"
        ) from None


def curve_svg(coverage: Array, risk: Array) -> str:
    """Draw risk (0…1, upwards) over coverage (0…1); the upper end of the scale suits the highest risk."""
    top = next(limit for limit in (0.1, 0.2, 0.5, 1.0) if risk.max() <= limit)

    def x(value: float) -> float:
        return _LEFT + value * (_WIDTH - _LEFT - _RIGHT)

    def y(value: float) -> float:
        return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM)

    ticks = [i / _TICKS for i in range(_TICKS + 1)]
    line = " ".join(f"{x(c):.1f},{y(r):.1f}" for c, r in zip(coverage, risk, strict=True))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
            ' font-family="sans-serif" font-size="13" fill="#222">',
            f"<title>{_TITLE}</title>",
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
            _text(_LEFT, 28, _TITLE, "start"),
            *(f'<path d="M{x(0)} {y(t * top):.1f}H{x(1)}" stroke="#ddd"/>' for t in ticks),
            *(_text(x(t), _HEIGHT - _BOTTOM + 20, f"{t:.0%}", "middle") for t in ticks),
            *(_text(_LEFT - 8, y(t * top) + 4, f"{t * top:.0%}", "end") for t in ticks),
            _text(x(0.5), _HEIGHT - 12, "答えた質問の割合（確信度の高い順）", "middle"),
            f'<text transform="translate(18 {y(top / 2):.1f}) rotate(-90)" text-anchor="middle">'
            "最初の引用が誤りの割合</text>",
            f'<polyline points="{line}" fill="none" stroke="#1a5fb4" stroke-width="2"/>',
            "</svg>",
            "",
        ]
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{words}</text>'
