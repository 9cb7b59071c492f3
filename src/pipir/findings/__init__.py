"""Which statements about a case are true but worrying?"""
