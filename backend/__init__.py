"""A question in, an answer with its proof out. Imports druid only.

Answers are small frames, which one thread adds up faster than several can be woken for: Polars is told so before it is
first imported, unless the environment says otherwise.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")
