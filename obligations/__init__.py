"""The core: values in, values out. No I/O, no clock, no Prefect, no SQL."""
