"""What can each partner give, and does it hold what it must?"""
