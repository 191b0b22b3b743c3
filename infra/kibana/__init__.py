"""What analysts open in Kibana: saved objects built from typed pieces, and the client that installs them."""
