"""The page: the same detector in a browser. The only part that imports Gradio."""

from __future__ import annotations

import os

# Read when Gradio is imported. Nothing of what happens here is anybody else's business.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
