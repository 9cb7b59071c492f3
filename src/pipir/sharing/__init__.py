"""What is a partner worth, and how is what is gained together shared so that nobody would rather leave?"""
