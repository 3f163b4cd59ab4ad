"""Clustering and classification behind Protocols; heavy libraries are imported where they are used."""
