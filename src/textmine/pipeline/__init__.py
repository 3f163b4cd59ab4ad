"""The step table, and what is made from it: runs, ``dvc.yaml``, the funnel."""
