#!/bin/bash
# Run once by the image, on an empty volume: a database and a user for Airflow, and last for Rasid's ledger.
set -eu
for name in airflow rasid; do
  variable="${name^^}_DATABASE_PASSWORD"
  psql --set ON_ERROR_STOP=1 --username postgres --set name="$name" --set password="${!variable}" <<'SQL'
CREATE USER :"name" PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8';
SQL
done
