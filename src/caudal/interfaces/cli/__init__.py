"""The command line and the process tree: what starts, watches and stops everything else."""
