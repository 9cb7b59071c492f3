"""What happens, day by day, under a policy: who runs short of what, when, and what is left?"""
