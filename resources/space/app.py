"""The Space's page: the same program as on the desktop, served to everyone."""

import os
import sys

# Worker processes import this file as well; they have no use for Gradio.
if __name__ == "__main__":
    from app.web.page import serve

    sys.exit(serve(int(os.environ.get("GRADIO_SERVER_PORT", "7860")), os.environ.get("GRADIO_SERVER_NAME", "0.0.0.0")))
