"""Golden questions → figures: is the first quote the answer, and is what isn't there refused?"""
