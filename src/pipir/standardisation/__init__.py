"""Which pair of variants should become interchangeable first?"""
