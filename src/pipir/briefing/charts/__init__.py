"""Which pictures does a brief have? One file each; static SVG, told apart by shape and pattern as well as colour."""
