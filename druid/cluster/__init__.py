"""A real Druid on this machine without containers: its jars, settings, processes and ports.

In: a folder and perhaps a port. Out: a running cluster and its addresses. The rest of the product speaks to it as to
any other Druid, by its address alone.
"""
