"""Printed pages read back as a browser reads them."""
