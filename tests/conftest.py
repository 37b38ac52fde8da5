"""What every test stands on: nobody's settings, no hub, no telemetry."""

import os

import hypothesis
import pytest

# Read when gradio and huggingface_hub are imported, so they are set before any test module is.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
# Gradio calls its own server at launch; a proxy must not stand between.
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1,localhost"

# Nothing is asserted on time, by Hypothesis neither: its first run also builds tables of Unicode.
hypothesis.settings.register_profile(
    "ours",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
    # The same examples for everybody in continuous integration; new ones on each run elsewhere.
    derandomize="CI" in os.environ,
)
hypothesis.settings.load_profile("ours")


@pytest.fixture(autouse=True)
def _without_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of whoever runs the tests out of them."""
    for name in list(os.environ):
        if name.startswith("GUIDE_"):
            monkeypatch.delenv(name)
