enum Reports {}
