"""Any sales file as chunks of text columns with physical line numbers; `source.open_source` is the way in."""
