"""How is a case changed by hand? New ones, single cells with their source, merged sheets, differences, lanes."""
