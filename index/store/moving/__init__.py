"""Moving a library to another database while servers read and write.

capture     notes which rows each write changes
copying     rows compared and copied, a few at a time
mover       copies everything, follows what is written meanwhile, and closes the old library
"""
