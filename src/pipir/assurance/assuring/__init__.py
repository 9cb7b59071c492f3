"""Can all promises be kept at once? Which clash, over what, what would mend it, and what is a word worth?"""
