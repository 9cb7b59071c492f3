"""Who sends what from where to where? Claims served in order, what-ifs, why, policies that follow a plan."""
