"""What is stored and how to speak to it: the catalog, the grain lattice, the store of record. Imports nobody."""
