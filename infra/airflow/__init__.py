"""What Airflow is given: the manners of the DAGs, its pools, its connection to Elasticsearch, and a local instance."""
