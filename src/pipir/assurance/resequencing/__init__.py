"""Who slips if one customer moves up on a line, one more is taken in, or one cancels?"""
