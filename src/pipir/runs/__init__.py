"""What can be asked, how is it asked, and how is an answer recorded, kept and handed over?"""
