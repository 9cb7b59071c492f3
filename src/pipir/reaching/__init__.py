"""From where, by which route, in how many days can an item come, and may it?"""
