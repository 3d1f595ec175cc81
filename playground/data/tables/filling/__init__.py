"""The rows of a file on their way into columns, block by block or one by one."""
