"""How is pipir run where its program is not on the path? As `python -m pipir`."""

from __future__ import annotations

from pipir.cli.main import main

if __name__ == "__main__":
    main()
