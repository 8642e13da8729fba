"""A library moved to another database while servers go on reading and writing.

capture     notes which rows each write changes
copying     rows compared and copied, a few at a time
mover       copies everything, follows what is written meanwhile, and closes the old library
"""
