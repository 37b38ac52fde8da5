"""The browser pages: what is typed goes in, answers and the source come out as HTML."""

import os

# Read when gradio and the model hub are imported, which would ask other hosts otherwise; a package is
# imported before its modules are, so this comes first.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
# Gradio's queue would make a table of everybody's answering times after each answer, for a page we close.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"
# Gradio calls its own server when it starts; a proxy must not stand between.
for _name in ("NO_PROXY", "no_proxy"):
    os.environ[_name] = ",".join(filter(None, [os.environ.get(_name), "127.0.0.1,localhost"]))
