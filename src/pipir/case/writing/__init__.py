"""How is a case written? As a folder of CSV or Parquet files or as one workbook, complete or not at all."""
