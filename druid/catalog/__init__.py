"""The catalog: `model` holds its words, `sales` its data, `check` refuses an inconsistent one."""
