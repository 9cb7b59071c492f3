"""Where does it all lie? A map drawn from a small atlas inside the package: no tile server, no outside request."""
