"""What holds for every test?"""

from __future__ import annotations

import os

from hypothesis import settings

# No deadlines: the machines that run the tests are shared and slow at times. In CI the examples are always the same.
settings.register_profile("pipir", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("pipir")
