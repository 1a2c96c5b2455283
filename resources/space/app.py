"""The Space's page: the same program as on the desktop, served to everyone."""

import os
import sys

from app.web.page import serve

# Worker processes import this file as well.
if __name__ == "__main__":
    sys.exit(serve(int(os.environ.get("GRADIO_SERVER_PORT", "7860")), os.environ.get("GRADIO_SERVER_NAME", "0.0.0.0")))
