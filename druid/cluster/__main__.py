"""`python -m druid.cluster`."""

from druid.cluster.cli import main

main()
