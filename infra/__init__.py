"""Archive, ledger, stores, command line: everything that touches a disk or a socket."""
