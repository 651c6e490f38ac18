"""The pages of the dashboard, each made of one board: values in, markdown out."""
