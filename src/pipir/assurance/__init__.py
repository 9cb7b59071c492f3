"""What is a promise worth: whose order is done when, and who slips if another moves up?"""
