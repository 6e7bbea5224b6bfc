"""The Druid engine: the same leases and frames as any engine, answered by a cluster that serves a copy of the store.

`engine` is the port; `served` says what the cluster holds, `completeness` and `watch` whether it holds it now.
"""
