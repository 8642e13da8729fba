"""What every measurement needs: the machine, servers, hashes, progress."""
