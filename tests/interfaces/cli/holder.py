"""A parent to be killed: starts a cluster, says it is ready and waits. Run as a program by the tests."""

import sys
import time
from pathlib import Path

from caudal.interfaces.cli.postgres import Cluster

if __name__ == "__main__":
    cluster = Cluster(Path(sys.argv[1]), sys.argv[2])
    cluster.initialise()
    cluster.start()
    cluster.create_database()
    print(cluster.process.pid if cluster.process else 0, flush=True)
    time.sleep(600)
