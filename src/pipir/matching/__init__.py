"""Which offers meet which requests, what became of earlier matches, and what do the initiatives under way mend?"""
